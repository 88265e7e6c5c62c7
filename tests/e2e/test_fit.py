"""Every text fits where it stands, in Spanish and Portuguese: on a wide screen and on a phone.

In English each page is looked at where it is opened anyway, in `test_pages`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from languages import LANGUAGES
from languages.language import Code
from tests.e2e.test_pages import NAME, PAGES, fill, settled
from tests.kit.desk import Desk, running_desk
from tests.kit.fitting import unfitting
from tests.kit.waiting import until

SPOKEN: list[Code] = [code for code in LANGUAGES if code != "en"]
MORE = ("lab?who=salaried", "story", "story?id=broken-link", "views")
"""Pages of the local Belvo's alone, and those that tests have elsewhere."""
SCREENS = ((390, 844), (1440, 900))

COUNT_RUNS = """
window.runs = 0;
new MutationObserver(() => {
  const state = document.querySelector(".stApp")?.dataset.testScriptState;
  if (state !== window.runState && state === "notRunning") window.runs += 1;
  window.runState = state;
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"]});
"""
"""An init script: `runs` is how often a page has been drawn to its end."""

GO = """path => {
  window.runsBefore = runs;
  history.pushState({}, "", `/${path}`);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        fill(running)
        yield running
        assert running.complaints == []


def go(page: Page, path: str) -> None:
    """Go on to another page as the navigation does, which is half of what it takes to load it."""
    page.evaluate(GO, path)
    page.wait_for_function("() => runs > runsBefore")


def fits(page: Page) -> list[str]:
    """What does not fit once all has its place: tables and charts follow the window a moment later.

    Data may be as long as they are: whose a link is that a filter has chosen.
    """
    found: list[str] = []

    def look() -> bool:
        found[:] = [one for one in unfitting(page) if NAME not in one]
        return not found

    try:
        until(look, rest=lambda: page.wait_for_timeout(100))
    except AssertionError:
        return found
    return []


@pytest.mark.parametrize("code", SPOKEN)
def test_every_text_fits(page: Page, desk: Desk, code: Code) -> None:
    page.add_init_script(COUNT_RUNS)
    page.goto(f"{desk.url}/?lang={code}")
    for path in [*PAGES, *MORE]:
        go(page, path)
        expect(settled(page).locator("html")).to_have_attribute("lang", code)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            assert (path, width, fits(settled(page))) == (path, width, [])

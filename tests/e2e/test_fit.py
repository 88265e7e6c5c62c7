"""Every text fits where it stands, in each language, on a wide screen and on a phone.

In English `test_pages` looks at its pages itself, since it has them open.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from languages.language import COOKIE, Code
from tests.e2e.test_pages import NAME, PAGES, fill, settled
from tests.kit.desk import Desk, running_desk
from tests.kit.fitting import unfitting

MORE = ("lab?who=salaried", "story", "story?id=broken-link", "views")
"""Pages of the local Belvo's alone, and those that tests have elsewhere."""
SCREENS = ((390, 844), (1440, 900))

PATHS = (*PAGES, *MORE)
DAILY: dict[Code, tuple[str, ...]] = {"en": MORE, "es": PATHS[::2], "pt": PATHS[1::2]}
IN_EXAM: dict[Code, tuple[str, ...]] = {"es": PATHS[1::2], "pt": PATHS[::2]}
"""Each takes two seconds of processor time: `make test` sees it in one of the two, `make exam` in the other."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        fill(running)
        yield running
        assert running.complaints == []


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        *(pytest.param(code, paths, id=code) for code, paths in DAILY.items()),
        *(pytest.param(code, paths, id=f"{code}-rest", marks=pytest.mark.exam) for code, paths in IN_EXAM.items()),
    ],
)
def test_every_text_fits(page: Page, desk: Desk, code: Code, paths: tuple[str, ...]) -> None:
    page.context.add_cookies([{"name": COOKIE, "value": code, "url": desk.url}])
    for path in paths:
        page.goto(f"{desk.url}/{path}")
        expect(settled(page).locator("html")).to_have_attribute("lang", code)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            assert (path, width, unfitting(settled(page), data=NAME)) == (path, width, [])

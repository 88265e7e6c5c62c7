"""What clicks feel like in a real Chromium: when the first sign shows, when all is drawn, and how much moves by itself.

    python -m benchmarks.clicks [LINKS …] [--rounds N] [--json FILE]

A desk of its own is filled with people of the local Belvo (20 links if nothing is named), and each page is opened anew
for each click. `sign` and `settled` are milliseconds from the press, the median of the rounds; `moved` is the
cumulative layout shift of the opening and of the click, the largest of the rounds. The goals: 100, 800 for a link, 600
for a transaction's drawer, and 0.02. How busy the machine was stands above the table: it decides over the seconds.
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page

from benchmarks import crowd, report
from store.write import links
from tests.kit.browser import FOLLOW_AHEAD, chromium, page_of, rest_until_drawn_ahead
from tests.kit.desk import running_desk
from tests.kit.layout_shift import moved, watch
from tests.kit.waiting import until

_WATCH = """
window.timed = {};
window.time = wanted => {
  window.timed = {};
  addEventListener("click", ({timeStamp}) => {
    let ran = false;
    const look = () => {
      const since = performance.now() - timeStamp, timed = window.timed;
      if (document.documentElement.dataset.pressed !== undefined) timed.sign ??= since;
      const state = document.querySelector(".stApp").dataset.testScriptState;
      ran ||= state !== "notRunning";
      const drawn = ran && state === "notRunning" && !document.querySelector("[data-testid=stSkeleton]");
      if (drawn && document.querySelector(wanted)) timed.settled = since; else requestAnimationFrame(look);
    };
    look();
  }, {capture: true, once: true});
};
"""
_ROW = 30, 46  # the middle of the button in a table's first row
_DRAWN = "[data-testid=stMain] h1"


def _table(page: Page) -> None:
    """Press Open in the first row."""
    table = page.get_by_test_id("stDataFrame").last  # above that of calls there may be one of errors
    table.locator("canvas").first.wait_for()
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + _ROW[0], box["y"] + _ROW[1])


def _press(find: Callable[[Page], Locator]) -> Callable[[Page], None]:
    return lambda page: find(page).click()


CLICKS: Mapping[str, tuple[str, Callable[[Page], None], str]] = {
    "open a link": ("links", _table, ".st-key-identity"),
    "a transaction's drawer": ("transactions", _table, "[role=dialog]"),
    "a call's drawer": ("api_log", _table, "[role=dialog]"),
    "only what went out": ("transactions", _press(lambda page: page.get_by_role("radio", name="Out")), _DRAWN),
    "another section of a link": (
        "link?link=?",
        _press(lambda page: page.get_by_role("tab", name="Resources")),
        _DRAWN,
    ),
    "pull now": ("link?link=?", _press(lambda page: page.get_by_role("button", name="Pull now")), _DRAWN),
    "from Overview to Accounts": (
        "",
        _press(lambda page: page.get_by_test_id("stSidebarNav").get_by_text("Accounts")),
        ".st-key-totals, [data-testid=stDataFrame]",
    ),
}
"""What is pressed: on which page, how, and what is there once it is done."""


def measure(browser: Browser, url: str, name: str, newest: str) -> tuple[float, float, float]:
    """Milliseconds to the sign and to all, and what moved, of one click in a new visit."""
    path, press, wanted = CLICKS[name]
    with page_of(browser, draws_ahead=True, viewport={"width": 1440, "height": 900}) as page:
        page.add_init_script(_WATCH + FOLLOW_AHEAD)
        watch(page).goto(f"{url}/{path.replace('?link=?', f'?link={newest}')}")
        page.wait_for_selector(_DRAWN)
        page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
        page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
        rest_until_drawn_ahead(page)  # somebody looks at it first
        page.evaluate("wanted => window.time(wanted)", wanted)
        press(page)
        timed = until(
            lambda: found if "settled" in (found := page.evaluate("window.timed")) else None,
            rest=lambda: page.wait_for_timeout(50),
        )
        return timed.get("sign", timed["settled"]), timed["settled"], moved(page).total


def main() -> None:
    """Measure, print, write."""
    asked = report.parser(__doc__, rows=(20,), rounds=3, what="links").parse_args()
    figures: dict[str, dict[str, object]] = {}
    for number in asked.rows:
        with tempfile.TemporaryDirectory() as folder, running_desk(Path(folder)) as desk:
            with desk.filling() as db:
                crowd.fill(db, desk.belvo_url, number)
                newest = str(links.table(db)["link"].iloc[0])
            print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
            with chromium() as browser:
                for name in CLICKS:
                    signs, settled, moves = zip(
                        *(measure(browser, desk.url, name, newest) for _ in range(asked.rounds)), strict=True
                    )
                    line = {"sign": round(median(signs)), "settled": round(median(settled)), "moved": max(moves)}
                    figures[f"{name}, {number:,} links"] = line
                    print(name, line, flush=True)
    report.table("Clicks", figures)
    report.write(asked.json, "clicks", figures)


if __name__ == "__main__":
    main()

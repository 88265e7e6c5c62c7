"""What of a page's texts does not fit where it stands."""

from pathlib import Path

from playwright.sync_api import Page

from tests.kit.waiting import until

_LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").partition("\n")[2]


def unfitting(page: Page, *, data: str) -> list[str]:
    """Each text that is cut, wraps in a button or stands beside its control, how, and where it is.

    What has `data` in it may be as long as that is. Tables and charts follow the window a moment later: what is found
    is looked for again until all fits, or somebody's patience ends.
    """
    found: list[str] = []

    def all_fits() -> bool:
        found[:] = [one for one in page.evaluate(_LOOK) if data not in one]
        return not found

    try:
        until(all_fits, rest=lambda: page.wait_for_timeout(100))
    except AssertionError:
        return found
    return []

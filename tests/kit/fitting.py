"""What of a page's texts does not fit where it stands."""

from pathlib import Path

from playwright.sync_api import Page

_LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").partition("\n")[2]


def unfitting(page: Page) -> list[str]:
    """Each text that is cut, wraps in a button or stands beside its control, how, and where it is."""
    found: list[str] = page.evaluate(_LOOK)
    return found

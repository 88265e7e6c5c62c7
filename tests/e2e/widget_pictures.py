"""The pictures of the widget's README, which `make pictures` takes anew, in the language that is spoken.

Every screen is drawn at the size of the widget on a desk, in light; some in dark, some as on a phone.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect

from belvo_sandbox import Served
from languages.language import Code
from tests.e2e.pictures import LOCALES, place_of, write
from tests.e2e.widget_page import WidgetPage, serve_shop
from tests.e2e.widget_screens import SCREENS, Show, bank
from tests.kit.browser import chromium, page_of

LIMIT = 40 * 1024  # bytes of a picture
COLOURS = 128
DESK = {"width": 480, "height": 720}
PHONE = {"width": 360, "height": 640}
DARK = ("welcome", "institutions", "refused", "identification", "success")
ON_A_PHONE = ("institutions", "advanced", "identification", "leaving")

Scheme = Literal["light", "dark"]


def take_all(language: Code) -> Iterator[Path]:
    """Every picture, as it is written."""
    with _sandbox() as served, chromium() as browser:
        take = partial(_take, browser, served, language)
        for name, show in {**SCREENS, "bank": bank}.items():
            yield take(name, show)
        for name in DARK:
            yield take(f"{name}_dark", SCREENS[name], "dark")
        for name in ON_A_PHONE:
            yield take(f"{name}_phone", SCREENS[name], size=PHONE)


@contextmanager
def _sandbox() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder, serve_shop(Path(folder)) as served:
        yield served


def _take(
    browser: Browser,
    served: Served,
    language: Code,
    name: str,
    show: Show,
    scheme: Scheme = "light",
    size: dict[str, int] = DESK,
) -> Path:
    with page_of(
        browser, locale=LOCALES[language], viewport=size, color_scheme=scheme, reduced_motion="reduce"
    ) as page:
        widget = WidgetPage(page, served)
        show(widget)
        _settle(page)
        shot = page.screenshot(animations="disabled", caret="hide")
        for route in widget.held:
            route.abort()
    return write(place_of(language, f"widget/{name}.png"), shot, colours=COLOURS, limit=LIMIT)


def _settle(page: Page) -> None:
    page.mouse.move(0, 0)
    page.wait_for_function("document.getAnimations().length === 0")
    expect(page.locator("body")).to_be_visible()

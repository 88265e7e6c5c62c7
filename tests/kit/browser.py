"""A real Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.kit.waiting import PATIENCE

_FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that tests/install_chromium.sh finds, or else Playwright's own."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    path = next((path for name in names if name and (path := shutil.which(name))), None)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - Playwright's own
    """A page of a visitor whom the browser does not know; the options are those of a new context."""
    context = browser.new_context(locale="en-US", **options)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()

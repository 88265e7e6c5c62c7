"""A real Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    """The browser that tests/install_chromium.sh finds or installs."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        path = _path(Path(playwright.chromium.executable_path))
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


def _path(own: Path) -> str | None:
    """Where the browser is; None for Playwright's own build of the shell, which stands beside that of the whole."""
    named = _first(os.environ.get("CHROMIUM", ""), "chromium-headless-shell")
    build = next((folder for folder in own.parents if folder.name.startswith("chromium-")), own)
    if named or build.with_name(build.name.replace("chromium-", "chromium_headless_shell-")).exists():
        return named
    return _first("chromium", "chromium-browser", "google-chrome")


def _first(*names: str) -> str | None:
    return next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def page_of(browser: Browser, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - Playwright's own
    """A page of a visitor whom the browser does not know; the options are those of a new context."""
    context = browser.new_context(locale="en-US", **options)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()

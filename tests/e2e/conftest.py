"""A real Chromium for the tests of what only a browser shows."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from belvo_sandbox import Served
from tests.e2e.widget_page import WidgetPage, serve_shop

FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser that tests/install_chromium.sh finds, or None for Playwright's own."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # two cores are shared with the other tests, a server and its worker
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A local Belvo of the module's own, and a page that embeds its widget."""
    with serve_shop(tmp_path_factory.mktemp("sandbox")) as served:
        yield served


@pytest.fixture
def widget(page: Page, sandbox: Served) -> Iterator[WidgetPage]:
    """The widget in that page, which has broken no policy by the end; the application's own page has none."""
    embedding = WidgetPage(page, sandbox)
    yield embedding
    if not page.url.startswith("https://app.example"):
        assert embedding.violations == []

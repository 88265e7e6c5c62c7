"""A browser and what it visits, for the tests of what only a browser shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from belvo_sandbox import Served
from tests.e2e.widget_page import WidgetPage, serve_shop
from tests.kit.browser import chromium, page_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with page_of(browser, viewport={"width": 1440, "height": 900}) as page:
        yield page


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

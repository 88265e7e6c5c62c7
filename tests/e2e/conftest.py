"""A browser and what it visits, for the tests of what only a browser shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from belvo_sandbox import Served
from tests.e2e.widget_page import WidgetPage, serve_shop
from tests.kit.browser import QUICK_TO_START, Visits, chromium, page_of

VIEWPORT = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium(QUICK_TO_START) as browser:
        yield browser


@pytest.fixture(scope="session")
def visits(browser: Browser) -> Visits:
    """Whoever comes by these wants nothing to move, which spares a busy machine the frames between two looks."""
    return Visits(browser, viewport=VIEWPORT, reduced_motion="reduce")


@pytest.fixture
def page(visits: Visits) -> Iterator[Page]:
    """A page of somebody unknown, in a browser that others have used before; `page_of` makes one of its own."""
    with visits.visit() as page:
        yield page


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """The page of a browser that has nothing of ours yet: what moves or flashes while files come shows there.

    All that Streamlit's scripts are is read and compiled anew, which doubles what it takes to open a page.
    """
    with page_of(browser, viewport=VIEWPORT) as page:
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

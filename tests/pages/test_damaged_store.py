"""A store that can't be read is every page's own word, with what to do."""

import pytest
from streamlit.testing.v1 import AppTest

from settings import ROOT
from store import Database
from tests.kit.damage import ruin
from tests.kit.files import file_of
from tests.kit.waiting import PATIENCE
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, texts

PAGES = sorted((ROOT / "pages").glob("*.py"))

TOLD = "python -m store restore FILE"


@pytest.fixture(autouse=True)
def _ruined(db: Database, stored: Stored, unreachable: None) -> None:  # noqa: ARG001 - nobody answers either
    assert stored
    db.checkpoint()
    ruin(file_of(db))


def test_the_dashboard_says_what_to_do(open_page: OpenPage) -> None:
    assert any(TOLD in text for text in texts(open_page()))


def in_its_frame(page: str) -> None:
    """A page as the dashboard runs it; AppTest takes its folder for a menu, and runs what lies in it as it is."""
    import runpy

    from components.status.setup_error import setup_problems

    with setup_problems():
        runpy.run_path(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_says_what_to_do(page: str) -> None:
    app = run(AppTest.from_function(in_its_frame, default_timeout=PATIENCE, args=(str(page),)))
    assert any(TOLD in text for text in texts(app))

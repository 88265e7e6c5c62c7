"""What keeps the desk from its work stands above every page, and a click that came to nothing says why."""

import sqlite3

import pytest
from streamlit.runtime.state.session_state import WStates
from streamlit.testing.v1 import AppTest

from actions import troubles
from actions.troubles import Trouble
from components.status.troubles import NOT_DONE, take_failure
from components.ui import desk, streamlit_patch
from settings import ROOT
from store import Database
from store.ops import jobs
from tests.kit import filling
from tests.kit.bank import EREBOR
from tests.kit.waiting import PATIENCE
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, figures, run, shown, texts

FULL = Trouble("disk", "The disk is full: nothing can be pulled.", "Free some space.")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "find", lambda *_: [FULL])


@pytest.mark.usefixtures("full", "stored")
def test_it_stands_above_a_page_that_is_drawn_all_the_same(open_page: OpenPage) -> None:
    app = open_page()
    assert shown(app.warning[0].value) == f"**{FULL.told}** {FULL.cure}"
    assert len(app.title) == 1
    assert figures(app)["Links"] == "4"


def test_with_belvo_silent_the_overview_does_not_say_that_all_links_are_well(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filling.pulled(db, "well", EREBOR, days=40)
    assert ":small[:green[All links are OK]]" in texts(open_page())
    monkeypatch.setattr(desk, "reach", lambda: "unreachable")
    said = texts(open_page())
    assert any("Belvo does not answer." in text for text in said)
    assert ":small[:orange[Not known now]]" in said


def test_a_click_that_meets_a_full_disk_leaves_the_page_and_says_what_was_not_done(
    stored: Stored, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page()
    monkeypatch.setattr(WStates, "call_callback", streamlit_patch._unless(take_failure))

    def refuse(*_: object, **__: object) -> int:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(jobs, "enqueue", refuse)
    app = run(app.button(key=f"pull_{stored['failed']}").click())
    assert len(app.title) == 1
    assert app.session_state[NOT_DONE].startswith("The disk of ")


@pytest.mark.usefixtures("db", "stored")
def test_why_a_click_came_to_nothing_is_said_once() -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    app.session_state[NOT_DONE] = "The disk is full."
    assert [shown(toast.value) for toast in run(app).toast] == ["Not done: The disk is full."]
    assert NOT_DONE not in app.session_state


def test_what_no_cure_of_the_stores_helps_is_left_to_be_told_as_a_bug() -> None:
    assert not take_failure(KeyError("a bug"))

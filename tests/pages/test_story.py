"""Stories: chosen, begun, told on and back by the bar above each page, and the speaker's window."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from actions.lab import play, stories
from components.lab import telling
from components.ui import desk
from domain.roles import Actor, Role
from store import Database
from store.ops import plays
from tests.kit.actors import TESTER
from tests.pages.marked import speak_marked, unmarked
from tests.pages.reading import OpenPage, run, shown, texts
from tests.pages.test_lab import belvo, db, settings, toasts
from tests.pages.test_marked import DATA

__all__ = ["belvo", "db", "settings"]

NAME = "broken-link"


GO = "story_go"
"""Where a click has led to; the frame of the page, which AppTest runs the first page in alone, goes there."""


def bar(open_page: OpenPage) -> list[str]:
    return [shown(one.value) for one in open_page().markdown if " of 8" in one.value]


def begin(database: Database) -> None:
    play.begin(database, desk.client(), desk.settings(), NAME, actor=TESTER)


def step_of(database: Database) -> int | None:
    found = plays.current(database)
    return found.step if found else None


def test_all_are_listed_and_one_is_opened(open_page: OpenPage) -> None:
    assert [shown(one.value) for one in open_page("story").subheader] == [one.title for one in stories.stories()]
    assert shown(open_page("story", id=NAME).title[0].value) == stories.find(NAME).title


def test_one_that_is_not_there_is_said(open_page: OpenPage) -> None:
    app = open_page("story", id="nothing")
    assert {one.title for one in stories.stories()} <= {shown(one.value) for one in app.subheader}
    assert any("nothing" in text for text in texts(app))


def test_nobody_is_told_a_story_that_has_not_begun(open_page: OpenPage) -> None:
    assert bar(open_page) == []
    assert any("not being told yet" in text for text in texts(open_page("story", id=NAME, speaker="1")))


def test_it_begins_goes_on_and_back(open_page: OpenPage, db: Database) -> None:
    app = open_page("story", id=NAME)
    run(app.button(key="begin").click())
    assert (toasts(app), app.session_state[GO]) == (["The story begins"], ("pages/overview.py", {}))
    assert bar(open_page) == ["**Gil has just signed up** :gray[1 of 8]"]
    app = open_page()
    run(app.button(key="story_next").click())
    assert bar(open_page) == ["**He connects his bank** :gray[2 of 8]"]
    other = open_page("story", id=NAME, speaker="1")
    run(other.button(key="story_back").click())
    assert (step_of(db), GO in other.session_state) == (0, False)  # the speaker stays with the notes


def test_two_tabs_tell_one_story(open_page: OpenPage, db: Database) -> None:
    begin(db)
    one, other = open_page(), open_page()
    run(one.button(key="story_next").click())
    run(other.button(key="story_next").click())
    assert step_of(db) == 1


def test_the_speaker_sees_what_to_say_now_and_next(open_page: OpenPage, db: Database) -> None:
    begin(db)
    app = open_page("story", id=NAME, speaker="1")
    first, second = stories.find(NAME).steps[:2]
    assert [shown(one.value) for one in app.subheader] == [first.title, second.title]
    told = texts(app)
    assert all(line in told for line in (*first.say.strip().split("\n"), *second.say.strip().split("\n")))
    assert [metric.label for metric in app.metric] == ["Passed", "This step", "Planned to its end", "Planned in all"]
    assert bar(open_page)
    run(app.button(key="story_next").click())
    assert step_of(db) == 1


def test_every_word_of_it_is_in_the_language_of_the_page(
    open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(db)
    speak_marked(monkeypatch)
    for parameters in ({}, {"id": NAME}, {"id": NAME, "speaker": "1"}):
        app = open_page("story" if parameters else "overview", **parameters, lang="es")
        paragraphs = {text for text in unmarked(app) if text[:1] == "⟦" or text[-1:] == "⟧"}  # of one text
        assert unmarked(app) - DATA - paragraphs == set()


def test_it_is_rewound_and_ended(open_page: OpenPage, db: Database) -> None:
    begin(db)
    play.forward(db, desk.client(), desk.settings(), seen=0, actor=TESTER)
    app = open_page("story", id=NAME)
    run(app.button(key="rewind").click())
    assert step_of(db) == 0
    run(app.button(key="end_story").click())
    assert plays.current(db) is None


def test_an_operator_tells_none(open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(db)
    monkeypatch.setattr(desk, "actor", lambda: Actor("oscar", Role.OPERATOR))
    assert bar(open_page) == []


def _draw_the_bar_alone() -> None:
    from components.lab import telling  # this is the script's text

    telling.draw_bar("overview")


def test_a_key_turns_the_page_that_can_be_read(
    open_page: OpenPage, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is pressed as soon as the step's title is there, which stops the run before it has come to the buttons."""
    begin(db)
    open_page()
    app = run(AppTest.from_function(_draw_the_bar_alone))
    buttons = app._tree
    app.session_state[telling._SEEN] = 1  # as after a key of its own
    play.forward(db, desk.client(), desk.settings(), seen=0, actor=TESTER)
    with monkeypatch.context() as stopped:
        stopped.setattr(telling, "draw_turning", lambda *_: st.stop())
        run(app)
    assert any("2 of 8" in text for text in texts(app))
    app._tree = buttons
    run(app.button(key="story_next").click())
    assert step_of(db) == 2

"""The server looks for all open pages at once, and runs those again that would show something else."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from components.ui.following import open_pages
from components.ui.following.open_pages import Question, otherwise, run_soon, wait_for, wait_no_more

On = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """From now on it is this page that is drawn."""
    page = SimpleNamespace(session_id="")
    monkeypatch.setattr(open_pages, "get_script_run_ctx", lambda: page)
    monkeypatch.setattr(open_pages, "_waiting", {})
    return lambda name: setattr(page, "session_id", name)


def test_a_question_is_asked_once_for_all_pages_that_wait_for_its_answer(on: On) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return 7

    for name, drawn in (("old", 6), ("new", 7), ("closed", 6)):
        on(name)
        wait_for(Question("links", ask), drawn)
    assert otherwise(("old", "new", "of nothing")) == ["old"]
    assert len(asked) == 1


def test_what_cant_be_answered_is_for_the_page_to_say(on: On) -> None:
    on("page")
    wait_for(Question("a store that is gone", {}.popitem), ())
    assert otherwise(["page"]) == ["page"]


def test_a_page_that_is_drawn_anew_waits_for_what_it_then_says(on: On) -> None:
    on("page")
    wait_for(Question("links", lambda: 7), 6)
    run_soon()
    wait_no_more()
    assert otherwise(["page"]) == []
    wait_for(Question("links", lambda: 7), 7)
    assert otherwise(["page"]) == []
    run_soon()
    assert otherwise(["page"]) == ["page"]


def test_a_page_is_run_once_and_not_while_it_runs(on: On) -> None:
    on("page")
    run_soon()
    asked: list[str] = []
    page: Any = SimpleNamespace(id="page", _scriptrunner="at it", _client_state="where", request_rerun=asked.append)
    open_pages._run_again(page)
    assert asked == []
    page._scriptrunner = None
    open_pages._run_again(page)
    open_pages._run_again(page)
    assert asked == ["where"]

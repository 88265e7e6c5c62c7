"""What each open page waits for: the server looks, once for all, and runs those again that would show something else.

A page could ask by itself (`st.fragment(run_every=…)`), but its browser goes through all of the page at each answer,
as long as it takes to show a small press, also in the middle of what somebody has set off.
"""

import logging
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import anyio
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from languages import say

_EVERY = 2.0  # seconds


class Question(NamedTuple):
    """What is asked for all pages that wait for the same, which `about` names; in a thread that belongs to no page."""

    about: Hashable
    ask: Callable[[], object]


@dataclass(frozen=True)
class _Waiting:
    question: Question
    drawn: object


_FAILED = object()
"""The answer to a question that can't be answered now: the page says why, once it is drawn again."""

_waiting: dict[str, list[_Waiting]] = {}
"""By the session of a page; each list is replaced and never changed, since two threads read it."""

logger = logging.getLogger(__name__)


def wait_for(question: Question, drawn: object) -> None:
    """Run this page again soon after the answer is another than this one, which it is drawn by."""
    if (context := get_script_run_ctx()) is not None:
        _waiting[context.session_id] = [*_waiting.get(context.session_id, ()), _Waiting(question, drawn)]


def run_soon() -> None:
    """Run this page again, unless it is run before."""
    wait_for(Question(say("no matter what"), object), None)


def wait_no_more() -> None:
    """Forget what this page waits for: all of it is about to be drawn."""
    if (context := get_script_run_ctx()) is not None:
        _waiting.pop(context.session_id, None)


async def look_around() -> None:
    """Look every two seconds, for as long as the server runs."""
    while True:
        await anyio.sleep(_EVERY)
        sessions = Runtime.instance()._session_mgr
        pages = {found.session.id: found.session for found in sessions.list_active_sessions()}
        for id_ in await anyio.to_thread.run_sync(otherwise, [*pages]):
            _run_again(pages[id_])
        for id_ in _waiting.keys() - {found.session.id for found in sessions.list_sessions()}:
            _waiting.pop(id_, None)


def otherwise(pages: Iterable[str]) -> list[str]:
    """The sessions of pages whose questions are answered otherwise now; each question is asked once."""
    asked = {id_: _waiting.get(id_, []) for id_ in pages}
    questions = {one.question.about: one.question for waiting in asked.values() for one in waiting}
    answers = {about: _answer(question) for about, question in questions.items()}
    return [id_ for id_, waiting in asked.items() if any(answers[one.question.about] != one.drawn for one in waiting)]


def _answer(question: Question) -> object:
    try:
        return question.ask()
    except Exception:  # noqa: BLE001 - whatever it is, the page that is drawn again has a place for it
        return _FAILED


def _run_again(page: AppSession) -> None:
    """As a browser does that asks for a run; one that is at it already is asked about again later."""
    if page._scriptrunner is not None or not _waiting.pop(page.id, None):
        return
    try:
        page.request_rerun(page._client_state)
    except Exception:  # what one page meets is none of the others'
        logger.exception("A page could not be run again.")

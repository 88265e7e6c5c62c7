"""How views and boards are told and reached: names as their reader may see them, and the way to what they open."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import streamlit as st

from actions.permission import Refused
from components.boards.parts import ROWS
from components.ui import desk
from components.ui.text import plain, resource_words
from domain.access.views import BOARD, PAGES, PARAMETER, Pairs, View
from languages import msg, say
from store.queries.views import seen
from store.queries.views.seen import Said

CLOSED = msg("It asks by what is masked for you.")
NOT_FOR_ROLE = msg("Its page is not for your role.")


def said_of(view: View) -> Said:
    """What the reader sees of a view."""
    return seen.said(desk.database(), view.name, view.pairs, is_masked=view.is_masked)


def page_words(page: str, part: str = "") -> str:
    """What a page is called; of a table that has none, the table."""
    if page == ROWS:
        return resource_words(part)
    return say("Board") if page == BOARD else say(PAGES.get(page, page))


def script_of(page: str) -> str:
    """The page's script, by which it is led to."""
    return str(Path("pages") / f"{page}.py")


def address_of(view: View, pairs: Pairs) -> dict[str, list[str]]:
    """The parameters that open a view."""
    return {"id": [view.id]} if view.is_board else {**several(pairs), PARAMETER: [view.id]}


def several(pairs: Pairs) -> dict[str, list[str]]:
    """Parameters as a link has them."""
    names = dict.fromkeys(name for name, _ in pairs)
    return {name: [value for one, value in pairs if one == name] for name in names}


def attempt(act: Callable[[], object], said: str) -> bool:
    """Do it, have it said so or why it was not done by `draw_said`; whether it was."""
    try:
        act()
    except Refused as error:
        st.session_state[_SAID] = str(error), "error"
        return False
    st.session_state[_SAID] = said, "check"
    return True


def attempt_once(act: Callable[[], object], said: str, *what: object) -> bool:
    """The same, once: the second of two quick clicks does nothing more; `what` tells what is done."""
    last, now = st.session_state.get(_MADE), monotonic()
    if last is not None and last[0] == what and now - last[1] < _QUICK:
        return True
    is_done = attempt(act, said)
    if is_done:
        st.session_state[_MADE] = what, monotonic()
    return is_done


def draw_said() -> None:
    """Say what came of the last click, which itself draws nothing: it may have run a fragment alone."""
    if told := st.session_state.pop(_SAID, None):
        said, icon = told
        st.toast(plain(said), icon=f":material/{icon}:")


_SAID, _MADE = "view_said", "view_made"
_QUICK = 3.0
"""Seconds from when something is made within which the same asked for once more is one double click."""

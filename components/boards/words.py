"""How views and boards are told and reached: names as their reader may see them, and the way to what they open."""

from collections.abc import Callable
from pathlib import Path

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


def draw_said() -> None:
    """Say what came of the last click, which itself draws nothing: it may have run a fragment alone."""
    if told := st.session_state.pop(_SAID, None):
        said, icon = told
        st.toast(plain(said), icon=f":material/{icon}:")


_SAID = "view_said"

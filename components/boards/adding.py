"""The way to put a cell on a board from the board itself: of a saved view, or of any table."""

from functools import partial

import streamlit as st

from actions import boards, views
from components.boards.parts import PARTS, ROWS
from components.boards.words import attempt_once, page_words, said_of
from components.ui import desk
from domain.access.views import LONGEST_NAME, View
from languages import say

_WIDTH = 320  # pixels
_FROM, _PART, _KEY = "cell_from", "cell_part", "add_cell"


def draw_adding(board: View) -> None:
    """A button that opens the choice of what a new cell draws."""
    with st.popover(say("Add a cell"), icon=":material/add:", key=_KEY), st.container(width=_WIDTH):
        there = views.seen_by(desk.database().whole, desk.actor())
        found = {view.id: view for view in there if view.page in PARTS and said_of(view).pairs is not None}
        names = {id_: f"{said_of(view).name} ({page_words(view.page)})" for id_, view in found.items()}
        names |= {
            page: say("{page}, all", page=page_words(page)) for page in PARTS if page not in (ROWS, "query", *_OF_ONE)
        }
        names[ROWS] = say("A table")
        chosen = st.selectbox(say("Of"), [*names], format_func=names.__getitem__, key=_FROM)
        page = found[chosen].page if chosen in found else chosen
        parts = PARTS[page]
        st.selectbox(say("Part"), [*parts], format_func=lambda name: say(parts[name].label), key=_PART)
        st.text_input(say("Title"), key="cell_title", max_chars=LONGEST_NAME, placeholder=say("As the part is called"))
        st.button(say("Add"), key="put_cell", type="primary", on_click=_add, args=(board, page, found.get(chosen)))
        st.caption(say("On any page, Save view puts a part of what is filtered there on a board."))


_OF_ONE = ("person", "cash_flow", "match", "quality")
"""Pages of one person, of which there is nothing until somebody is chosen."""


def _add(board: View, page: str, view: View | None) -> None:
    part = st.session_state[_PART]
    label = say(PARTS[page][part].label)
    title = st.session_state["cell_title"] or (f"{said_of(view).name}: {label.lower()}" if view else label)
    add = partial(boards.add, desk.database().whole, board.id, title[:LONGEST_NAME], page)
    attempt_once(
        lambda: add(
            view.pairs if view else (),
            part,
            actor=desk.actor(),
            is_wide=page != ROWS and PARTS[page][part].kind != "chart",
            is_masked=view.is_masked if view else desk.is_masked(),
        ),
        say("Added: {label}", label=label),
        board.id,
        page,
        view,
        part,
        title,
    )

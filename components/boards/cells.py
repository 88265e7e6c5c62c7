"""The cells of a board: each drawn by itself, so that none waits for another, and what is done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from actions import boards
from components.boards.asked import Asked, NothingHere, narrowed
from components.boards.parts import ROWS, part_of
from components.boards.words import CLOSED, attempt, page_words, script_of, several
from components.ui import desk, query
from components.ui.text import plain
from components.ui.time_format import today, utc_now
from domain.access.views import LONGEST_NAME, Cell, Pairs, View
from domain.as_known import PARAMETER, NotKnown
from domain.setup.words import SETUP
from languages import say
from store import Database, known
from store.core.errors import StoreError
from store.queries.views import seen


@dataclass(frozen=True)
class Board:
    """A board as it is open: by which store, of which people where it is narrowed, and whether it is arranged."""

    view: View
    db: Database
    people: Sequence[str]
    known_day: date | None
    is_arranged: bool


def draw_cells(board: Board, cells: Sequence[Cell]) -> None:
    """All cells in their order; two that are half as wide stand side by side where there is room."""
    with st.container(gap="medium", key="cells"):
        for line in _lines(cells):
            with st.grid(len(line), min_column_width=420, gap="small"):
                for cell in line:
                    with st.container(height="stretch", gap="xsmall", key=f"cell_{cell.id}"):
                        _draw(board, cell)


def _lines(cells: Sequence[Cell]) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    for cell in cells:
        if lines and not cell.is_wide and len(lines[-1]) == 1 and not lines[-1][0].is_wide:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return lines


def _draw(board: Board, cell: Cell) -> None:
    told = seen.said(desk.database(), cell.title, cell.pairs, is_masked=cell.is_masked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(told.name), anchor=False, width="content")
        st.space("stretch")
        if told.pairs is not None and cell.page != ROWS and desk.may_open(cell.page):
            st.page_link(
                script_of(cell.page),
                label=say("Open"),
                icon=":material/chevron_right:",
                icon_position="right",
                query_params=_leading_on(board, told.pairs),
                help=page_words(cell.page),
            )
    if board.is_arranged:
        _draw_tools(board.view, cell, told.name)
    if told.pairs is None:
        st.text(say(CLOSED))
    else:
        _draw_part(board, cell, told.pairs)


def _leading_on(board: Board, pairs: Pairs) -> dict[str, list[str]]:
    """What the page behind a cell is opened with: of the board's day, where it has one."""
    if board.known_day is None:
        return several(pairs)
    kept = tuple(pair for pair in pairs if pair[0] != PARAMETER)
    return several((*kept, (PARAMETER, board.known_day.isoformat())))


@st.fragment(parallel=True)
def _draw_part(board: Board, cell: Cell, pairs: Pairs) -> None:
    """What the cell draws, or why it draws nothing, which harms no other."""
    part = part_of(cell.page, cell.part)
    if part is None:
        st.text(say("What it drew is on no page any more. Take it off, and put another on."))
        return
    try:
        asked = narrowed(_asked(board, cell, pairs), board.people)
        if cell.page == "query" and board.people:
            asked = _asked(board, cell, (*pairs, *(("external_id", one) for one in board.people)))
        with query.elsewhere(cell.page, _leading_on(board, asked.pairs)):
            part.draw(asked)
    except (NothingHere, NotKnown, StoreError) as error:
        st.text(SETUP.say(str(error)))


def _asked(board: Board, cell: Cell, pairs: Pairs) -> Asked:
    """By the board's day, or else by that of the cell's own address."""
    own = next((value for name, value in pairs if name == PARAMETER), None)
    kept, key = tuple(pair for pair in pairs if pair[0] != PARAMETER), f"part_{cell.id}"
    if board.known_day or own is None:
        return Asked(board.db, kept, today(), key)
    now = utc_now()
    db, day = known.as_asked(board.db, own, now), date.fromisoformat(own.strip())
    return Asked(db, kept, day, key, min(known.end_of(day), now))


def _draw_tools(view: View, cell: Cell, name: str) -> None:
    """What may be done with the cell, as buttons with words, which a keyboard reaches."""
    key, at = f"title_{cell.id}", (view.id, cell.id)
    st.text_input(say("Title"), name, key=key, max_chars=LONGEST_NAME, on_change=_retitle, args=at)
    with st.container(horizontal=True, gap="xsmall"):
        for name, label, icon, act, said in (
            ("up", say("Up"), "arrow_upward", partial(boards.move, by=-1), say("Moved up")),
            ("down", say("Down"), "arrow_downward", partial(boards.move, by=1), say("Moved down")),
            ("half", say("Half"), "splitscreen_right", partial(boards.resize, is_wide=False), say("Half as wide"))
            if cell.is_wide
            else (
                "whole",
                say("Whole"),
                "fit_width",
                partial(boards.resize, is_wide=True),
                say("As wide as the board"),
            ),
            ("duplicate", say("Duplicate"), "content_copy", boards.double, say("There twice")),
            ("remove", say("Remove"), "delete", boards.take_off, say("Taken off")),
        ):
            st.button(
                label,
                key=f"{name}_{cell.id}",
                type="tertiary",
                icon=f":material/{icon}:",
                on_click=_do,
                args=(act, *at, said),
            )


def _do(act: "partial[None]", board: str, cell: str, said: str) -> None:
    attempt(lambda: act(desk.database().whole, board, cell, actor=desk.actor()), said)


def _retitle(board: str, cell: str) -> None:
    title = st.session_state[f"title_{cell}"]
    retitle = partial(boards.retitle, desk.database().whole, board, cell, title, actor=desk.actor())
    attempt(retitle, say("Called {title}", title=title.strip()))

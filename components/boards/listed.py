"""Views and boards as a list: each leads to what it opens, and tells what changed since its reader looked last."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from components.boards.menu import draw_menu
from components.boards.opened import said_of_digest
from components.boards.words import CLOSED, NOT_FOR_ROLE, address_of, page_words, said_of, script_of
from components.ui import desk
from components.ui.text import plain, shorten
from components.ui.time_format import ago, utc_now
from domain.access.views import Cell, Pairs, View
from languages import say, say_many
from store.core.errors import StoreError
from store.ops.views import cells
from store.queries.views import digest, seen

_ICONS = {True: ":material/dashboard:", False: ":material/bookmark:"}


def draw_view(view: View, looked: datetime | None) -> None:
    """A view with the way to it; `looked` is when its reader looked at it last, None for never."""
    told = said_of(view)
    with (
        st.container(border=True, key=f"view_{view.id}"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        is_open = told.pairs is not None and desk.may_open(view.page)
        if told.pairs is None or not is_open:
            st.markdown(f"{_ICONS[view.is_board]} {plain(told.name)}", width="content")
        else:
            st.page_link(
                script_of(view.page),
                label=plain(told.name),
                icon=_ICONS[view.is_board],
                query_params=address_of(view, told.pairs),
            )
        st.caption(plain(_of(view)), width="content")
        if told.pairs is None or not is_open:
            st.space("stretch")
            st.caption(say(CLOSED) if told.pairs is None else say(NOT_FOR_ROLE), width="content")
        else:
            _draw_news(view, told.pairs, looked)
        draw_menu(view)


def _of(view: View) -> str:
    mine = view.is_of(desk.actor())
    whose = (
        ""
        if mine and not view.is_shared
        else say("shared")
        if mine
        else say("shared by {owner}", owner=shorten(view.owner, 40))
    )
    return ", ".join(filter(None, (page_words(view.page), whose)))


@st.fragment(parallel=True)
def _draw_news(view: View, pairs: Pairs, looked: datetime | None) -> None:
    """What changed since then, in a few words; of a query that is told once it is opened."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        if looked is None:
            st.caption(say("Not opened yet"), width="content")
            return
        when, nothing = ago(looked, utc_now()), say("nothing has changed")
        try:
            told = _news(view, pairs, looked)
        except (StoreError, ValueError):  # its own page says what is wrong with it
            told = ""
        if told and told != nothing:
            st.badge(told, icon=":material/update:", color="blue", help=say("Since you looked at {ago}", ago=when))
        quiet = say("Nothing has changed, looked at {ago}", ago=when)
        st.caption(quiet if told == nothing else say("Looked at {ago}", ago=when), width="content")


def _news(view: View, pairs: Pairs, since: datetime) -> str:
    db = desk.database()
    if view.is_board:
        moved = _cells_moved(cells.of_board_in(db.whole, view.id), since)
        return (
            say_many("{number} cell changed", "{number} cells changed", moved) if moved else say("nothing has changed")
        )
    found = digest.of_view(db, view.page, pairs, since, quick=True)
    return said_of_digest(found) if found else ""


def _cells_moved(there: Sequence[Cell], since: datetime) -> int:
    """In how many cells rows are others, of those that the reader may see."""
    db = desk.database()
    told = [(cell.page, seen.said(db, cell.title, cell.pairs, is_masked=cell.is_masked).pairs) for cell in there]
    found = (digest.of_view(db, page, pairs, since, quick=True) for page, pairs in told if pairs is not None)
    return sum(bool(one and one.total) for one in found)

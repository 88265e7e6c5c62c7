"""Save view: the button of the first line that keeps a page under a name, or puts a part of it on a board."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import streamlit as st

from actions import boards, views
from components.boards.opened import draw_opened
from components.boards.parts import ICONS, PARTS
from components.boards.words import attempt, attempt_once, draw_said, page_words, said_of
from components.ui import desk, query
from components.ui.header import adding
from components.ui.text import plain, shorten
from domain.access.views import BOARD, LONGEST_NAME, PAGES, PARAMETER, Pairs, View
from languages import say
from store.queries.views import seen

_OPEN = "save_view"
_NEW = ""
_WIDTH = 300  # pixels


@contextmanager
def following_views(url_path: str) -> Iterator[None]:
    """Have a page of which views are kept say which one it was opened as, and offer to keep it."""
    page = url_path.replace("-", "_")
    if page not in PAGES or not desk.may("keep_view") or not desk.may_open(page):
        yield
        return
    with adding(partial(draw_save, page), partial(draw_opened, page)):
        yield


@st.fragment
def draw_save(page: str) -> None:
    """The button, and what it opens, which is read once it is open."""
    draw_said()
    popover = st.popover(
        say("Save view"), icon=":material/bookmark_add:", key=_OPEN, type="tertiary", on_change="rerun"
    )
    if not popover.open:
        return
    with popover, st.container(width=_WIDTH):
        there = views.seen_by(desk.database().whole, desk.actor())
        _draw_change(there)
        with st.form("keep_view", border=False):
            st.text_input(
                say("Name"),
                key="view_name",
                max_chars=LONGEST_NAME,
                placeholder=say("{page} of …", page=page_words(page)),
            )
            st.toggle(
                say("Everybody of this desk sees it"), key="view_shared", help=say("With the masks of their own role")
            )
            st.form_submit_button(say("Save view"), key="keep", type="primary", on_click=_keep, args=(page,))
        if page in PARTS:
            _draw_board(page, [view for view in there if view.is_board and view.is_of(desk.actor())])


def _draw_change(there: list[View]) -> None:
    """The way to have the view that is open keep what is filtered now."""
    opened = next((view for view in there if view.id == query.first(PARAMETER)), None)
    if opened and opened.is_of(desk.actor()):
        label = say("Keep these filters in {name}", name=shorten(said_of(opened).name, 30))
        st.button(plain(label), key="keep_in", icon=":material/save:", on_click=_change, args=(opened,))


def _draw_board(page: str, own: list[View]) -> None:
    names = {view.id: said_of(view).name for view in own} | {_NEW: say("A new board")}
    parts = PARTS[page]
    st.caption(say("Or put a part of it on a board"))
    st.selectbox(say("Board"), [*names], format_func=names.__getitem__, key="board_to")
    st.selectbox(
        say("Part"),
        [*parts],
        format_func=lambda part: f"{say(parts[part].label)} ({say(parts[part].kind)})",
        key="board_part",
    )
    st.button(say("Add to board"), key="add_to_board", icon=ICONS["chart"], on_click=_add, args=(page,))


def asked_now() -> Pairs:
    """What the address asks, as it is kept."""
    return seen.kept(desk.database(), tuple(query.pairs()))


def _keep(page: str) -> None:
    name, is_shared = st.session_state["view_name"], st.session_state["view_shared"]
    pairs = asked_now()
    keep = partial(views.keep, desk.database().whole, name, page, pairs, actor=desk.actor())
    done = partial(keep, is_shared=is_shared, is_masked=desk.is_masked())
    if attempt_once(done, say("Saved: {name}", name=name.strip()), page, name, pairs, is_shared):
        st.session_state[_OPEN] = False


def _change(view: View) -> None:
    change = partial(views.change, desk.database().whole, view.id, asked_now(), actor=desk.actor())
    if attempt(lambda: change(is_masked=desk.is_masked()), say("The view keeps these filters")):
        st.session_state[_OPEN] = False


def _add(page: str) -> None:
    board, part = st.session_state["board_to"], st.session_state["board_part"]
    pairs = asked_now()
    title = f"{page_words(page)}: {say(PARTS[page][part].label).lower()}"

    def add() -> None:
        db, actor = desk.database().whole, desk.actor()
        on = board or views.keep(db, say("Board of {page}", page=page_words(page).lower()), BOARD, (), actor=actor).id
        boards.add(
            db,
            on,
            title,
            page,
            pairs,
            part,
            actor=actor,
            is_wide=PARTS[page][part].kind != "chart",
            is_masked=desk.is_masked(),
        )

    if attempt_once(add, say("On the board. See Views and boards"), board, page, part, pairs):
        st.session_state[_OPEN] = False

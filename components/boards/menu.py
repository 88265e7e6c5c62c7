"""What may be done with a view or a board: rename, share, copy, delete."""

from functools import partial

import streamlit as st

from actions import boards, views
from components.boards.words import attempt, attempt_once, said_of
from components.ui import desk
from domain.access.views import LONGEST_NAME, View
from languages import say

_WIDTH = 260  # pixels


def draw_menu(view: View) -> None:
    """A button that opens what its reader may do with it; nothing where that is nothing."""
    actor = desk.actor()
    if not view.is_ruled_by(actor) and not view.is_board:
        return
    popover = st.popover(say("More"), icon=":material/more_horiz:", key=f"more_{view.id}", type="tertiary")
    with popover, st.container(width=_WIDTH):
        if view.is_ruled_by(actor):
            _draw_ruled(view)
        if view.is_board:
            icon = ":material/content_copy:"
            st.button(say("Duplicate"), key=f"copy_{view.id}", icon=icon, on_click=_copy, args=(view,))


def _draw_ruled(view: View) -> None:
    name = said_of(view).name
    st.text_input(say("Name"), name, key=f"name_{view.id}", max_chars=LONGEST_NAME, on_change=_rename, args=(view,))
    if view.is_shared or view.is_of(desk.actor()):
        label = say("Keep it to its owner") if view.is_shared else say("Share with everybody")
        icon = ":material/lock:" if view.is_shared else ":material/group:"
        st.button(label, key=f"share_{view.id}", icon=icon, on_click=_share, args=(view,))
    st.button(say("Delete"), key=f"delete_{view.id}", icon=":material/delete:", on_click=_remove, args=(view,))


def _rename(view: View) -> None:
    name = st.session_state[f"name_{view.id}"]
    rename = partial(views.rename, desk.database().whole, view.id, name, actor=desk.actor())
    attempt(rename, say("Called {name}", name=name.strip()))


def _share(view: View) -> None:
    share = partial(views.share, desk.database().whole, view.id, actor=desk.actor(), is_shared=not view.is_shared)
    attempt(share, say("Its owner's alone now") if view.is_shared else say("Everybody of this desk sees it now"))


def _remove(view: View) -> None:
    remove = partial(views.remove, desk.database().whole, view.id, actor=desk.actor())
    attempt_once(remove, say("Deleted"), "delete", view.id)


def _copy(view: View) -> None:
    name = say("Copy of {name}", name=said_of(view).name)[:LONGEST_NAME]
    copy = partial(boards.copy, desk.database().whole, view.id, name, actor=desk.actor())
    attempt_once(lambda: copy(is_masked=desk.is_masked()), name, "copy", view.id)

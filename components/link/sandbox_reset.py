"""What is said when all links are gone at Belvo at once, and what can be done about it."""

from datetime import datetime

import streamlit as st

from actions import links as link_actions
from components.ui import desk
from components.ui.language.dialog import dialog
from components.ui.time_format import ago
from languages import msg, say, say_many
from store import Database
from store.upkeep import sandbox_reset

_ASKED = "wipe_asked"


def draw_sandbox_reset(db: Database, now: datetime) -> None:
    """A notice as long as nobody has confirmed the wipe and Belvo does not list its links again."""
    wipe = sandbox_reset.current(db)
    if wipe is None:
        return
    with st.container(border=True, gap="small", key="wipe"):
        st.warning(
            say_many(
                "{number} link went missing at Belvo all at once, {ago}: that is how the monthly wipe of its "
                "sandbox looks. Nothing was deleted here, and they are not pulled.",
                "{number} links went missing at Belvo all at once, {ago}: that is how the monthly wipe of its "
                "sandbox looks. Nothing was deleted here, and they are not pulled.",
                len(wipe.links),
                ago=ago(wipe.noticed_at, now),
            ),
            icon=":material/cleaning_services:",
        )
        with st.container(horizontal=True):
            if desk.may("pull"):
                st.button(say("Compare again"), key="wipe_compare", icon=":material/sync:", on_click=compare_links)
            if desk.may("delete"):
                st.button(say("They are gone…"), key="wipe_confirm", icon=":material/delete_sweep:", on_click=_ask)
    if st.session_state.get(_ASKED):
        _confirm(len(wipe.links))


def compare_links() -> None:
    """For a button's click: have Belvo's list of links read now."""
    link_actions.compare(desk.database().whole, actor=desk.actor())
    st.toast(say("Belvo's list of links is being read"), icon=":material/sync:")


def _ask() -> None:
    st.session_state[_ASKED] = True


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


@dialog(msg("Mark these links as deleted?"), on_dismiss=_forget)
def _confirm(number: int) -> None:
    if not st.session_state.get(_ASKED):
        st.rerun()
    st.text(
        say_many(
            "{number} link will be shown as deleted and count nowhere. Their rows stay here until each "
            "link is deleted on its own page.",
            "{number} links will be shown as deleted and count nowhere. Their rows stay here until each "
            "link is deleted on its own page.",
            number,
        )
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("Keep them"), key="wipe_keep", on_click=_forget):
            st.rerun()
        st.button(say("Mark as deleted"), key="wipe_mark", type="primary", on_click=_mark)


def _mark() -> None:
    gone = link_actions.confirm_reset(desk.database().whole, actor=desk.actor())
    _forget()
    st.session_state["said"] = say_many("{number} link marked as deleted", "{number} links marked as deleted", gone)

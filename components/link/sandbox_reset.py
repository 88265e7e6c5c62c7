"""What is said when all links are gone at Belvo at once, and what can be done about it."""

from datetime import datetime

import streamlit as st

from actions import links as link_actions
from components.ui import desk
from components.ui.text import count
from components.ui.time_format import ago
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
            f"{count(len(wipe.links), 'link')} went missing at Belvo all at once, {ago(wipe.noticed_at, now)}: that is "
            "how the monthly wipe of its sandbox looks. Nothing was deleted here, and they are not pulled.",
            icon=":material/cleaning_services:",
        )
        with st.container(horizontal=True):
            if desk.may("pull"):
                st.button("Compare again", key="wipe_compare", icon=":material/sync:", on_click=compare_links)
            if desk.may("delete"):
                st.button("They are gone…", key="wipe_confirm", icon=":material/delete_sweep:", on_click=_ask)
    if st.session_state.get(_ASKED):
        _confirm(len(wipe.links))


def compare_links() -> None:
    """For a button's click: have Belvo's list of links read now."""
    link_actions.compare(desk.database().whole, actor=desk.actor())
    st.toast("Belvo's list of links is being read", icon=":material/sync:")


def _ask() -> None:
    st.session_state[_ASKED] = True


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


@st.dialog("Mark these links as deleted?", on_dismiss=_forget)
def _confirm(number: int) -> None:
    if not st.session_state.get(_ASKED):
        st.rerun()
    st.text(
        f"{count(number, 'link')} will be shown as deleted and count nowhere. Their rows stay here until each link is "
        "deleted on its own page."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep them", key="wipe_keep", on_click=_forget):
            st.rerun()
        st.button("Mark as deleted", key="wipe_mark", type="primary", on_click=_mark)


def _mark() -> None:
    gone = link_actions.confirm_reset(desk.database().whole, actor=desk.actor())
    _forget()
    st.session_state["said"] = f"{count(gone, 'link')} marked as deleted"

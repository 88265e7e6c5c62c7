"""What can be done with a link beside pulling it: refresh, retrieve, change its access, follow it."""

from typing import get_args

import streamlit as st

from actions import links as link_actions
from belvo_client import BelvoError
from belvo_client.types import AccessMode
from components import desk
from components.connection import failure_notice
from components.retrieval import ask_retrieval
from components.text import one_line
from store.links import LinkRow

MODES: dict[AccessMode, str] = {
    "recurrent": "Belvo logs in by itself at the link's rate; a change from single starts a historical update, billed.",
    "single": "Belvo logs in only when asked.",
}


def draw_actions(link: LinkRow) -> None:
    """A button that opens them."""
    with st.popover("More", icon=":material/more_horiz:", key="link_actions", disabled=link.deleted_at is not None):
        st.button(
            "Refresh at Belvo",
            key="refresh",
            icon=":material/cloud_sync:",
            width="stretch",
            on_click=_refresh,
            args=(link.link,),
            help="Belvo logs in at the institution and reads what is new; at most every ten minutes",
        )
        st.button(
            "Retrieve…",
            key="retrieve",
            icon=":material/cloud_download:",
            width="stretch",
            on_click=ask_retrieval,
            args=(link.link,),
            help="Choose a resource and days, and read them at the institution now",
        )
        other = next(mode for mode in get_args(AccessMode) if mode != link.access_mode)
        st.button(
            f"Make it {other}",
            key="access_mode",
            icon=":material/autorenew:",
            width="stretch",
            on_click=_set_access_mode,
            args=(link.link, other),
            help=MODES[other],
        )
        st.button(
            "No longer follow it" if link.followed else "Follow it",
            key="follow",
            icon=":material/visibility_off:" if link.followed else ":material/visibility:",
            width="stretch",
            on_click=_unfollow if link.followed else _follow,
            args=(link.link,),
            help="Whether the desk pulls it by itself, by schedule and by webhook",
        )


def _refresh(link: str) -> None:
    try:
        link_actions.refresh(desk.database(), desk.client(), link, actor=desk.actor())
    except BelvoError as error:
        _say_failure(error)
        return
    st.toast("Belvo reads the link now; what is new comes by webhook", icon=":material/cloud_sync:")


def _set_access_mode(link: str, mode: AccessMode) -> None:
    try:
        link_actions.set_access_mode(desk.database(), desk.client(), link, mode, actor=desk.actor())
    except BelvoError as error:
        _say_failure(error)
        return
    st.toast(f"The link is {mode} now", icon=":material/autorenew:")


def _follow(link: str) -> None:
    link_actions.follow(desk.database(), link, actor=desk.actor())
    st.toast("The desk follows the link; a pull is queued", icon=":material/visibility:")


def _unfollow(link: str) -> None:
    link_actions.unfollow(desk.database(), link, actor=desk.actor())
    st.toast("The desk pulls the link only when asked now", icon=":material/visibility_off:")


def _say_failure(error: BelvoError) -> None:
    st.toast(one_line(failure_notice(error, "Nothing was changed.").text), icon=":material/error:")

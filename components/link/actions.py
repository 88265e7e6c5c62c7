"""What can be done with a link beside pulling it: refresh, retrieve, change its access, follow it."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from actions import links as link_actions
from belvo_client import BelvoError
from belvo_client.types import AccessMode
from components.connect.progress import failure_notice
from components.link.changes import CHANGES, ask_change
from components.link.retrieval import ask_retrieval
from components.ui import desk
from components.ui.text import plain
from store.write.links import LinkRow

_MENU = "link_actions"


def draw_actions(link: LinkRow) -> None:
    """A button that opens them."""
    gone = link.deleted_at is not None
    with st.popover("More", icon=":material/more_horiz:", key=_MENU, disabled=gone, on_change="rerun"):
        st.button(
            "Refresh at Belvo",
            key="refresh",
            icon=":material/cloud_sync:",
            width="stretch",
            on_click=_choose,
            args=(_refresh, link.link),
            help="Belvo logs in at the institution and reads what is new; at most every ten minutes",
        )
        st.button(
            "Retrieve…",
            key="retrieve",
            icon=":material/cloud_download:",
            width="stretch",
            on_click=_choose,
            args=(ask_retrieval, link.link),
            help="Choose a resource and days, and read them at the institution now",
        )
        other = next(mode for mode in get_args(AccessMode) if mode != link.access_mode)
        st.button(
            f"{CHANGES[other].verb}…",
            key="access_mode",
            icon=":material/autorenew:",
            width="stretch",
            on_click=_choose,
            args=(ask_change, other, link.link),
            help=CHANGES[other].meaning,
        )
        following = "unfollow" if link.followed else "follow"
        st.button(
            "No longer follow it…" if link.followed else "Follow it",
            key="follow",
            icon=":material/visibility_off:" if link.followed else ":material/visibility:",
            width="stretch",
            on_click=_choose,
            args=(ask_change, following, link.link),
            help=CHANGES[following].meaning,
        )


def _choose(action: Callable[..., None], *about: str) -> None:
    """Close the menu, which would lie over what the action opens, and do it."""
    st.session_state[_MENU] = False
    action(*about)


def _refresh(link: str) -> None:
    try:
        link_actions.refresh(desk.database().whole, desk.client(), link, actor=desk.actor())
    except BelvoError as error:
        said = failure_notice(error, "Nothing was changed.")
        st.toast(plain(" ".join(part for part in (said.text, said.small) if part)), icon=":material/error:")
        return
    st.toast("Belvo reads the link now; what is new comes by webhook", icon=":material/cloud_sync:")

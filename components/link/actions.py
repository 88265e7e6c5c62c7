"""What can be done with a link beside pulling it: refresh, retrieve, change its access, follow it."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from belvo_client.types import AccessMode
from components.link.changes import CHANGES, ask_change
from components.link.retrieval import ask_retrieval
from languages import say
from store.write.links import LinkRow

_MENU = "link_actions"


def draw_actions(link: LinkRow) -> None:
    """A button that opens them."""
    gone = link.deleted_at is not None
    with st.popover(say("More"), icon=":material/more_horiz:", key=_MENU, disabled=gone, on_change="rerun"):
        st.button(
            say("Refresh at Belvo…"),
            key="refresh",
            icon=":material/cloud_sync:",
            width="stretch",
            on_click=_choose,
            args=(ask_change, "refresh", link.link),
            help=say(CHANGES["refresh"].meaning),
        )
        st.button(
            say("Retrieve…"),
            key="retrieve",
            icon=":material/cloud_download:",
            width="stretch",
            on_click=_choose,
            args=(ask_retrieval, link.link),
            help=say("Choose a resource and days, and read them at the institution now"),
        )
        other = next(mode for mode in get_args(AccessMode) if mode != link.access_mode)
        st.button(
            f"{say(CHANGES[other].verb)}…",
            key="access_mode",
            icon=":material/autorenew:",
            width="stretch",
            on_click=_choose,
            args=(ask_change, other, link.link),
            help=say(CHANGES[other].meaning),
        )
        following = "unfollow" if link.followed else "follow"
        st.button(
            say("No longer follow it…") if link.followed else say("Follow it"),
            key="follow",
            icon=":material/visibility_off:" if link.followed else ":material/visibility:",
            width="stretch",
            on_click=_choose,
            args=(ask_change, following, link.link),
            help=say(CHANGES[following].meaning),
        )


def _choose(action: Callable[..., None], *about: str) -> None:
    """Close the menu, which would lie over what the action opens, and do it."""
    st.session_state[_MENU] = False
    action(*about)

"""The ways to Connect: to a new account, and to a link's repair, where a click opens the widget, or Belvo's portal."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from components.ui import desk

Way = Literal["repair", "renew"]
"""The parameter of Connect that names the link: to be repaired, or whose consent is to be renewed."""

_CONNECT = "pages/connect.py"
_WANTED, _NOW = "repair_wanted", "repair_now"


def go_repair(link: str, way: Way = "repair") -> None:
    """For a button's click: the next run goes to the link's repair."""
    st.session_state[_WANTED] = (way, link)


def follow_repair() -> None:
    """Go where a click on a repair button leads."""
    if wanted := st.session_state.pop(_WANTED, None):
        way, link = wanted
        st.session_state[_NOW] = link
        st.switch_page(_CONNECT, query_params={way: link})


def asked_for(link: str) -> bool:
    """Whether a click has just led here to repair this link; true once, so that a reload opens nothing."""
    return bool(st.session_state.pop(_NOW, None) == link)


def draw_way_to_connect(label: str, query: Mapping[str, str | Sequence[str]] | None = None) -> None:
    """A link to where accounts are connected, its form filled in by `query`; nothing for a role without that page."""
    if desk.may_open(_CONNECT):
        desk.draw_way(
            _CONNECT, label=label, icon=":material/add_link:", query_params=dict(query) if query is not None else None
        )

"""The way to a link's repair, from wherever it shows: a click opens the widget in update mode, or Belvo's portal."""

from typing import Literal

import streamlit as st

Way = Literal["repair", "renew"]
"""The parameter of Connect that names the link: to be repaired, or whose consent is to be renewed."""

_WANTED, _NOW = "repair_wanted", "repair_now"


def go_repair(link: str, way: Way = "repair") -> None:
    """For a button's click: the next run goes to the link's repair."""
    st.session_state[_WANTED] = (way, link)


def follow_repair() -> None:
    """Go where a click on a repair button leads."""
    if wanted := st.session_state.pop(_WANTED, None):
        way, link = wanted
        st.session_state[_NOW] = link
        st.switch_page("pages/connect.py", query_params={way: link})


def asked_for(link: str) -> bool:
    """Whether a click has just led here to repair this link; true once, so that a reload opens nothing."""
    return bool(st.session_state.pop(_NOW, None) == link)

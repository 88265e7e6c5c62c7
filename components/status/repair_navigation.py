"""The way to a link's repair, from wherever it shows: a click opens the widget in update mode."""

import streamlit as st

_WANTED, _NOW = "repair_wanted", "repair_now"


def go_repair(link: str) -> None:
    """For a button's click: the next run goes to the link's repair."""
    st.session_state[_WANTED] = link


def follow_repair() -> None:
    """Go where a click on a repair button leads."""
    if wanted := st.session_state.pop(_WANTED, None):
        st.session_state[_NOW] = wanted
        st.switch_page("pages/connect.py", query_params={"repair": wanted})


def asked_for(link: str) -> bool:
    """Whether a click has just led here to repair this link; true once, so that a reload opens nothing."""
    return bool(st.session_state.pop(_NOW, None) == link)

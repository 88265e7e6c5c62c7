"""Pages that go on by themselves once there is something to show."""

from collections.abc import Callable

import streamlit as st


def rerun_once(there: Callable[[], bool]) -> None:
    """Look every two seconds, at next to no cost, and run the page again when it is there; draws nothing."""

    @st.fragment(run_every="2s")
    def look() -> None:
        if there():
            st.rerun()

    look()

"""Pages that go on by themselves once there is something to show."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from store import Database
from store.queries.links import overview


def rerun_once(there: Callable[[], bool]) -> None:
    """Look every two seconds, at next to no cost, and run the page again when it is there; draws nothing."""

    @st.fragment(run_every="2s")
    def look() -> None:
        if there():
            st.rerun()

    look()


def follow_changes(db: Database) -> None:
    """Run the page again within two seconds of a change of what it shows; draws nothing, and costs next to nothing.

    Comes before the page reads anything.
    """
    drawn = overview.mark(db)

    @st.fragment(run_every="2s")
    def look() -> None:
        if overview.mark(db) != drawn:
            st.rerun()

    look()


@st.fragment(run_every=timedelta(days=1))
def follow_server() -> None:
    """Have the browser run the page again once a server that was started anew answers; draws nothing.

    A browser that finds its server again asks for a run only where something on the page ticks.
    """

"""Pages that go on by themselves once there is something to show."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from components.ui import desk
from components.ui.following.open_pages import Question, wait_for
from store.queries.links import overview


def rerun_once(there: Callable[[], bool]) -> None:
    """Look every two seconds, at next to no cost, and run the page again when it is there."""
    wait_for(Question(there, there), drawn=False)


def follow_changes() -> None:
    """Run the page again within two seconds of a change of what it shows, at next to no cost.

    Comes before the page reads anything.
    """
    wait_for(Question("changes", lambda: overview.mark(desk.context().database)), overview.mark(desk.database()))


@st.fragment(run_every=timedelta(days=1))
def follow_server() -> None:
    """Have the browser run the page again once a server that was started anew answers; draws nothing.

    A browser that finds its server again asks for a run only where something on the page ticks.
    """

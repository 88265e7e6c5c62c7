"""Pages that go on by themselves once there is something to show."""

from collections.abc import Callable
from datetime import datetime, timedelta

import streamlit as st

from components.ui import desk
from components.ui.following.open_pages import Question, wait_for
from components.ui.time_format import utc_now
from store import Database
from store.queries.links import overview

_MINUTE = timedelta(minutes=1)

Mark = Callable[[Database], object]
"""Reads, at next to no cost, what is another value as soon as a page has something else to show."""


def rerun_once(there: Callable[[], bool]) -> None:
    """Look every two seconds, at next to no cost, and run the page again when it is there."""
    wait_for(Question(there, there), drawn=False)


def follow_changes(mark: Mark = overview.mark) -> None:
    """Run the page again within two seconds of a change of what it shows, at next to no cost.

    So it is once a minute, since it says how long ago things were, and when the local Belvo's clock is moved. Comes
    before the page reads anything.
    """
    wait_for(Question(mark, lambda: mark(desk.context().database)), mark(desk.database()))
    wait_for(Question("clocks", lambda: _clocks(desk.found_ahead())), _clocks(desk.ahead()))


def _clocks(ahead: timedelta) -> tuple[datetime, int]:
    """The minute that it is, and by how many Belvo's clock is ahead."""
    return utc_now().replace(second=0, microsecond=0), round(ahead / _MINUTE)


@st.fragment(run_every=timedelta(days=1))
def follow_server() -> None:
    """Have the browser run the page again once a server that was started anew answers; draws nothing.

    A browser that finds its server again asks for a run only where something on the page ticks.
    """

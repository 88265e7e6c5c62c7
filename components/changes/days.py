"""Between which two days, or since which pull, the page tells what changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from components.ui import desk, query
from components.ui.text import plain
from components.ui.time_format import day, exact, seen_at
from domain.changes import week_old
from store import Database, known
from store.queries import changes
from store.queries.changes import Stretch

SINCE, UNTIL = "changed_since", "changed_until"
_WIDTH = 135
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Days:
    """What the address asks for; `pull` is when that pull ended since which is told where no day is asked for."""

    since: date | None
    until: date | None
    pull: datetime | None

    @property
    def are_in_order(self) -> bool:
        """Whether there is something between them."""
        return self.since is None or self.until is None or self.since < self.until


def asked_days(db: Database, links: list[str]) -> Days:
    """The days of the address; the last one is otherwise the one as known on which the page is told."""
    since, until = query.chosen_day(SINCE), query.chosen_day(UNTIL) or desk.known_day()
    end = known.end_of(until) if until else seen_at()
    return Days(since, until, None if since else week_old(changes.ended(db, links), end))


def stretch_of(days: Days, links: list[str]) -> Stretch | None:
    """The instants that the days end at; None where nothing was pulled yet."""
    if days.since is None and days.pull is None:
        return None
    since = known.end_of(days.since) if days.since else (days.pull or seen_at()) + _NEXT
    return Stretch(tuple(links), since, known.end_of(days.until) if days.until else None)


def draw_days(db: Database, days: Days) -> None:
    """Where the days are chosen, and what is told where nobody chooses."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changed_days"):
        query.day("From the end of", SINCE, width=_WIDTH)
        query.day("To the end of", UNTIL, width=_WIDTH)
    st.caption(plain(" ".join(filter(None, (_said(days), _exactness(db, days))))))


def _said(days: Days) -> str:
    to = f"to the end of {day(days.until)}" if days.until else "to now"
    if days.since:
        return f"From the end of {day(days.since)} {to}."
    if days.pull is None:
        return ""
    is_old = days.pull <= seen_at() - timedelta(7)
    which = "the last pull that is a week old" if is_old else "the first pull"
    return f"From the end of {which}, {exact(days.pull, st.context.timezone)}, {to}."


def _exactness(db: Database, days: Days) -> str:
    """What can't be told, since it was deleted for its age."""
    first = known.extent_of(db).exact
    since = days.since or (known.day_of(days.pull) if days.pull else None)
    if first is None or since is None or since >= first:
        return ""
    return f"Exact from {day(first)} on: what rows said before that is no longer kept."

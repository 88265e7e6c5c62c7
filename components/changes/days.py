"""Between which two days or pulls the page tells what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from components.row.origin import reason_of
from components.ui import desk, query
from components.ui.drawers import TO_PULL
from components.ui.text import plain
from components.ui.time_format import day, exact, seen_at
from domain.changes import week_old
from languages import msg, say
from store import Database, known
from store.queries import changes
from store.queries.changes import Ended, Stretch

SINCE, UNTIL = "changed_since", "changed_until"
FROM_PULL = "changed_from_pull"
PARAMETERS = (SINCE, UNTIL, FROM_PULL, TO_PULL)
_WIDTH, _WIDE = 135, 255
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Days:
    """What the address asks for: each end is a pull, or else a day.

    `pull` is when that pull ended since which is told where nothing is asked for; `pulls` are those to choose from.
    """

    since: date | None
    until: date | None
    pull: datetime | None
    from_pull: Ended | None = None
    to_pull: Ended | None = None
    pulls: Sequence[Ended] = ()

    @property
    def begins(self) -> datetime | None:
        """The instant from which on is told; of a pull that nothing is said before, from just before it began."""
        if self.from_pull:
            return self.from_pull.at + _NEXT
        if self.since:
            return known.end_of(self.since)
        if self.to_pull:
            return self.to_pull.began - _NEXT
        return self.pull + _NEXT if self.pull else None

    @property
    def ends(self) -> datetime | None:
        """The instant up to which is told; None for now."""
        if self.to_pull:
            return self.to_pull.at + _NEXT
        return known.end_of(self.until) if self.until else None

    @property
    def are_in_order(self) -> bool:
        """Whether there is something between them."""
        return self.begins is None or self.ends is None or self.begins < self.ends


def asked_days(db: Database, links: list[str]) -> Days:
    """The days or pulls of the address; the last one is otherwise the day as known on which the page is told."""
    since, until = query.chosen_day(SINCE), query.chosen_day(UNTIL) or desk.known_day()
    end = known.end_of(until) if until else seen_at()
    pulls = changes.ended_pulls(db, links, known.end_of(last) if (last := desk.known_day()) else None)
    by_number = {str(pull.job): pull for pull in pulls}
    first, second = (by_number.get(query.first(name) or "") for name in (FROM_PULL, TO_PULL))
    usual = None if since or first or second else week_old(changes.ended(db, links), end)
    return Days(since, until, usual, first, second, pulls)


def stretch_of(days: Days, links: list[str]) -> Stretch | None:
    """The instants between which is told; None where nothing was pulled yet."""
    return Stretch(tuple(links), days.begins, days.ends) if days.begins else None


def draw_days(db: Database, days: Days, names: Mapping[str, str] | None = None) -> None:
    """Where days and pulls are chosen, and what is told where nobody chooses; `names` has a label for each link."""
    labels = {str(pull.job): _label(pull, names) for pull in days.pulls}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="changed_days"):
        query.day(say("From the end of"), SINCE, width=_WIDTH, drops=(FROM_PULL,))
        query.choose_one(
            say("From the end of a pull"),
            FROM_PULL,
            labels,
            width=_WIDE,
            placeholder=say("or of a pull"),
            drops=(SINCE,),
        )
        query.day(say("To the end of"), UNTIL, width=_WIDTH, drops=(TO_PULL,))
        query.choose_one(
            say("To the end of a pull"), TO_PULL, labels, width=_WIDE, placeholder=say("or of a pull"), drops=(UNTIL,)
        )
    st.caption(plain(" ".join(filter(None, (_said(days), _exactness(db, days))))))


def _label(pull: Ended, names: Mapping[str, str] | None) -> str:
    whose = (names or {}).get(pull.link)
    told = [exact(pull.at, st.context.timezone), reason_of(pull.reason), whose]
    return " \u00b7 ".join(filter(None, told))


def _said(days: Days) -> str:
    begins = "pull" if days.from_pull else "day" if days.since else ""
    if not begins:
        if days.to_pull:
            return say("By the pull of {end}.", end=exact(days.to_pull.at, st.context.timezone))
        if days.pull is None:
            return ""
        begins = "week" if days.pull <= seen_at() - timedelta(7) else "first"
    ends = "pull" if days.to_pull else "day" if days.until else "now"
    return say(_BETWEEN[begins, ends], start=_start(days), end=_end(days))


def _start(days: Days) -> str:
    if days.since and not days.from_pull:
        return day(days.since)
    at = days.from_pull.at if days.from_pull else days.pull
    return exact(at, st.context.timezone) if at else ""


def _end(days: Days) -> str:
    if days.to_pull:
        return exact(days.to_pull.at, st.context.timezone)
    return day(days.until) if days.until else ""


_BETWEEN = {
    ("pull", "pull"): msg("From the end of the pull of {start} to the end of the pull of {end}."),
    ("pull", "day"): msg("From the end of the pull of {start} to the end of {end}."),
    ("pull", "now"): msg("From the end of the pull of {start} to now."),
    ("day", "pull"): msg("From the end of {start} to the end of the pull of {end}."),
    ("day", "day"): msg("From the end of {start} to the end of {end}."),
    ("day", "now"): msg("From the end of {start} to now."),
    ("week", "day"): msg("From the end of the last pull that is a week old, {start}, to the end of {end}."),
    ("week", "now"): msg("From the end of the last pull that is a week old, {start}, to now."),
    ("first", "day"): msg("From the end of the first pull, {start}, to the end of {end}."),
    ("first", "now"): msg("From the end of the first pull, {start}, to now."),
}
"""By what it is told from and up to: a pull or a day that is asked for, or the pull that is taken where none is."""


def _exactness(db: Database, days: Days) -> str:
    """What can't be told, since it was deleted for its age."""
    first = known.extent_of(db).exact
    since = days.since or (known.day_of(days.begins) if days.begins else None)
    if first is None or since is None or since >= first:
        return ""
    return say("Exact from {day} on: what rows said before that is no longer kept.", day=day(first))

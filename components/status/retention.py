"""What went for its age: how long things are kept, what was deleted lately, and what is on hold."""

from datetime import timedelta

import streamlit as st

from components.ui.text import count, plain
from components.ui.time_format import ago, utc_now
from languages import grouped, say
from settings import Settings
from store import Database
from store.core import instants
from store.upkeep import ages
from store.write import holds

_LATELY = timedelta(days=7)


def draw_retention(db: Database, settings: Settings) -> None:
    """A card for the page of health."""
    now = utc_now()
    last, taken = ages.told(db, since=instants.encode(now - _LATELY))
    with st.container(border=True, gap="small", key="retention"):
        st.subheader(say("Retention"), anchor=False)
        st.text(_kept(settings))
        st.text(_taken(taken))
        looked = (
            say("Looked at {ago}.", ago=ago(instants.decode(last), now))
            if last
            else say("The worker has not looked at it yet.")
        )
        number = len(holds.table(db))
        held = say("On hold: {number}.", number=grouped(number)) if number else ""
        more = say("docs/retention.md says what each setting takes.")
        st.caption(plain(" ".join(filter(None, (looked, held, more)))))


def _kept(settings: Settings) -> str:
    spans = {
        say("rows"): settings.keep_rows_days,
        say("earlier bodies"): settings.keep_versions_days,
        say("webhooks"): settings.keep_webhooks_days or settings.history_kept_days,
        say("widget sessions"): settings.keep_sessions_days or settings.history_kept_days,
        say("calls"): settings.calls_kept_days,
        say("their bodies"): settings.bodies_kept_days,
        say("the audit"): settings.audit_days,
    }
    return say("Kept: {spans}.", spans=", ".join(f"{what} {_days(days)}" for what, days in spans.items()))


def _days(days: int | None) -> str:
    return count(days, "day") if days else say("until erased")


def _taken(taken: dict[str, int]) -> str:
    if not taken:
        return say("Nothing was old enough in the last 7 days.")
    most = sorted(taken.items(), key=lambda one: -one[1])
    told = ", ".join(f"{grouped(number)} {table}" for table, number in most)
    return say("Deleted for their age in the last 7 days: {told}.", told=told)

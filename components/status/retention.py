"""What went for its age: how long things are kept, what was deleted lately, and what is on hold."""

from datetime import timedelta

import streamlit as st

from components.ui.text import count, plain
from components.ui.time_format import ago, utc_now
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
        st.subheader("Retention", anchor=False)
        st.text(_kept(settings))
        st.text(_taken(taken))
        looked = f"Looked at {ago(instants.decode(last), now)}." if last else "The worker has not looked at it yet."
        number = len(holds.table(db))
        held = f" On hold: {number:,}." if number else ""
        st.caption(plain(f"{looked}{held} docs/retention.md says what each setting takes."))


def _kept(settings: Settings) -> str:
    spans = {
        "rows": settings.keep_rows_days,
        "earlier bodies": settings.keep_versions_days,
        "webhooks": settings.keep_webhooks_days or settings.history_kept_days,
        "widget sessions": settings.keep_sessions_days or settings.history_kept_days,
        "calls": settings.calls_kept_days,
        "their bodies": settings.bodies_kept_days,
        "the audit": settings.audit_days,
    }
    return "Kept: " + ", ".join(f"{what} {_days(days)}" for what, days in spans.items()) + "."


def _days(days: int | None) -> str:
    return count(days, "day") if days else "until erased"


def _taken(taken: dict[str, int]) -> str:
    if not taken:
        return "Nothing was old enough in the last 7 days."
    most = sorted(taken.items(), key=lambda one: -one[1])
    return "Deleted for their age in the last 7 days: " + ", ".join(f"{n:,} {table}" for table, n in most) + "."

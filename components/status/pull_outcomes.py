"""How pulls went lately: bank by bank, day by day, and the newest."""

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from components.ui import charts, states
from components.ui.chart.card import draw_chart
from components.ui.files.content import Numbers
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, one_line
from components.ui.time_format import day, reader_zone
from domain.link_state.kept import KEPT
from languages import grouped, msg, say, say_many
from store import Database
from store.core import instants
from store.ops import pull_outcomes
from store.write import links

DAYS = 14
MOST_BANKS = 8

_COUNTS = Numbers(adds_up=["done", "failed"])

LATEST = Table(
    {
        "started_at": Column(msg("Started"), 95, "ago"),
        "person": Column(msg("Person"), 170, "text"),
        "bank": Column(msg("Institution"), 180, "link"),
        "state": Column(msg("State"), 120, "state", states=states.PULLS),
        "resources": Column(msg("Resources"), 90, "count", help=msg("Kinds of data that were read")),
        "added": Column(msg("New"), 70, "count", help=msg("Rows that were not there before"), adds_up=True),
        "changed": Column(msg("Changed"), 80, "count", adds_up=True),
        "deleted": Column(msg("Gone"), 70, "count", help=msg("Rows that Belvo no longer has"), adds_up=True),
        "error": Column(msg("Error"), optional=True),
    },
    alt=msg("Pulls, newest first"),
    empty=msg("Nothing was pulled yet."),
    most=None,
)


def draw_outcomes(db: Database, now: datetime) -> None:
    """Two charts: what was read and what failed at each bank, and what failed on each of the reader's days."""
    since = instants.encode(now - timedelta(days=DAYS))
    banks, hours = told_apart(pull_outcomes.by_institution(db, since)), pull_outcomes.by_hour(db, since)
    if banks.empty:
        return
    with st.grid(2, min_column_width=420, gap="small"):
        draw_chart(
            say("Pulls by bank, {days} days", days=DAYS),
            _of_banks(banks),
            charts.outcomes(banks.head(MOST_BANKS)),
            about=say("Resources read by bank:"),
            key="pulls_by_bank",
            rows=banks,
            numbers=_COUNTS,
        )
        days = by_day(hours, now)
        draw_chart(
            say("Failures by day, {days} days", days=DAYS),
            _of_days(days),
            charts.failures(days) if days["failed"].any() else None,
            about=say("Failures by day:"),
            key="pulls_by_day",
            rows=days,
            numbers=_COUNTS,
        )


def by_day(hours: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """The reader's last days, with what pull_outcomes.by_hour has of each: day in words, done, failed."""
    zone = reader_zone()
    mine = hours.assign(date=[hour.astimezone(zone).date() for hour in hours["hour"]])
    last = now.astimezone(zone).date()
    dates = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    sums = mine.groupby("date")[["done", "failed"]].sum().reindex(dates, fill_value=0)
    return sums.assign(day=[day(date) for date in dates]).reset_index(drop=True)


def draw_latest(db: Database, *, limit: int) -> None:
    """The newest pulls, a row each."""
    rows = pull_outcomes.latest(db, limit=limit)
    told = zip(rows["error_code"], rows["error_message"], strict=True)
    errors = [": ".join(filter(None, (code, KEPT.say(message or "")))) for code, message in told]
    known = links.several(db, [*rows["link"].unique()])
    banks = {link: one.display_name or one.institution or "" for link, one in known.items()}
    persons = {link: one.person for link, one in known.items()}
    whose = rows.assign(person=rows["link"].map(persons), error=errors if any(errors) else None)
    draw_table(whose, LATEST, key="pulls", names=banks, file="pulls")


def told_apart(banks: pd.DataFrame) -> pd.DataFrame:
    """Banks of one name in two countries with Belvo's name of each behind it."""
    longer = banks["name"] + " · " + banks["institution"]
    return banks.assign(name=banks["name"].mask(banks["name"].duplicated(keep=False), longer))


def _of_banks(banks: pd.DataFrame) -> str:
    read, failed = int(banks["done"].sum()), int(banks["failed"].sum())
    told = [
        say_many(
            "{number} resource read, {failed} failed",
            "{number} resources read, {failed} failed",
            read,
            failed=grouped(failed),
        )
    ]
    if failed:
        worst = banks.sort_values("failed").iloc[-1]
        told.append(say("most at {bank}: {failed}", bank=one_line(worst["name"]), failed=grouped(worst["failed"])))
    if len(banks) > MOST_BANKS:
        told.append(say("the {number} busiest of {banks} banks", number=MOST_BANKS, banks=grouped(len(banks))))
    return "; ".join(told)


def _of_days(days: pd.DataFrame) -> str:
    failed = days[days["failed"] > 0]
    if failed.empty:
        return say("None failed")
    worst = failed.sort_values("failed").iloc[-1]
    return say_many(
        "{number} failed on {days}; most on {day}: {most}",
        "{number} failed on {days}; most on {day}: {most}",
        int(failed["failed"].sum()),
        days=count(len(failed), "day"),
        day=worst["day"],
        most=grouped(worst["failed"]),
    )

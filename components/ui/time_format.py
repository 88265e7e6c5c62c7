"""Instants and days as people say them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components.ui import desk
from domain.partial_months import Months
from domain.partial_months import month_start as month_start
from languages import day as day
from languages import decimal, grouped, msg, say
from languages import month as month
from store.known import end_of

_MOMENT = timedelta(microseconds=1)
_STEPS = ((timedelta(minutes=1), 60, "min"), (timedelta(hours=1), 24, "h"), (timedelta(days=1), 30, "days"))


def ago(instant: datetime, now: datetime) -> str:
    """`just now`, `3 min ago`, `yesterday`, `12 days ago`, `on 3 Oct 2026`; `in 5 min` for what is to come."""
    distance = abs(now - instant)
    if distance < timedelta(seconds=45):
        return say("just now")
    for unit, limit, name in _STEPS:
        amount = max(1, round(distance / unit))
        if amount < limit:
            return _phrase(amount, name, past=instant <= now)
    return say("on {day}", day=day(day_of(instant)))


def _phrase(amount: int, name: str, *, past: bool) -> str:
    if name == "days" and amount == 1:
        return say("yesterday") if past else say("tomorrow")
    gone, to_come = _PHRASES[name]
    return say(gone if past else to_come, number=grouped(amount))


_PHRASES = {
    "min": (msg("{number} min ago"), msg("in {number} min")),
    "h": (msg("{number} h ago"), msg("in {number} h")),
    "days": (msg("{number} days ago"), msg("in {number} days")),
}
"""For what is past, and for what is to come."""


def exact(instant: datetime, zone: str | None = None) -> str:
    """`24 Nov 2026, 05:21:08 UTC`; in the reader's own time zone where it is known, and in UTC, as logs have it."""
    local, there = instant.astimezone(_zone(zone)), instant.astimezone(UTC)
    said = f"{day(local.date())}, {local:%H:%M:%S %Z}"
    if local.utcoffset() == timedelta():
        return said
    at = f"{there:%H:%M:%S}" if there.date() == local.date() else f"{day(there.date())}, {there:%H:%M:%S}"
    return f"{said} ({at} UTC)"


def clock(instant: datetime, zone: str | None = None) -> str:
    """`14:05`, in the reader's own time zone where it is known, and in UTC."""
    return f"{instant.astimezone(_zone(zone)):%H:%M}"


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def span(seconds: float) -> str:
    """How long something took: `0.4 s`, `12 s`, `3 min 5 s`."""
    if seconds < 10:
        return f"{decimal(seconds, 1)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def utc_now() -> datetime:
    """This instant, by this machine's clock, which all that the desk does itself is stamped with."""
    return datetime.now(UTC)


def month_names(firsts: Iterable[datetime], partial: Months = frozenset()) -> list[str]:
    """`Nov 2026`, and `Nov 2026 (part)`."""
    every = ((month(first), first.date() in partial) for first in firsts)
    return [say("{month} (part)", month=name) if is_part else name for name, is_part in every]


def said_in_part(firsts: Iterable[datetime], partial: Months) -> str:
    """What a chart says of those of its months: `; Nov 2024 and Nov 2026 in part`; nothing where all are whole."""
    names = [month(first) for first in sorted({*firsts}) if first.date() in partial]
    return say("; {months} in part", months=say(" and ").join(names)) if names else ""


def seen_at() -> datetime:
    """The instant as of which the page is told: this one, or the end of the day as known on which it is."""
    day = desk.known_day()
    return min(end_of(day) - _MOMENT, utc_now()) if day else utc_now()


def belvo_now() -> datetime:
    """That instant by Belvo's clock, which what Belvo has is stamped with; in `local` that clock can be moved."""
    return seen_at() + desk.ahead()


def today() -> date:
    """The day that it is for the reader: by Belvo's clock, in the time zone of the reader's browser.

    On a page as known on a day, that day, which is the desk's.
    """
    day = desk.known_day()
    return min((end_of(day) - _MOMENT + desk.ahead()).astimezone().date(), _today()) if day else _today()


def _today() -> date:
    return day_of(utc_now() + desk.ahead())


def day_of(instant: datetime) -> date:
    """The reader's day on which an instant falls."""
    return instant.astimezone(reader_zone()).date()


def start_of(day: date) -> datetime:
    """The instant, in UTC, at which a day begins for the reader."""
    return datetime.combine(day, time(), tzinfo=reader_zone()).astimezone(UTC)


def reader_zone() -> tzinfo:
    """The time zone of the reader's browser, or UTC where it does not say."""
    named, minutes = st.context.timezone, st.context.timezone_offset
    try:
        return ZoneInfo(named or "UTC")
    except (ZoneInfoNotFoundError, ValueError):  # a name that this machine does not know yet
        return UTC if minutes is None else timezone(-timedelta(minutes=minutes))

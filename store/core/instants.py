"""Instants as fixed-width UTC text, which sorts and compares as time does."""

import re
from datetime import UTC, date, datetime, timedelta

_HOURS = {"h": 1, "d": 24}
WIDTH = len("2026-11-24T05:21:08.000000Z")

_FIRST, _END = "1900", "9000"
"""What lies outside is said for want of an instant, as 0001-01-01 and 9999-12-31 are; the body has it."""


def encode(value: str | datetime) -> str:
    """`2026-11-24T05:21:08.000000Z` for any ISO text or datetime; without an offset it is taken as UTC.

    Raises ValueError for text that is no instant.
    """
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def decode(text: str) -> datetime:
    """The instant as an aware datetime in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def now() -> str:
    """This instant, encoded."""
    return encode(datetime.now(UTC))


def parse(value: object) -> str | None:
    """Belvo's timestamp encoded, or None where it cannot be read or meant: it may end up where no calendar leads."""
    if not isinstance(value, str):
        return None
    try:
        if len(value) == WIDTH and value[10] == "T" and value[-1] == "Z":
            datetime.fromisoformat(value)  # as Belvo mostly writes them: only to be checked
            encoded = value
        else:
            encoded = encode(value)
    except (ValueError, OverflowError):
        return None
    return encoded if _FIRST <= encoded < _END else None


def parse_day(value: object) -> str | None:
    """The bank's own calendar day, `2026-11-24`, never converted; None where it cannot be read."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def day_beside(day: str, days: int) -> str:
    """The day so many days later; itself where there is none, since calendars end with 9999-12-31."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return day


def span(text: str | None) -> timedelta | None:
    """The length of `7d` or `24h`, as Belvo writes refresh rates; None for anything else."""
    match = re.fullmatch(r"(\d{1,6})([hd])", text or "", re.ASCII)
    return timedelta(hours=int(match[1]) * _HOURS[match[2]]) if match else None

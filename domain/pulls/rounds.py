"""When a link is pulled although nothing has asked for it: once an interval, at a moment of its own.

The moments of all links are spread over the interval, and stay what they are; so no hour has more to do than another.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EARLY = 1 / 24
"""How much of the interval a link may be pulled before its moment, with others whose calls it then shares."""

AT_ONCE = 50
"""Links whose rounds wait at once, and which one call asks for."""

LARGEST = 200
"""Rows of a link up to which its list is shared with others: of a longer one, calls of its own cost hardly more."""

LONG = 1000
"""Rows of a list that come in one call, which tells more than their count alone."""

WHOLE_EVERY = timedelta(days=7)
"""How often everything is listed whole, whatever Belvo says of when it has accessed a link."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def moment(link: str, interval: timedelta, now: datetime) -> datetime:
    """The link's last moment."""
    digest = int.from_bytes(hashlib.sha256(link.encode()).digest()[:8], "big")
    share = interval * (digest / 2**64)
    return now - (now - _EPOCH - share) % interval


def is_due(link: str, ended_at: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Whether the link's moment has come since its last round, or that is longer ago than an interval.

    One that is yet to end was noted before this machine's clock was set back.
    """
    if ended_at is None or not timedelta() <= now - ended_at <= interval:
        return True
    return ended_at < moment(link, interval, now) - interval * EARLY


def is_soon(link: str, ended_at: datetime, interval: timedelta, now: datetime) -> bool:
    """Whether it will be due within so short a time that it may be pulled now."""
    return is_due(link, ended_at, interval, now + interval * EARLY)


@dataclass(frozen=True, slots=True)
class Round:
    """The last pull of everything of a link that ended well, and when Belvo had accessed the link by then.

    Belvo has accessed it again after `accessed_since`, an instant of this machine's, unless that is None.
    """

    ended_at: datetime
    accessed_at: str | None = None
    accessed_since: datetime | None = None


def is_quiet(last: Round | None, accessed_at: str | None, waits_for: Collection[str]) -> bool:
    """Whether Belvo says that it has not accessed the link since its last round, and nothing is waited for.

    Where it says nothing, anything may be new.
    """
    return last is not None and accessed_at is not None and accessed_at == last.accessed_at and not waits_for


def is_recent(instant: datetime | None, now: datetime) -> bool:
    """Whether a list that was read whole at that time need not be read whole yet."""
    return instant is not None and timedelta() <= now - instant < WHOLE_EVERY

"""Links that are due for a pull that nobody asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.pulls import rounds
from store.core import instants
from store.engine import Connection, Row

SCHEDULE = "schedule"
"""The reason of such a pull."""

SHORTEST = timedelta(hours=1)
"""However often a link is refreshed, and between two tries of a pull that fails."""


def due(connection: Connection, every: timedelta, *, now: str | None = None) -> list[str]:
    """Links to be pulled although no webhook has asked for it, since one may have been lost; at most as many as wait.

    That is each one that Belvo refreshes by itself, that is followed and valid, and whose moment has come in an
    interval of `every`, of its refresh rate, or of half of what Belvo keeps its data for (`stale_in`). Others whose
    moment is near come with them, since they share their calls.
    """
    moment = instants.decode(now or instants.now())
    waiting: int = connection.execute(_WAITING, {"reason": SCHEDULE}).fetchone()[0]
    if waiting >= rounds.AT_ONCE:
        return []
    candidates = [_candidate(row, every) for row in connection.execute(_RECURRENT, {"now": instants.encode(moment)})]
    awake = [one for one in candidates if _is_over(one.tried_at, moment)]
    found = [one.link for one in awake if rounds.is_due(one.link, one.ended_at, one.interval, moment)]
    if found or waiting:
        known = [(one, one.ended_at) for one in awake if one.ended_at and one.link not in found]
        found += [one.link for one, ended_at in known if rounds.is_soon(one.link, ended_at, one.interval, moment)]
    return found[: rounds.AT_ONCE - waiting]


@dataclass(frozen=True, slots=True)
class _Candidate:
    link: str
    interval: timedelta
    ended_at: datetime | None
    tried_at: str | None


def _candidate(row: Row, every: timedelta) -> _Candidate:
    retention = instants.span(row["stale_in"])
    interval = min(every, instants.span(row["refresh_rate"]) or every, retention / 2 if retention else every)
    ended_at = instants.decode(row["ended_at"]) if row["ended_at"] else None
    return _Candidate(row["link"], max(interval, SHORTEST), ended_at, row["tried_at"])


def _is_over(instant: str | None, now: datetime) -> bool:
    """An instant that is yet to come was noted before the clock was set back."""
    return instant is None or not timedelta() <= now - instants.decode(instant) <= SHORTEST


_WAITING = "SELECT count(*) FROM jobs WHERE state = 'queued' AND reason = :reason"

_RECURRENT = """
    SELECT links.id AS link, links.refresh_rate, links.stale_in,
        (SELECT ended_at FROM rounds WHERE link = links.id) AS ended_at,
        (SELECT max(created_at) FROM jobs WHERE link = links.id AND resources <> '' AND created_at <= :now) AS tried_at
    FROM links
    WHERE links.deleted_at IS NULL AND links.followed = 1 AND links.access_mode = 'recurrent' AND links.status = 'valid'
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE link = links.id AND state IN ('queued', 'running'))
        AND NOT EXISTS (SELECT 1 FROM reset_links WHERE link = links.id)
    ORDER BY ended_at NULLS FIRST, links.key
"""

"""Links that are due for a pull that nobody asked for."""

import sqlite3
from datetime import datetime, timedelta

from store.core import instants

SHORTEST = timedelta(hours=1)
"""However often a link is refreshed, and between two tries of a pull that fails."""


def due(connection: sqlite3.Connection, every: timedelta, *, now: str | None = None) -> list[str]:
    """Links to be pulled although no webhook has asked for it, since one may have been lost.

    That is each one that Belvo refreshes by itself, that is followed and valid, and whose oldest listing is older than
    `every`, than its refresh rate, or than half of what Belvo keeps its data for (`stale_in`).
    """
    moment = instants.decode(now or instants.now())
    candidates = connection.execute(_RECURRENT, {"now": instants.encode(moment)})
    return [row["link"] for row in candidates if _is_due(row, every, moment)]


def _is_due(row: sqlite3.Row, every: timedelta, now: datetime) -> bool:
    retention = instants.span(row["stale_in"])
    interval = min(every, instants.span(row["refresh_rate"]) or every, retention / 2 if retention else every)
    return _is_over(row["listed_at"], max(interval, SHORTEST), now) and _is_over(row["tried_at"], SHORTEST, now)


def _is_over(instant: str | None, span: timedelta, now: datetime) -> bool:
    """An instant that is yet to come was noted before the clock was set back."""
    return instant is None or not timedelta() <= now - instants.decode(instant) <= span


_RECURRENT = """
    SELECT links.id AS link, links.refresh_rate, links.stale_in,
        (SELECT min(listed_at) FROM bookmarks WHERE link = links.id) AS listed_at,
        (SELECT max(created_at) FROM jobs WHERE link = links.id AND resources <> '' AND created_at <= :now) AS tried_at
    FROM links
    WHERE links.deleted_at IS NULL AND links.followed = 1 AND links.access_mode = 'recurrent' AND links.status = 'valid'
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE link = links.id AND state IN ('queued', 'running'))
        AND NOT EXISTS (SELECT 1 FROM reset_links WHERE link = links.id)
    ORDER BY links.key
"""

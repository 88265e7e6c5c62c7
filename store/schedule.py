"""Which links are due for a pull that nobody asked for."""

import sqlite3
from datetime import UTC, datetime, timedelta

from store import instants

SHORTEST = timedelta(hours=1)
"""However often a link is refreshed, and between two tries of a pull that fails."""


def due(connection: sqlite3.Connection, every: timedelta, *, now: str | None = None) -> list[str]:
    """Links to be pulled although no webhook has asked for it, since one may have been lost.

    That is each one that Belvo refreshes by itself, that is followed and valid, and whose oldest listing is older than
    `every`, than its refresh rate, or than half of what Belvo keeps its data for (`stale_in`).
    """
    moment = instants.decode(now or instants.now())
    return [row["link"] for row in connection.execute(_RECURRENT) if _is_due(row, every, moment)]


def _is_due(row: sqlite3.Row, every: timedelta, now: datetime) -> bool:
    kept = instants.span(row["stale_in"])
    wanted = min(every, instants.span(row["refresh_rate"]) or every, kept / 2 if kept else every)
    return _before(row["listed_at"], now - max(wanted, SHORTEST)) and _before(row["tried_at"], now - SHORTEST)


def _before(instant: str | None, moment: datetime) -> bool:
    return instant is None or instant < instants.encode(moment.astimezone(UTC))


_RECURRENT = """
    SELECT links.id AS link, links.refresh_rate, links.stale_in,
        (SELECT min(listed_at) FROM bookmarks WHERE link = links.id) AS listed_at,
        (SELECT max(created_at) FROM jobs WHERE link = links.id) AS tried_at
    FROM links
    WHERE links.gone_at IS NULL AND links.followed = 1 AND links.access_mode = 'recurrent' AND links.status = 'valid'
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE link = links.id AND state IN ('queued', 'running'))
        AND NOT EXISTS (SELECT 1 FROM wiped_links WHERE link = links.id)
    ORDER BY links.key
"""

"""Rate limits: deletions in a minute, refreshes of a link in ten."""

import sqlite3
from datetime import datetime, timedelta

from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.errors import failure

_DELETIONS = 5
_MINUTE = timedelta(minutes=1)
_REFRESH_EVERY = timedelta(minutes=10)


def count_deletion(connection: sqlite3.Connection, kind: str, now: datetime) -> None:
    """Note a deletion that is answered at once; raises 429 when there were five of its kind within a minute."""
    connection.execute("DELETE FROM deletions_counted WHERE at <= ?", (text(now - _MINUTE),))
    query = "SELECT at FROM deletions_counted WHERE kind = ? ORDER BY at"
    recent = [parse(row["at"]) for row in connection.execute(query, (kind,))]
    if len(recent) >= _DELETIONS:
        seconds = _up(recent[-_DELETIONS] + _MINUTE - now, timedelta(seconds=1))
        message = f"Request was throttled. Expected available in {seconds} seconds."
        raise failure("throttled", message).retriable_after(seconds)
    connection.execute("INSERT INTO deletions_counted VALUES (?, ?)", (kind, text(now)))


def count_refresh(connection: sqlite3.Connection, link: str, now: datetime) -> None:
    """Note a refresh of a link; raises `link_refreshed` when the last one is less than ten minutes ago."""
    last = connection.execute("SELECT refreshed_at FROM links WHERE id = ?", (link,)).fetchone()[0]
    if last and now - parse(last) < _REFRESH_EVERY:
        minutes = _up(parse(last) + _REFRESH_EVERY - now, timedelta(minutes=1))
        message = f"The link has already been refreshed. Please wait {minutes} minutes before trying again."
        raise failure("link_refreshed", message)
    connection.execute("UPDATE links SET refreshed_at = ? WHERE id = ?", (text(now), link))


def _up(span: timedelta, unit: timedelta) -> int:
    return -(-span // unit)

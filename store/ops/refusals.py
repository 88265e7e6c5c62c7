"""Webhooks that the receiver refused: when, how often, and why; nothing of what was sent, which may be anybody's."""

from typing import TYPE_CHECKING

from store.core import frames, instants
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 1_000
"""Rows that are kept, each for one reason in one minute, so that whoever is refused all the time fills no disk."""


def record(connection: Connection, status: int, reason: str, *, now: str | None = None) -> None:
    """Note that a webhook was answered so."""
    moment = now or instants.now()
    row = {"minute": moment[:_MINUTE], "status": status, "reason": reason, "now": moment}
    connection.execute(_RECORD, row)
    connection.execute(_PRUNE, {"most": MOST})


def table(db: Database, *, since: str = "", limit: int = 100) -> "DataFrame":
    """The newest: columns last_at, times, status, reason."""
    sql = "SELECT * FROM refused_webhooks WHERE last_at >= :since ORDER BY last_at DESC, status, reason LIMIT :limit"
    return frames.read(db, sql, {"since": since, "limit": limit}, _COLUMNS)


_MINUTE = len("2026-11-24T05:00")

_RECORD = """
    INSERT INTO refused_webhooks (minute, status, reason, times, last_at) VALUES (:minute, :status, :reason, 1, :now)
    ON CONFLICT (minute, status, reason) DO UPDATE SET times = refused_webhooks.times + 1, last_at = excluded.last_at
"""

_PRUNE = """
    DELETE FROM refused_webhooks WHERE minute < (
        SELECT min(minute) FROM (SELECT minute FROM refused_webhooks ORDER BY minute DESC LIMIT :most) AS newest)
"""

_COLUMNS = {
    "last_at": frames.INSTANT,
    "times": frames.INTEGER,
    "status": frames.INTEGER,
    "reason": frames.TEXT,
}

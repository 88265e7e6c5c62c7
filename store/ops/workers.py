"""When the worker was last heard of, whether or not there was anything for it to do."""

import os
import platform
import sqlite3
from datetime import datetime, timedelta

from store.core import instants
from store.database import Database

_FORGOTTEN = timedelta(days=1)


def beat(connection: sqlite3.Connection, *, now: str | None = None) -> None:
    """Let this process be heard of; those not heard of for a day are forgotten."""
    moment = now or instants.now()
    connection.execute(_BEAT, {"worker": f"{platform.node()}:{os.getpid()}", "now": moment})
    before = instants.encode(instants.decode(moment) - _FORGOTTEN)
    connection.execute("DELETE FROM workers WHERE heard_at < :before", {"before": before})


def last_heard(db: Database) -> datetime | None:
    """When any of them last was, by what it says of itself or by the lease of the job that it holds."""
    with db.read() as connection:
        (beat_at,) = connection.execute("SELECT max(heard_at) FROM workers").fetchone()
        leases = connection.execute(_LEASES).fetchall()
    held = [instants.decode(row["lease_until"]) - timedelta(seconds=row["lease_seconds"]) for row in leases]
    return max([*held, *([instants.decode(beat_at)] if beat_at else [])], default=None)


_BEAT = """
    INSERT INTO workers (worker, heard_at) VALUES (:worker, :now)
    ON CONFLICT (worker) DO UPDATE SET heard_at = excluded.heard_at
"""

_LEASES = "SELECT lease_until, lease_seconds FROM jobs WHERE state = 'running' AND lease_until IS NOT NULL"

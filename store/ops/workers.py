"""When each worker was last heard of, whether or not there was anything to do, and how many links it pulls at once."""

import os
import platform
import sqlite3
from datetime import datetime, timedelta

from store.core import instants
from store.database import Database

LEASE = timedelta(seconds=60)
"""How long a job stays with a worker that is not heard of, and for how long the slots of such a one count."""

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


def note(connection: sqlite3.Connection, worker: str, pulls: int, *, now: str | None = None) -> None:
    """Let a worker that carries out so many pulls at once be heard of."""
    connection.execute(_NOTE, {"worker": worker, "pulls": pulls, "now": now or instants.now()})


def leave(db: Database, worker: str) -> None:
    """The worker has ended; when it was heard of stays known."""
    with db.write() as connection:
        connection.execute("UPDATE workers SET pulls = 0 WHERE worker = :worker", {"worker": worker})


def slots(connection: sqlite3.Connection, *, now: str | None = None) -> int:
    """How many pulls all workers that are there carry out at once."""
    moment = instants.decode(now or instants.now())
    found = connection.execute(
        "SELECT coalesce(sum(pulls), 0) AS slots FROM workers WHERE heard_at BETWEEN :since AND :until",
        {"since": instants.encode(moment - LEASE), "until": instants.encode(moment + LEASE)},
    ).fetchone()
    return int(found["slots"])


_NOTE = """
    INSERT INTO workers (worker, heard_at, pulls) VALUES (:worker, :now, :pulls)
    ON CONFLICT (worker) DO UPDATE SET heard_at = excluded.heard_at, pulls = excluded.pulls
"""

_BEAT = """
    INSERT INTO workers (worker, heard_at) VALUES (:worker, :now)
    ON CONFLICT (worker) DO UPDATE SET heard_at = excluded.heard_at
"""

_LEASES = "SELECT lease_until, lease_seconds FROM jobs WHERE state = 'running' AND lease_until IS NOT NULL"

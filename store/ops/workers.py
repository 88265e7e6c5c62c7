"""Workers that are there: who they are, and how many pulls each carries out at once."""

import sqlite3
from datetime import timedelta

from store.core import instants
from store.database import Database

LEASE = timedelta(seconds=60)
"""How long a job stays with a worker that is not heard of, and how long such a one counts as there."""


def note(connection: sqlite3.Connection, owner: str, pulls: int, *, now: str | None = None) -> None:
    """The worker is there; those that have not been heard of for an hour are forgotten."""
    moment = now or instants.now()
    connection.execute(
        "INSERT INTO workers (owner, pulls, seen_at) VALUES (:owner, :pulls, :now)"
        " ON CONFLICT (owner) DO UPDATE SET pulls = excluded.pulls, seen_at = excluded.seen_at",
        {"owner": owner, "pulls": pulls, "now": moment},
    )
    long_ago = instants.encode(instants.decode(moment) - timedelta(hours=1))
    connection.execute("DELETE FROM workers WHERE seen_at < :long_ago", {"long_ago": long_ago})


def leave(db: Database, owner: str) -> None:
    """The worker has ended."""
    with db.write() as connection:
        connection.execute("DELETE FROM workers WHERE owner = :owner", {"owner": owner})


def slots(connection: sqlite3.Connection, *, now: str | None = None) -> int:
    """How many pulls all workers that are there carry out at once."""
    moment = instants.decode(now or instants.now())
    found = connection.execute(
        "SELECT coalesce(sum(pulls), 0) AS slots FROM workers WHERE seen_at BETWEEN :since AND :until",
        {"since": instants.encode(moment - LEASE), "until": instants.encode(moment + LEASE)},
    ).fetchone()
    return int(found["slots"])

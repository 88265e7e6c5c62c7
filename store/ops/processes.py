"""The processes that work on this store: what each is, when it was last heard of, how many links it pulls at once."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import psutil

from store.core import instants
from store.database import Database
from store.engine import Connection

Kind = Literal["server", "worker", "receiver"]

LEASE = timedelta(seconds=60)
"""How long a job stays with a worker that is not heard of, and for how long the slots of such a one count."""

_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Process:
    """A process as it was last heard of; its name is its host's and its number there."""

    name: str
    kind: Kind
    host: str
    version: str
    started_at: datetime
    heard_at: datetime


def own_name() -> str:
    """What this process is called here, and in the jobs that it takes."""
    return f"{platform.node()}:{os.getpid()}"


def beat(connection: Connection, kind: Kind = "worker", version: str = "", *, now: str | None = None) -> None:
    """Let this process be heard of; those not heard of for a day are forgotten."""
    moment = now or instants.now()
    told = {
        "name": own_name(),
        "kind": kind,
        "host": platform.node(),
        "version": version,
        "began": instants.encode(datetime.fromtimestamp(psutil.Process().create_time(), UTC)),
        "now": moment,
    }
    connection.execute(_BEAT, told)
    before = instants.encode(instants.decode(moment) - _FORGOTTEN)
    connection.execute("DELETE FROM processes WHERE heard_at < :before", {"before": before})


def end(db: Database, *, patience: float) -> None:
    """This process, which is no worker, ends: nobody is to miss it. It waits so many seconds for others who write."""
    with db.write(patience=patience, beside=True) as connection:
        connection.execute("DELETE FROM processes WHERE name = :name", {"name": own_name()})


def present(db: Database, *, now: datetime) -> list[Process]:
    """Those heard of within the lease, by kind, host and name."""
    bounds = {"since": instants.encode(now - LEASE), "until": instants.encode(now + LEASE)}
    with db.read() as connection:
        found = connection.execute(_PRESENT, bounds).fetchall()
    return [
        Process(
            name=row["name"],
            kind=row["kind"],
            host=row["host"],
            version=row["version"],
            started_at=instants.decode(row["started_at"]),
            heard_at=instants.decode(row["heard_at"]),
        )
        for row in found
    ]


def worker_last_heard(db: Database) -> datetime | None:
    """When any worker last was, by what it says of itself or by the lease of the job that it holds."""
    with db.read() as connection:
        (beat_at,) = connection.execute("SELECT max(heard_at) FROM processes WHERE kind = 'worker'").fetchone()
        leases = connection.execute(_LEASES).fetchall()
    held = [instants.decode(row["lease_until"]) - timedelta(seconds=row["lease_seconds"]) for row in leases]
    return max([*held, *([instants.decode(beat_at)] if beat_at else [])], default=None)


def note_pulls(connection: Connection, worker: str, pulls: int, *, now: str | None = None) -> None:
    """Let a worker that carries out so many pulls at once be heard of."""
    connection.execute(_NOTE, {"worker": worker, "pulls": pulls, "now": now or instants.now()})


def leave(db: Database, worker: str) -> None:
    """The worker has ended; when it was heard of stays known."""
    with db.write(beside=True) as connection:
        connection.execute("UPDATE processes SET pulls = 0, ended = 1 WHERE name = :worker", {"worker": worker})


def slots(connection: Connection, *, now: str | None = None) -> int:
    """How many pulls all workers that are there carry out at once."""
    moment = instants.decode(now or instants.now())
    found = connection.execute(
        "SELECT coalesce(sum(pulls), 0) AS slots FROM processes WHERE heard_at BETWEEN :since AND :until",
        {"since": instants.encode(moment - LEASE), "until": instants.encode(moment + LEASE)},
    ).fetchone()
    return int(found["slots"])


_PRESENT = """
    SELECT name, kind, host, version, started_at, heard_at FROM processes
    WHERE heard_at BETWEEN :since AND :until AND ended = 0
    ORDER BY kind, host, name
"""

_NOTE = """
    INSERT INTO processes (name, kind, host, version, started_at, heard_at, pulls)
    VALUES (:worker, 'worker', '', '', :now, :now, :pulls)
    ON CONFLICT (name) DO UPDATE SET heard_at = excluded.heard_at, pulls = excluded.pulls, ended = 0
"""

_BEAT = """
    INSERT INTO processes (name, kind, host, version, started_at, heard_at)
    VALUES (:name, :kind, :host, :version, :began, :now)
    ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, host = excluded.host, version = excluded.version,
        started_at = excluded.started_at, heard_at = excluded.heard_at, ended = 0
"""

_LEASES = "SELECT lease_until, lease_seconds FROM jobs WHERE state = 'running' AND lease_until IS NOT NULL"

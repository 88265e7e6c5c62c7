"""How much there is now: links, pulls that wait, processes, and what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.core import instants
from store.database import Database
from store.engine import Connection
from store.ops.processes import LEASE

MOST_WEBHOOKS = 10_000
"""Of so many of the newest it is counted how many are not handled yet."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Numbers as of one instant; of nobody in particular.

    `links` are by Belvo's status and whether they are followed, `jobs` by state and reason, `processes` by kind and
    version. `queue_age` and `held_for` are seconds: since when the job that could begin longest ago waits, and for how
    long nobody may call Belvo.
    """

    links: Mapping[tuple[str, bool], int]
    jobs: Mapping[tuple[str, str], int]
    queue_age: float
    processes: Mapping[tuple[str, str], int]
    unhandled_webhooks: int
    silent_institutions: int
    rows_set_aside: int
    held_for: float
    waiting_notices: int
    problems: Mapping[str, bool]


def levels(db: Database, now: datetime) -> Levels:
    """By single looks at what indexes lead to; `db` is the whole store."""
    with db.read() as connection:
        return Levels(
            links={(row["status"], bool(row["followed"])): row["many"] for row in connection.execute(_LINKS)},
            jobs={(row["state"], row["reason"]): row["many"] for row in connection.execute(_JOBS)},
            queue_age=_since(connection, _OLDEST, now),
            processes=_processes(connection, now),
            unhandled_webhooks=_number(connection, _UNHANDLED),
            silent_institutions=_number(connection, "SELECT count(*) FROM breakers WHERE opened_at IS NOT NULL"),
            rows_set_aside=_number(connection, "SELECT count(*) FROM irregular_rows WHERE is_stored = 0"),
            held_for=_until(connection, "SELECT max(held_until) FROM call_budgets", now),
            waiting_notices=_number(connection, "SELECT count(*) FROM notice_deliveries WHERE state = 'waiting'"),
            problems={
                row["name"]: bool(row["problem"])
                for row in connection.execute("SELECT name, problem FROM store_checks")
            },
        )


def _processes(connection: Connection, now: datetime) -> Mapping[tuple[str, str], int]:
    bounds = {"since": instants.encode(now - LEASE), "until": instants.encode(now + LEASE)}
    found = connection.execute(_PROCESSES, bounds)
    return {(row["kind"], row["version"]): row["many"] for row in found}


def _number(connection: Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _since(connection: Connection, sql: str, now: datetime) -> float:
    (found,) = connection.execute(sql, {"now": instants.encode(now)}).fetchone()
    return max((now - instants.decode(found)) / timedelta(seconds=1), 0.0) if found else 0.0


def _until(connection: Connection, sql: str, now: datetime) -> float:
    (found,) = connection.execute(sql).fetchone()
    return max((instants.decode(found) - now) / timedelta(seconds=1), 0.0) if found else 0.0


_LINKS = """
    SELECT coalesce(status, '') AS status, followed, count(*) AS many FROM links
    WHERE deleted_at IS NULL GROUP BY coalesce(status, ''), followed
"""
_JOBS = """
    SELECT state, reason, count(*) AS many FROM jobs WHERE state = 'queued' GROUP BY state, reason
    UNION ALL
    SELECT state, reason, count(*) AS many FROM jobs WHERE state = 'running' GROUP BY state, reason
"""
_UNHANDLED = f"""
    SELECT count(*) FROM webhook_events
    WHERE handled_at IS NULL AND id > (SELECT max(id) FROM webhook_events) - {MOST_WEBHOOKS}
"""
_PROBLEMS = "SELECT name, problem FROM store_checks"
_OLDEST = "SELECT min(not_before) FROM jobs WHERE state = 'queued' AND not_before <= :now"
_PROCESSES = """
    SELECT kind, version, count(*) AS many FROM processes
    WHERE heard_at BETWEEN :since AND :until AND ended = 0 GROUP BY kind, version
"""

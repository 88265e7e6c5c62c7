"""What is done to several links at once: which, how far it is, and what became of each.

A run is a job of the worker, so that it goes on where it was after whatever ended its process. What became of a link
is noted in the transaction that does it, or right behind what Belvo was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from domain.link_state import Failure as Failure
from store import engine
from store.core import instants
from store.core.parameters import Condition
from store.database import Database
from store.engine import Connection, Row
from store.ops import jobs

REASON, PULLS = "bulk_run", "bulk"
"""Why such a job is done, and why the pulls are that it asks for, which come after."""

_PREFIX = "bulk:"


class Kind(StrEnum):
    """What is done to each link; UNDO takes back what another run has done, CONNECT makes links of accounts."""

    PULL = "pull"
    REFRESH = "refresh"
    HAND_OUT = "hand_out"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    DELETE = "delete"
    UNDO = "undo"
    CONNECT = "connect"


UNDONE = frozenset({Kind.PULL, Kind.HAND_OUT, Kind.FOLLOW, Kind.UNFOLLOW})
"""What can be taken back."""


class State(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was when read; `waiting` links are still to come, `gone` ones were erased before their turn."""

    id: int
    kind: Kind
    state: State
    actor: str
    role: str
    options: dict[str, Any]
    undoes: int | None
    made_at: datetime
    ended_at: datetime | None
    total: int
    done: int
    failed: int
    skipped: int
    waiting: int

    @property
    def gone(self) -> int:
        return 0 if self.waiting else max(self.total - self.done - self.failed - self.skipped, 0)

    @property
    def job_link(self) -> str:
        return link_of(self.id)


@dataclass(frozen=True, slots=True)
class Item:
    """A link whose turn it is; of an undoing run with what the first run noted of it."""

    place: int
    link: str
    result: str | None
    job: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a link."""

    state: str
    result: str | None = None
    job: int | None = None
    failure: Failure | None = None


def done(result: str | None = None, *, job: int | None = None) -> Outcome:
    return Outcome("done", result, job)


def skipped(why: str) -> Outcome:
    """Nothing was to be done, for a reason of a few words."""
    return Outcome("skipped", failure=Failure("skipped", why, ""))


def failed(failure: Failure) -> Outcome:
    return Outcome("failed", failure=failure)


def link_of(run: int) -> str:
    """What stands for a run where a job names its link."""
    return f"{_PREFIX}{run}"


def run_of(job_link: str) -> int | None:
    """The run that a job carries out; None for a job about links."""
    number = job_link.removeprefix(_PREFIX)
    return int(number) if job_link.startswith(_PREFIX) and number.isdecimal() else None


def start(
    connection: Connection,
    kind: Kind,
    which: Condition,
    *,
    actor: str,
    role: str,
    options: dict[str, Any] | None = None,
    undoes: int | None = None,
) -> tuple[int, int]:
    """Have a worker do it to the links that a SELECT of `place`, `link`, `result` and `job` gives.

    Returns the run's number and how many links it has.
    """
    now = instants.now()
    run = open_run(connection, kind, actor=actor, role=role, options=options, undoes=undoes)
    select, parameters = which
    chosen = connection.execute(
        f"INSERT INTO bulk_links (bulk, place, link, state, result, job)"
        f" SELECT :run, place, link, 'waiting', result, job FROM ({select}) AS chosen",
        {**parameters, "run": run},
    ).rowcount
    connection.execute("UPDATE bulk_runs SET total = :total WHERE id = :run", {"total": chosen, "run": run})
    jobs.enqueue(connection, link_of(run), [REASON], REASON, now=now)
    return run, chosen


def open_run(
    connection: Connection,
    kind: Kind,
    *,
    actor: str,
    role: str,
    options: dict[str, Any] | None = None,
    undoes: int | None = None,
) -> int:
    """A run that has nothing to do yet."""
    row = {
        "kind": kind,
        "actor": actor,
        "role": role,
        "options": orjson.dumps(options or {}).decode(),
        "undoes": undoes,
        "now": instants.now(),
    }
    run: int = connection.execute(_START, row).fetchone()["id"]
    return run


_START = """
    INSERT INTO bulk_runs (kind, state, actor, role, options, undoes, made_at, total, done, failed, skipped)
    VALUES (:kind, 'running', :actor, :role, :options, :undoes, :now, 0, 0, 0, 0) RETURNING id
"""


def of_links(links: Sequence[str]) -> Condition:
    """These links, in their order, for `start`."""
    rows = engine.array(links)
    sql = f"""
        SELECT row_number() OVER (ORDER BY key) AS place, id AS link, CAST(NULL AS TEXT) AS result,
            CAST(NULL AS INTEGER) AS job
        FROM links
        WHERE {engine.among("id", "chosen")}
    """
    return sql, {"chosen": rows}


def of_run(run: int, state: str) -> Condition:
    """The links of another run that ended so, for `start`."""
    sql = "SELECT place, link, result, job FROM bulk_links WHERE bulk = :other AND state = :ended"
    return sql, {"other": run, "ended": state}


def get(db: Database, run: int) -> Run | None:
    """One run."""
    return next(iter(_runs(db, "id = :run", {"run": run})), None)


def latest(db: Database, most: int) -> list[Run]:
    """The newest runs over links."""
    return _runs(db, "kind <> 'connect' ORDER BY id DESC LIMIT :most", {"most": most})


def connecting(db: Database, most: int) -> list[Run]:
    """The newest runs that connect accounts."""
    return _runs(db, "kind = 'connect' ORDER BY id DESC LIMIT :most", {"most": most})


def next_items(db: Database, run: int, most: int) -> list[Item]:
    """The links that come next."""
    sql = """
        SELECT place, link, result, job FROM bulk_links
        WHERE bulk = :run AND state = 'waiting' ORDER BY place LIMIT :most
    """
    with db.read() as connection:
        rows = connection.execute(sql, {"run": run, "most": most})
        return [Item(row["place"], row["link"], row["result"], row["job"]) for row in rows]


def settle(connection: Connection, run: int, item: Item, outcome: Outcome) -> None:
    """Note what became of a link; once, whoever else tries."""
    error = outcome.failure
    changed = connection.execute(
        _SETTLE,
        {
            "run": run,
            "place": item.place,
            "state": outcome.state,
            "now": instants.now(),
            "result": outcome.result,
            "job": outcome.job,
            "kind": error and error.kind,
            "code": error and error.code,
            "message": error and error.message,
            "request_id": error and error.request_id,
        },
    ).rowcount
    if changed:
        count(connection, run, outcome.state)


def count(connection: Connection, run: int, state: str, number: int = 1) -> None:
    """Have that many more of a run be done, failed or skipped."""
    sql = f"UPDATE bulk_runs SET {state} = {state} + :number WHERE id = :run"
    connection.execute(sql, {"run": run, "number": number})


_SETTLE = """
    UPDATE bulk_links SET state = :state, at = :now, result = :result, job = :job, error_kind = :kind,
        error_code = :code, error_message = :message, request_id = :request_id
    WHERE bulk = :run AND place = :place AND state = 'waiting'
"""


def end(connection: Connection, run: int, state: State) -> bool:
    """Note that a run goes on no more; False where it had ended."""
    ended = connection.execute(
        "UPDATE bulk_runs SET state = :state, ended_at = :now WHERE id = :run AND state = 'running'",
        {"state": state, "now": instants.now(), "run": run},
    )
    return bool(ended.rowcount)


def go_on(connection: Connection, run: int) -> bool:
    """Have a run that was called off or failed go on with what is left of it; False where nothing is."""
    begun = connection.execute(
        "UPDATE bulk_runs SET state = 'running', ended_at = NULL WHERE id = :run AND state IN ('cancelled', 'failed')"
        f" AND (EXISTS (SELECT 1 FROM bulk_links WHERE {_WAITS})"
        f" OR EXISTS (SELECT 1 FROM bulk_accounts WHERE {_WAITS}))",
        {"run": run},
    ).rowcount
    if begun:
        jobs.enqueue(connection, link_of(run), [REASON], REASON)
    return bool(begun)


_WAITS = "bulk = :run AND state IN ('waiting', 'sent')"


def _runs(db: Database, condition: str, parameters: dict[str, object]) -> list[Run]:
    with db.read() as connection:
        return [_run(row) for row in connection.execute(f"{_RUNS} WHERE {condition}", parameters)]


_RUNS = """
    SELECT bulk_runs.*,
        (SELECT count(*) FROM bulk_links WHERE bulk = bulk_runs.id AND state = 'waiting')
        + (SELECT count(*) FROM bulk_accounts
            WHERE bulk = bulk_runs.id AND state IN ('waiting', 'sent', 'token')) AS waiting
    FROM bulk_runs
"""


def _run(row: Row) -> Run:
    return Run(
        id=row["id"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        actor=row["actor"],
        role=row["role"],
        options=orjson.loads(row["options"]),
        undoes=row["undoes"],
        made_at=instants.decode(row["made_at"]),
        ended_at=instants.decode(row["ended_at"]) if row["ended_at"] else None,
        total=row["total"],
        done=row["done"],
        failed=row["failed"],
        skipped=row["skipped"],
        waiting=row["waiting"],
    )

"""API calls: every request to Belvo, written in batches; never a key, a token or a body."""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from store import engine
from store.core import frames
from store.database import Database
from store.upkeep import erasure_log

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Call:
    """One request and its answer; `status` is None where none came. `at` is an encoded instant, `size` in bytes."""

    at: str
    method: str
    path: str
    query: str | None = None
    status: int | None = None
    milliseconds: int | None = None
    size: int | None = None
    request_id: str | None = None
    code: str | None = None
    message: str | None = None
    link: str | None = None
    job: int | None = None


def record_many(connection: sqlite3.Connection, calls: Iterable[Call]) -> None:
    """Store a batch of calls; those about a link that was erased meanwhile no longer name it."""
    batch = list(calls)
    erased = {link for link in {call.link for call in batch if call.link} if erasure_log.is_erased(connection, link)}
    connection.executemany(_INSERT, [asdict(_without(call) if call.link in erased else call) for call in batch])


def _without(call: Call) -> Call:
    """The call without the link that it names."""
    link, mark = str(call.link), erasure_log.mark(str(call.link))
    query = call.query and call.query.replace(link, mark)
    return replace(call, link=mark, job=None, path=call.path.replace(link, mark), query=query)


def prune(connection: sqlite3.Connection, *, before: str, keep: int) -> int:
    """Delete calls from before an instant and all but the newest `keep`; returns how many were deleted."""
    oldest = "(SELECT min(id) FROM (SELECT id FROM api_calls ORDER BY id DESC LIMIT :keep) AS newest)"
    sql = f"DELETE FROM api_calls WHERE at < :before OR id < {oldest}"
    return connection.execute(sql, {"before": before, "keep": keep}).rowcount


def table(db: Database, *, link: str | None = None, limit: int = 500) -> "DataFrame":
    """The newest calls, of one link or of all; columns as the fields of `Call`."""
    only = "WHERE link = :link" if link else ""
    sql = f"SELECT * FROM api_calls {only} ORDER BY at DESC, id DESC LIMIT :limit"
    return frames.read(db, sql, {"link": link, "limit": limit}, _TABLE)


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What is empty does not restrict.

    `outcome` is a key of `OUTCOMES`, `path` a part of the path, `since` an encoded instant, and `id` a request
    id, an external id, or any part of a link's id, path or query.
    """

    outcome: str = ""
    method: str = ""
    path: str = ""
    link: str = ""
    code: str = ""
    id: str = ""
    since: str = ""
    job: int | None = None


OUTCOMES = {
    "ok": "status < 400",
    "client_error": "status BETWEEN 400 AND 499",
    "server_error": "status >= 500",
    "no_answer": "status IS NULL",
    "failed": "(status >= 400 OR status IS NULL)",
}
"""Conditions by outcome."""


def page(db: Database, matching: CallFilter | None = None, *, offset: int = 0, limit: int = 100) -> "DataFrame":
    """Some of the calls that match, newest first: column `call`, the record's id, then the fields of `Call`."""
    condition, parameters = _condition(matching)
    sql = (
        f"SELECT id AS call, {', '.join(_TABLE)} FROM api_calls WHERE {condition}"
        " ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset"
    )
    columns = {"call": frames.INTEGER, **_TABLE}
    return frames.read(db, sql, {**parameters, "limit": limit, "offset": offset}, columns)


def count(db: Database, matching: CallFilter | None = None) -> int:
    condition, parameters = _condition(matching)
    with db.read() as connection:
        number: int = connection.execute(f"SELECT count(*) FROM api_calls WHERE {condition}", parameters).fetchone()[0]
    return number


def find(db: Database, call: int) -> Call | None:
    """One call by its record's id."""
    with db.read() as connection:
        sql = f"SELECT {', '.join(_TABLE)} FROM api_calls WHERE id = :call"
        row = connection.execute(sql, {"call": call}).fetchone()
    return Call(*row) if row else None


def unanswered(db: Database) -> int | None:
    """The number of the newest call if no answer came to it, or none in time."""
    with db.read() as connection:
        row = connection.execute(_NEWEST).fetchone()
    return row["id"] if row and row["status"] is None and row["code"] in SILENCE else None


SILENCE = ("connection_failed", "timed_out")
"""The client's codes for a call to which no answer came."""

_NEWEST = "SELECT id, status, code FROM api_calls ORDER BY id DESC LIMIT 1"


def errors(db: Database, matching: CallFilter | None = None) -> "DataFrame":
    """Errors of the calls that match, most frequent first.

    Columns code, status, calls, links, first_at, last_at, message and request_id; the last two of the newest one.
    """
    condition, parameters = _condition(matching)
    return frames.read(db, _ERRORS.format(condition=condition), parameters, _ERROR_COLUMNS)


def _condition(matching: CallFilter | None) -> tuple[str, dict[str, object]]:
    given = matching or CallFilter()
    selected = replace(given, id=engine.fold(given.id), path=engine.fold(given.path))
    parts = {
        "method": "method = :method",
        "path": engine.contains("lower(path)", "path"),
        "link": "link = :link",
        "code": "code = :code",
        "id": f"(lower(request_id) = :id OR link IN (SELECT id FROM links WHERE {engine.folded('external_id')} = :id)"
        f" OR {engine.contains('lower(coalesce(link, :nothing))', 'id')} OR {engine.contains('lower(path)', 'id')}"
        f" OR {engine.contains('lower(coalesce(query, :nothing))', 'id')})",
        "since": "at >= :since",
        "job": "job = :job",
    }
    used = [condition for name, condition in parts.items() if getattr(selected, name) not in ("", None)]
    outcome = [OUTCOMES[selected.outcome]] if selected.outcome else []
    return " AND ".join(["1 = 1", *used, *outcome]), {**asdict(selected), "nothing": ""}


_ERROR_COLUMNS = {
    "code": frames.TEXT,
    "status": frames.INTEGER,
    "calls": frames.INTEGER,
    "links": frames.INTEGER,
    "first_at": frames.INSTANT,
    "last_at": frames.INSTANT,
    "message": frames.TEXT,
    "request_id": frames.TEXT,
}

_ERRORS = """
    SELECT errors.*, newest.message, newest.request_id
    FROM (
        SELECT code, status, count(*) AS calls, count(DISTINCT link) AS links, min(at) AS first_at, max(at) AS last_at,
            max(id) AS newest
        FROM api_calls WHERE (status >= 400 OR status IS NULL) AND {condition} GROUP BY code, status
    ) AS errors
    JOIN api_calls AS newest ON newest.id = errors.newest
    ORDER BY calls DESC, last_at DESC
"""

_INTEGERS = ("status", "milliseconds", "size", "job")
_TABLE = {name: frames.INTEGER if name in _INTEGERS else frames.TEXT for name in Call.__slots__} | {
    "at": frames.INSTANT
}
_INSERT = f"INSERT INTO api_calls ({', '.join(_TABLE)}) VALUES ({', '.join(f':{name}' for name in _TABLE)})"

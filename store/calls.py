"""API calls: every request to Belvo, written in batches; never a key, a token or a body."""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from store import frames
from store.database import Database

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
    """Store a batch of calls."""
    connection.executemany(_INSERT, [asdict(call) for call in calls])


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


_INTEGERS = ("status", "milliseconds", "size", "job")
_TABLE = {name: frames.INTEGER if name in _INTEGERS else frames.TEXT for name in Call.__slots__} | {
    "at": frames.INSTANT
}
_INSERT = f"INSERT INTO api_calls ({', '.join(_TABLE)}) VALUES ({', '.join(f':{name}' for name in _TABLE)})"

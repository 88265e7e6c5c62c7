"""API calls: stored in batches, kept for a while."""

import pandas as pd

from store import Database, calls
from store.calls import Call
from tests.store.tables import records, tuples


def at(day: int) -> str:
    return f"2026-11-{day:02d}T05:00:00.000000Z"


def test_a_call_is_found_with_everything_about_it(db: Database) -> None:
    full = Call(at(1), "GET", "/api/links/", "page=2", 403, 120, 512, "r" * 32, "permission_denied", "No.", "link", 7)
    with db.write() as connection:
        calls.record_many(connection, [full, Call(at(2), "POST", "/api/token/")])
    assert records(calls.table(db, link="link")) == [
        {
            "at": pd.Timestamp(at(1)),
            "method": "GET",
            "path": "/api/links/",
            "query": "page=2",
            "status": 403,
            "milliseconds": 120,
            "size": 512,
            "request_id": "r" * 32,
            "code": "permission_denied",
            "message": "No.",
            "link": "link",
            "job": 7,
        }
    ]
    assert tuples(calls.table(db), "path", "status") == [("/api/token/", None), ("/api/links/", 403)]
    assert len(calls.table(db, limit=1)) == 1


def test_old_calls_and_too_many_are_pruned(db: Database) -> None:
    with db.write() as connection:
        calls.record_many(connection, [Call(at(day), "GET", "/") for day in range(1, 11)])
        assert calls.prune(connection, before=at(4), keep=100) == 3
        assert calls.prune(connection, before=at(1), keep=2) == 5
        assert calls.prune(connection, before=at(1), keep=2) == 0
    assert tuples(calls.table(db), "at") == [(pd.Timestamp(at(10)),), (pd.Timestamp(at(9)),)]

"""API calls: stored in batches, kept for a while."""

import pandas as pd
import pytest

from store import Database
from store.ops import calls
from store.ops.calls import Call, CallFilter
from tests.kit.rows import records, tuples


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


@pytest.fixture
def five(db: Database) -> Database:
    """Calls of five days: two that went well, two errors of one kind, one without an answer."""
    with db.write() as connection:
        calls.record_many(
            connection,
            [
                Call(at(1), "GET", "/api/links/l1/", None, 200, link="l1", request_id="r1"),
                Call(at(2), "GET", "/api/accounts/", "link=l1&page=2", 200, link="l1", job=7),
                Call(at(3), "POST", "/api/links/", None, 400, code="login_error", message="Once.", request_id="r3"),
                Call(
                    at(4),
                    "GET",
                    "/api/owners/",
                    None,
                    400,
                    code="login_error",
                    message="No.",
                    link="l2",
                    request_id="r4",
                ),
                Call(at(5), "GET", "/api/institutions/", None, None, code="timed_out", message="No answer."),
            ],
        )
    return db


@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        (CallFilter(), [5, 4, 3, 2, 1]),
        (CallFilter(outcome="ok"), [2, 1]),
        (CallFilter(outcome="client_error"), [4, 3]),
        (CallFilter(outcome="server_error"), []),
        (CallFilter(outcome="no_answer"), [5]),
        (CallFilter(outcome="failed"), [5, 4, 3]),
        (CallFilter(method="POST"), [3]),
        (CallFilter(path="links"), [3, 1]),
        (CallFilter(link="l1"), [2, 1]),
        (CallFilter(code="login_error", since=at(4)), [4]),
        (CallFilter(job=7), [2]),
        (CallFilter(id="r3"), [3]),
        (CallFilter(id="l1"), [2, 1]),
        (CallFilter(id="100%"), []),
    ],
    ids=str,
)
def test_calls_are_found_by_what_one_knows_of_them(five: Database, wanted: CallFilter, days: list[int]) -> None:
    found = calls.page(five, wanted)
    assert (tuples(found, "at"), calls.count(five, wanted)) == ([(pd.Timestamp(at(day)),) for day in days], len(days))


def test_a_page_is_a_part_of_them(five: Database) -> None:
    assert tuples(calls.page(five, offset=1, limit=2), "call", "path") == [(4, "/api/owners/"), (3, "/api/links/")]


def test_errors_are_grouped_by_their_code(five: Database) -> None:
    assert tuples(calls.errors(five), "code", "status", "calls", "links", "last_at", "message", "request_id") == [
        ("login_error", 400, 2, 1, pd.Timestamp(at(4)), "No.", "r4"),
        ("timed_out", None, 1, 0, pd.Timestamp(at(5)), "No answer.", None),
    ]

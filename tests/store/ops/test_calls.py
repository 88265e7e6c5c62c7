"""API calls: stored in batches, kept for a while."""

from dataclasses import replace

import pandas as pd
import pytest

from store import Database
from store.core.keyset import Place
from store.ops import calls, sessions
from store.ops.calls import Bodies, Call, CallFilter
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK
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
    assert tuples(calls.page(five, at=Place(offset=1, limit=2)), "call", "path") == [
        (4, "/api/owners/"),
        (3, "/api/links/"),
    ]


def test_errors_are_grouped_by_their_code(five: Database) -> None:
    assert tuples(calls.errors(five), "code", "status", "calls", "links", "last_at", "message", "request_id") == [
        ("login_error", 400, 2, 1, pd.Timestamp(at(4)), "No.", "r4"),
        ("timed_out", None, 1, 0, pd.Timestamp(at(5)), "No answer.", None),
    ]


def test_bodies_are_kept_beside_their_call_and_found_by_what_is_in_them(five: Database) -> None:
    asked = Bodies('{"external_id":"customer-9"}', '{"id":"acc-77"}')
    with five.write() as connection:
        made = [Call(at(6), "POST", "/api/token/"), Call(at(6), "GET", "/api/x/"), Call(at(6), "POST", "/api/y/")]
        calls.record_many(connection, made, [asked, None, Bodies(None, '{"id":"acc-78"}')])
    for wanted, path in (("customer-9", "/api/token/"), ("ACC-78", "/api/y/")):
        found = calls.page(five, CallFilter(id=wanted))
        assert found["path"].tolist() == [path]
    number = calls.page(five, CallFilter(id="customer-9"))["call"].iloc[0]
    assert calls.bodies(five, int(number)) == asked
    assert calls.bodies(five, int(number) + 1) is None


def test_bodies_go_after_their_days_beyond_their_measure_and_with_their_calls(db: Database) -> None:
    with db.write() as connection:
        made = [Call(at(day), "POST", "/") for day in range(1, 7)]
        calls.record_many(connection, made, [Bodies("x" * 10, None)] * 6)
        assert calls.prune_bodies(connection, before=at(2)) == 1
        assert calls.prune_bodies(connection, before=at(1), most=35) == 2
        assert calls.prune(connection, before=at(6), keep=100) == 5
        assert calls.prune_bodies(connection, before=at(1)) == 2
        assert calls.prune_bodies(connection, before=at(1)) == 0


def test_the_calls_that_have_listed_a_row_are_found_by_its_id(db: Database) -> None:
    mine = Call(at(1), "GET", "/api/transactions/", f"link={LINK}", 200, link=LINK)
    with db.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "accounts", LINK, [bodies.account()])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1)])
        others = [replace(mine, path="/api/owners/"), replace(mine, link="another"), replace(mine, status=500)]
        calls.record_many(connection, [mine, *others, replace(mine, path="/api/accounts/")])
    for identity, path in ((bodies.transaction(1)["id"], "/api/transactions/"), (bodies.ACCOUNT, "/api/accounts/")):
        assert tuples(calls.page(db, CallFilter(id=identity)), "path", "link") == [(path, LINK)]


def test_an_id_in_capitals_is_the_same_id(db: Database) -> None:
    mine = Call(at(1), "GET", "/api/transactions/", f"link={LINK}", 200, link=LINK)
    with db.write() as connection:
        links.save(connection, bodies.link(LINK))
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1)])
        calls.record_many(connection, [mine])
    assert len(calls.page(db, CallFilter(id=str(bodies.transaction(1)["id"]).upper()))) == 1


def test_the_widgets_own_request_id_finds_the_calls_of_its_link(five: Database) -> None:
    with five.write() as connection:
        sessions.open(connection, "n1", "hash", "user-1", now=at(1))
        sessions.record(connection, "n1", 1, "event", {"eventName": "PAGE_LOAD", "request_id": "AB12"}, at(1))
        sessions.set_state(connection, "n1", "connected", link="l1", now=at(1))
    assert {*calls.page(five, CallFilter(id="ab12"))["link"]} == {"l1"}


def test_calls_over_time_have_volume_errors_and_p95(db: Database) -> None:
    assert len(calls.over_time(db)) == 0
    well = [Call(f"2026-11-01T0{hour}:30:00.000000Z", "GET", "/", None, 200, hour) for hour in (1, 1, 2)]
    with db.write() as connection:
        calls.record_many(connection, [*well, Call("2026-11-01T02:40:00.000000Z", "GET", "/", None, 500, 90)])
    assert tuples(calls.over_time(db), "at", "calls", "errors", "p95") == [
        (pd.Timestamp("2026-11-01T01:00:00Z"), 2, 0, 1),
        (pd.Timestamp("2026-11-01T02:00:00Z"), 2, 1, 90),
    ]
    with db.write() as connection:
        calls.record_many(connection, [Call(at(9), "GET", "/")])
    assert tuples(calls.over_time(db), "at", "calls", "errors") == [
        (pd.Timestamp("2026-11-01T00:00:00Z"), 4, 1),
        (pd.Timestamp("2026-11-09T00:00:00Z"), 1, 1),
    ]


def test_the_mark_is_another_once_a_call_has_come_or_gone(five: Database) -> None:
    before = calls.mark(five)
    assert calls.mark(five) == before
    with five.write() as connection:
        calls.record_many(connection, [Call(at(9), "GET", "/")])
    after = calls.mark(five)
    with five.write() as connection:
        calls.prune(connection, before=at(2), keep=100)
    assert len({before, after, calls.mark(five)}) == 3


@pytest.mark.parametrize(
    ("status", "code", "answers"),
    [
        (200, None, True),
        (400, "login_error", True),
        (500, "unexpected_error", True),
        (502, "server_failed", False),
        (None, "timed_out", False),
    ],
)
def test_belvo_is_unanswering_where_nothing_answers_or_only_a_gateway_before_it(
    db: Database, status: int | None, code: str | None, *, answers: bool
) -> None:
    with db.write() as connection:
        calls.record_many(connection, [Call(at(1), "GET", "/api/links/", status=status, code=code)])
    assert (calls.unanswered(db) is None) is answers

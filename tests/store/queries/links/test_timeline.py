"""Everything that happened to a link, on one time line."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from store import Database
from store.core.keyset import Place
from store.ops import audit, calls, jobs, runs, sessions, webhooks
from store.ops.calls import Call
from store.ops.jobs import Failure
from store.queries.links import timeline
from store.write import links
from tests.kit.bodies import LINK, OTHER_LINK, link
from tests.kit.rows import tuples


def at(minute: int) -> str:
    return f"2026-11-24T05:{minute:02d}:00.000000Z"


@pytest.fixture
def lived(db: Database) -> Database:
    """A link from its widget session to a failed pull, and another that nothing of it belongs to."""
    with db.write() as connection:
        sessions.open(connection, "nonce", "the digest", "user-1", "bank", "MX", link=None, now=at(1))
        sessions.record(connection, "nonce", 1, "opened", {}, at(2))
        for again in (2, 3):
            sessions.record(connection, "nonce", again, "exit", {"step": "login"}, at(2))
        sessions.set_state(connection, "nonce", "connected", link=LINK, now=at(3))
        links.save(connection, link(LINK), now=at(3))
        links.save(connection, link(OTHER_LINK), now=at(3))
        audit.record(connection, "operator", "connection started", "nonce", {"country": "MX"}, now=at(1))
        audit.record(connection, "operator", "pull", "", {"full": False}, did="pull requested", link=LINK, now=at(4))
        jobs.enqueue(connection, LINK, ["accounts"], "operator", now=at(4))
        failed = Call(at(5), "GET", "/api/accounts/", None, 500, 10, 10, "r" * 32, "unexpected_error", "Oops", LINK)
        calls.record_many(connection, [failed, Call(at(5), "GET", "/api/links/", link=OTHER_LINK)])
        mine = Call(at(5), "GET", "/api/accounts/", "page=2", 200, 10, 10, link=LINK, job=1)
        calls.record_many(connection, [mine, replace(mine, query="page=3")])
        run = runs.start(connection, 1, LINK, "accounts", now=at(5))
        error = Failure("retriable", "unexpected_error", "Oops")
        runs.finish(connection, run, "failed", error=error, now=at(6))
        body = {"webhook_type": "ACCOUNTS", "webhook_code": "historical_update", "link_id": LINK}
        webhooks.record(connection, "w" * 32, body, at(7))
        webhooks.settle(connection, "w" * 32, "A pull is queued.", now=at(7))
    return db


def test_the_newest_comes_first_and_other_links_not_at_all(lived: Database) -> None:
    assert tuples(timeline.page(lived, LINK), "kind", "what", "detail", "state") == [
        ("webhook", "ACCOUNTS historical_update", "A pull is queued.", None),
        ("call", "GET /api/accounts/", "unexpected_error: Oops", "500"),
        ("pull", "accounts", "unexpected_error: Oops", "failed"),
        ("action", "pull requested", '{"full":false}', "done"),
        ("status", "valid", None, "valid"),
        ("widget", "exit", '{"step":"login"}', None),
        ("widget", "session_opened", "user-1", "connected"),
    ]
    assert timeline.counts(lived, LINK) == {
        "widget": 2,
        "call": 1,
        "webhook": 1,
        "pull": 1,
        "status": 1,
        "action": 1,
    }


def test_a_pull_is_one_entry_with_what_it_brought_and_its_calls(lived: Database) -> None:
    with lived.write() as connection:
        for minute, resource in enumerate(("owners", "transactions"), 8):
            run = runs.start(connection, 1, LINK, resource, now=at(minute))
            runs.finish(connection, run, "done", added=5, changed=1, deleted=2, now=at(minute + 1))
    columns = ("entry", "what", "resources", "added", "changed", "deleted", "calls", "state", "at", "until")
    assert tuples(timeline.page(lived, LINK, ["pull"]), *columns) == [
        ("job:1", "", 3, 10, 2, 4, 2, "failed", pd.Timestamp(at(5)), pd.Timestamp(at(10)))
    ]


def test_what_ended_before_it_had_read_anything_is_told_too(lived: Database) -> None:
    with lived.write() as connection:
        job = jobs.enqueue(connection, LINK, [], "webhook", now=at(20))
    claimed = jobs.claim(lived, "a worker", timedelta(minutes=1), job=job, now=at(21))
    assert claimed
    jobs.fail(lived, claimed, Failure("fatal", "not_found", "Gone."), now=at(22))
    newest = tuples(timeline.page(lived, LINK, ["pull"], at=Place(limit=1)), "entry", "resources", "detail", "state")
    assert newest == [(f"job:{job}", 0, "not_found: Gone.", "failed")]


def test_a_run_of_no_job_stands_for_itself(lived: Database) -> None:
    with lived.write() as connection:
        run = runs.start(connection, None, LINK, "owners", now=at(30))
    newest = tuples(timeline.page(lived, LINK, ["pull"], at=Place(limit=1)), "entry", "what", "state")
    assert newest == [(f"pull:{run}", "owners", "running")]


def test_a_repair_that_was_begun_is_told_by_its_session(lived: Database) -> None:
    with lived.write() as connection:
        sessions.open(connection, "again", "digest", "user-1", link=LINK, mode="update", now=at(40))
        for minute, session in ((40, "again"), (41, "forgotten")):
            about = {"session": session}
            audit.record(
                connection, "operator", "repair", session, about, did="repair started", link=LINK, now=at(minute)
            )
        audit.record(connection, "vera", "refused", "", {}, did="delete", link=LINK, outcome="refused", now=at(42))
    assert tuples(timeline.page(lived, LINK, at=Place(limit=2)), "what", "detail") == [
        ("repair started", '{"session":"forgotten"}'),
        ("update_opened", "user-1"),
    ]


def test_kinds_and_pages(lived: Database) -> None:
    assert tuples(timeline.page(lived, LINK, ["call", "pull"]), "kind") == [("call",), ("pull",)]
    whole = tuples(timeline.page(lived, LINK), "entry")
    pieces = [tuples(timeline.page(lived, LINK, at=Place(offset=place, limit=3)), "entry") for place in (0, 3, 6)]
    assert [entry for piece in pieces for entry in piece] == whole


def test_every_entry_opens_and_none_tells_a_secret(lived: Database) -> None:
    opened = [timeline.raw(lived, entry) for (entry,) in tuples(timeline.page(lived, LINK), "entry")]
    assert None not in opened
    assert "the digest" not in str(opened)
    assert opened[0] is not None
    assert opened[0]["body"] == {"webhook_type": "ACCOUNTS", "webhook_code": "historical_update", "link_id": LINK}


@pytest.mark.parametrize("entry", ["call:999", "nonsense", "", "widget:nonce/7", "pull:x'; DROP TABLE links"])
def test_what_is_not_kept_opens_as_nothing(lived: Database, entry: str) -> None:
    assert timeline.raw(lived, entry) is None

"""Runs tell how far a pull is and how it ended."""

from datetime import timedelta

import pandas as pd

from store import Database
from store.ops import historical, jobs, runs
from store.ops.jobs import Failure
from store.ops.runs import Progress
from tests.kit.rows import records, tuples

START, END = "2026-11-24T05:00:00.000000Z", "2026-11-24T05:00:12.500000Z"


def queue(db: Database, *resources: str, reason: str = "operator") -> int:
    with db.write() as connection:
        return jobs.enqueue(connection, "link", resources, reason)


def start(db: Database, job: int | None = None, resource: str = "transactions") -> int:
    with db.write() as connection:
        return runs.start(connection, job, "link", resource, now=START)


def test_a_run_ends_with_what_it_did(db: Database) -> None:
    run = start(db, queue(db, "transactions", reason="webhook"))
    with db.write() as connection:
        runs.advance(connection, run, 1500, 2000, 2)
        runs.finish(connection, run, "done", added=1400, changed=60, unchanged=40, deleted=3, now=END)
    assert records(runs.for_link(db, "link")) == [
        {
            "run": run,
            "resource": "transactions",
            "reason": "webhook",
            "state": "done",
            "started_at": pd.Timestamp(START),
            "finished_at": pd.Timestamp(END),
            "fetched": 1500,
            "total": 2000,
            "added": 1400,
            "changed": 60,
            "unchanged": 40,
            "deleted": 3,
            "error_code": None,
            "error_message": None,
            "request_id": None,
            "seconds": 12.5,
        }
    ]


def test_a_failed_run_says_why(db: Database) -> None:
    run = start(db)
    with db.write() as connection:
        failure = Failure("needs_user", "login_error", "Invalid credentials.", "a" * 32)
        runs.finish(connection, run, "failed", error=failure, now=END)
    columns = ("state", "reason", "error_code", "error_message", "request_id")
    assert tuples(runs.for_link(db, "link"), *columns) == [
        ("failed", None, "login_error", "Invalid credentials.", "a" * 32)
    ]


def test_a_run_that_a_killed_worker_left_behind_is_closed_by_the_next(db: Database) -> None:
    job = queue(db, "transactions")
    first, other, second = start(db, job), start(db, job, "accounts"), start(db, job)
    assert tuples(runs.for_link(db, "link"), "run", "state") == [
        (second, "running"),
        (other, "running"),
        (first, "interrupted"),
    ]


def test_the_time_of_a_run_that_goes_on_is_the_time_so_far(db: Database) -> None:
    start(db)
    assert runs.for_link(db, "link")["seconds"][0] > 0


def test_the_runs_of_a_job_are_in_their_order(db: Database) -> None:
    number = queue(db, "accounts", "owners")
    start(db, number, "owners")
    start(db, number, "accounts")
    start(db, None, "transactions")
    assert tuples(runs.for_job(db, number), "resource", "state") == [("owners", "running"), ("accounts", "running")]


def test_progress_follows_the_running_job_rather_than_one_that_came_later(db: Database) -> None:
    queue(db, "transactions")
    assert jobs.claim(db, "worker", timedelta(minutes=1)) is not None
    queue(db, "owners", reason="webhook")
    assert runs.progress(db, "link") == [Progress("transactions", "queued", 0, None)]


def test_progress_follows_the_newest_job(db: Database) -> None:
    assert runs.progress(db, "link") == []
    number = queue(db, "accounts", "owners", "transactions")
    waiting = [Progress(name, "queued", 0, None) for name in ("accounts", "owners", "transactions")]
    assert runs.progress(db, "link") == waiting
    job = jobs.claim(db, "worker", timedelta(minutes=1))
    assert job is not None
    done, running = start(db, number, "accounts"), start(db, number, "owners")
    with db.write() as connection:
        runs.finish(connection, done, "done")
        runs.advance(connection, running, 10, 25, 1)
    expected = [Progress("accounts", "done", 0, None), Progress("owners", "running", 10, 25), waiting[2]]
    assert runs.progress(db, "link") == expected
    jobs.cancel(db, number)
    assert runs.progress(db, "link")[2] == Progress("transactions", "cancelled", 0, None)


def test_progress_ends_at_what_is_stored_however_often_rows_were_listed(db: Database) -> None:
    number = queue(db, "transactions")
    assert jobs.claim(db, "worker", timedelta(minutes=1)) is not None
    run = start(db, number, "transactions")
    with db.write() as connection:
        connection.execute("INSERT INTO row_counts VALUES ('transactions', 'link', 'a', 20)")
        connection.execute("INSERT INTO row_counts VALUES ('transactions', 'link', 'b', 5)")
        runs.advance(connection, run, 32, 32, 4)
    assert runs.progress(db, "link") == [Progress("transactions", "running", 32, 32)]
    with db.write() as connection:
        runs.finish(connection, run, "done")
    assert runs.progress(db, "link") == [Progress("transactions", "done", 25, 25)]


def ran(db: Database, resource: str, state: str = "done", *, fetched: int = 0, changed: int = 0) -> None:
    run = start(db, resource=resource)
    with db.write() as connection:
        runs.advance(connection, run, fetched, fetched, 1)
        runs.finish(connection, run, state, changed=changed)


def outdated(db: Database) -> bool:
    with db.read() as connection:
        return runs.is_outdated(connection, "link", "risk_insights", ["accounts", "transactions"])


def test_a_resource_is_outdated_once_what_it_is_made_of_has_changed_since(db: Database) -> None:
    ran(db, "transactions", changed=3)
    assert not outdated(db)  # it was never pulled
    ran(db, "risk_insights")
    ran(db, "transactions", fetched=20)
    assert not outdated(db)
    ran(db, "accounts", changed=1)
    assert outdated(db)
    ran(db, "risk_insights", "failed")
    assert not outdated(db)
    ran(db, "transactions", "interrupted", fetched=20)
    assert outdated(db)


def test_what_is_not_offered_or_still_awaited_is_not_outdated(db: Database) -> None:
    ran(db, "risk_insights", "skipped")
    ran(db, "accounts", changed=1)
    assert not outdated(db)
    ran(db, "risk_insights")
    ran(db, "accounts", changed=1)
    with db.write() as connection:
        historical.expect(connection, "link", ["risk_insights"])
    assert not outdated(db)

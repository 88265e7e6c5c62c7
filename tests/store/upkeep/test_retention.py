"""What is forgotten for its age, and what stays however old it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from store import Database
from store.core import instants
from store.engine import Connection
from store.ops import audit, jobs, runs, sessions, webhooks
from store.ops.jobs import Failure, State
from store.queries.links import contents, facts, timeline
from store.upkeep import retention
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.files import sqlite_of
from tests.kit.rows import tuples

OLD, BEFORE, NEW = "2026-01-01T00:00:00.000000Z", "2026-06-01T00:00:00.000000Z", "2026-11-24T05:21:08.000000Z"
REFUSED = Failure("fatal", "access_to_resource_denied", "You may not.", "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7")


def job(
    db: Database,
    end: State | None,
    *,
    link: str = LINK,
    at: str = OLD,
    resources: tuple[str, ...] = ("accounts",),
) -> int:
    """A job of this age, ended or, without an end, waiting."""
    with db.write() as connection:
        number = jobs.enqueue(connection, link, resources, "schedule", now=at)
    if end is None:
        return number
    if end is State.CANCELLED:
        assert jobs.cancel(db, number, now=at)
        return number
    claimed = jobs.claim(db, "tester", timedelta(minutes=1), job=number, now=at)
    assert claimed is not None
    if end is State.DONE:
        jobs.finish(db, claimed, now=at)
    elif end is State.FAILED:
        jobs.fail(db, claimed, REFUSED, now=at)
    return number


def run(db: Database, resource: str, state: str | None = "done", *, link: str = LINK, at: str = OLD) -> int:
    with db.write() as connection:
        number = runs.start(connection, None, link, resource, now=at)
        if state:
            runs.finish(connection, number, state, now=at)
    return number


def event(db: Database, webhook_id: str, *, at: str = OLD, handled: str | None = OLD, link: str | None = None) -> None:
    with db.write() as connection:
        webhooks.record(connection, webhook_id, {"webhook_id": webhook_id, "link_id": link}, at)
        if handled:
            webhooks.settle(connection, webhook_id, "A pull was queued.", now=handled)


def session(db: Database, nonce: str, state: str, *, link: str | None = None, at: str = OLD) -> None:
    with db.write() as connection:
        sessions.open(connection, nonce, "hash", "customer-1", now=at)
        sessions.record(connection, nonce, 1, "OPEN", {}, at)
        if state != "opened":
            sessions.set_state(connection, nonce, state, link=link, now=at)


def left(db: Database, table: str, column: str = "id") -> list[object]:
    with db.read() as connection:
        return [value for (value,) in connection.execute(f"SELECT {column} FROM {table} ORDER BY {column}")]


@pytest.mark.parametrize("link", [LINK, jobs.EVERY_LINK])
def test_jobs_and_runs_that_ended_long_ago_are_forgotten(db: Database, link: str) -> None:
    for end in (State.DONE, State.FAILED, State.CANCELLED):
        job(db, end, link=link)
    newest = job(db, State.DONE, link=link)
    for state in ("done", "failed", "cancelled", "interrupted", "skipped"):
        run(db, "accounts", state, link=link)
    last = run(db, "accounts", link=link)
    assert retention.prune(db, before=BEFORE) == {"sync_runs": 5, "jobs": 3}
    assert (left(db, "jobs"), left(db, "sync_runs")) == ([newest], [last])


def test_nothing_that_ended_since_is_forgotten(db: Database) -> None:
    for _ in range(2):
        job(db, State.DONE, at=NEW)
        run(db, "accounts", at=NEW)
        event(db, f"w{_}", at=NEW, handled=NEW)
        session(db, f"n{_}", "left", at=NEW)
    assert retention.prune(db, before=BEFORE) == {}


def test_what_began_long_ago_and_ended_since_is_kept(db: Database) -> None:
    with db.write() as connection:
        first = runs.start(connection, None, LINK, "accounts", now=OLD)
        runs.finish(connection, first, "done", now=NEW)
    event(db, "replayed", handled=NEW)
    event(db, "newest")
    run(db, "accounts", at=NEW)
    assert retention.prune(db, before=BEFORE) == {}


def test_a_link_keeps_its_newest_job_and_the_newest_one_that_was_carried_out(db: Database) -> None:
    job(db, State.DONE)
    failed = job(db, State.FAILED)
    job(db, State.CANCELLED)
    newest = job(db, State.CANCELLED)
    other = job(db, State.DONE, link=OTHER_LINK)
    with db.write() as connection:
        links.save(connection, bodies.link())
    then = instants.decode(NEW)
    before = facts.of_link(db, LINK, then), links.find(db, LINK), jobs.state(db, LINK)
    assert retention.prune(db, before=BEFORE) == {"jobs": 2}
    assert left(db, "jobs") == [failed, newest, other]
    assert (facts.of_link(db, LINK, then), links.find(db, LINK), jobs.state(db, LINK)) == before
    assert before[0] is not None
    assert before[0].failure is not None


def test_what_only_read_a_link_stands_for_no_pull(db: Database) -> None:
    pulled = job(db, State.FAILED)
    job(db, State.DONE, resources=())
    read = job(db, State.DONE, resources=())
    other = job(db, State.DONE, link=OTHER_LINK)
    assert retention.prune(db, before=BEFORE) == {"jobs": 1}
    assert left(db, "jobs") == [pulled, read, other]


def test_what_waits_or_is_being_done_is_kept_however_old(db: Database) -> None:
    with db.write() as connection:
        number = jobs.enqueue(connection, LINK, ["owners"], "schedule", now=OLD)
    assert jobs.claim(db, "tester", timedelta(minutes=1), job=number, now=OLD)
    waiting = job(db, None)
    newest = job(db, State.DONE, link=OTHER_LINK)
    running = run(db, "accounts", None)
    assert retention.prune(db, before=BEFORE) == {}
    assert (left(db, "jobs"), left(db, "sync_runs")) == ([number, waiting, newest], [running])


def test_no_number_of_a_job_and_no_fence_is_given_twice(db: Database) -> None:
    fence_of = {number: jobs.get(db, number) for number in (job(db, State.DONE), job(db, State.DONE))}
    job(db, State.CANCELLED)
    highest = max(found.fence for found in fence_of.values() if found)
    retention.prune(db, before=BEFORE)
    next_one = jobs.get(db, job(db, State.DONE, at=NEW))
    assert next_one is not None
    assert (next_one.fence, next_one.id) == (highest + 1, 4)


def test_each_resource_of_a_link_keeps_its_last_run(db: Database) -> None:
    for resource in ("accounts", "owners", "accounts"):
        run(db, resource)
    run(db, "accounts", link=OTHER_LINK)
    before = contents.of_link(db, LINK)
    assert retention.prune(db, before=BEFORE) == {"sync_runs": 1}
    assert tuples(contents.of_link(db, LINK), *before.columns) == tuples(before, *before.columns)
    assert left(db, "sync_runs") == [2, 3, 4]


def test_webhooks_that_were_handled_long_ago_are_forgotten_with_and_without_a_link(db: Database) -> None:
    event(db, "of a link", link=LINK)
    event(db, "of none")
    event(db, "not handled", handled=None)
    event(db, "lately", at=NEW, handled=NEW)
    assert retention.prune(db, before=BEFORE) == {"webhook_events": 2}
    assert left(db, "webhook_events", "webhook_id") == ["lately", "not handled"]


def test_the_newest_webhook_is_kept_since_it_tells_that_they_arrive(db: Database) -> None:
    event(db, "first")
    event(db, "newest")
    retention.prune(db, before=BEFORE)
    assert left(db, "webhook_events", "webhook_id") == ["newest"]


def test_a_webhook_that_comes_again_within_the_time_is_known(db: Database) -> None:
    event(db, "w1", at=NEW, handled=NEW)
    event(db, "w2", at=NEW, handled=NEW)
    retention.prune(db, before=BEFORE)
    with db.write() as connection:
        assert not webhooks.record(connection, "w1", {"webhook_id": "w1"})


def test_widget_sessions_that_ended_without_a_link_are_forgotten_with_their_events(db: Database) -> None:
    for state in ("left", "failed", "expired", "opened", "loaded"):
        session(db, state, state)
    session(db, "made a link", "connected", link=LINK)
    session(db, "repaired none", "failed", link=LINK)
    assert retention.prune(db, before=BEFORE) == {"widget_sessions": 3}
    kept = ["loaded", "made a link", "opened", "repaired none"]
    assert (left(db, "widget_sessions", "nonce"), left(db, "widget_events", "nonce")) == (kept, kept)


def test_what_people_did_and_the_statuses_of_links_are_kept(db: Database) -> None:
    with db.write() as connection:
        audit.record(connection, "ana", "pull", "", {}, link=LINK, now=OLD)
        links.save(connection, bodies.link(), now=OLD)
    before = timeline.counts(db, LINK)
    assert retention.prune(db, before=BEFORE) == {}
    assert (timeline.counts(db, LINK), before["action"], before["status"]) == (before, 1, 1)


def did(db: Database, *moments: str) -> None:
    with db.write() as connection:
        for moment in moments:
            audit.record(connection, "ana", "pull", "", {}, now=moment)


def test_what_people_did_long_ago_goes_and_the_chain_of_the_rest_holds(db: Database) -> None:
    did(db, *[OLD] * 5, NEW, OLD, NEW)  # a clock was wrong
    assert retention.prune_audit(db, before=BEFORE, batch=2) == 5
    assert (left(db, "audit", "id"), audit.verify(db).fault, audit.verify(db).rows) == ([6, 7, 8], "", 3)
    assert retention.prune_audit(db, before=BEFORE) == 0


def test_when_all_is_old_the_chain_goes_on_behind_it(db: Database) -> None:
    assert retention.prune_audit(db, before=BEFORE) == 0
    did(db, *[OLD] * 4)
    assert retention.prune_audit(db, before=BEFORE, batch=2) == 4
    assert (left(db, "audit", "id"), audit.verify(db).fault) == ([], "")
    did(db, NEW)
    assert (left(db, "audit", "id"), audit.verify(db).fault, audit.verify(db).rows) == ([5], "", 1)


def test_a_row_that_was_taken_out_is_missed_after_older_ones_went(db: Database) -> None:
    did(db, OLD, OLD, NEW, NEW, NEW)
    retention.prune_audit(db, before=BEFORE)
    with db.write() as connection:
        connection.execute(f"DROP TRIGGER audit_is_not_deleted{' ON audit' * (db.engine.name == 'PostgreSQL')}")
        connection.execute("DELETE FROM audit WHERE id = 3")
    assert audit.verify(db).fault == "Row 3 is missing."


@pytest.mark.sqlite_only(reason="counts changes as SQLite does")
def test_much_is_forgotten_in_many_short_transactions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        run(db, "accounts")
    changes: list[int] = []
    write = db.write

    @contextmanager
    def counted() -> Iterator[Connection]:
        with write() as connection:
            begun = sqlite_of(connection).total_changes
            yield connection
            changes.append(sqlite_of(connection).total_changes - begun)

    monkeypatch.setattr(db, "write", counted)
    assert retention.prune(db, before=BEFORE, batch=2) == {"sync_runs": 5}
    assert changes == [0, 0, 2, 2, 1, 0, 0]


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
@pytest.mark.parametrize("statement", retention.STATEMENTS)
def test_what_is_not_old_is_not_looked_at(db: Database, statement: str) -> None:
    sql = f"EXPLAIN QUERY PLAN {retention.STATEMENTS[statement]}"
    with db.read() as connection:
        plan = [row["detail"] for row in connection.execute(sql, {"before": BEFORE, "batch": 1})]
    assert [step for step in plan if step.startswith("SCAN") and step != SCANNED.get(statement)] == []


SCANNED = {"sync_runs": "SCAN sync_runs", "jobs": "SCAN jobs"}
"""In the order of their numbers, and only to the first that is not old."""

"""The number that tells pages whether anything about a link has changed since they looked."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from store import Database, LostLease
from store.engine import Connection
from store.ops import audit, calls, historical, jobs, runs
from store.ops.calls import Call
from store.ops.jobs import Failure
from store.ops.writer_process import Claim, Progress, store_batch
from store.upkeep import sandbox_reset
from store.upkeep.erasure import erase
from store.write import institutions, links, revisions, rows
from store.write.batch import prepare
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK

NOW = "2026-11-24T12:00:00.000000Z"
LATER = "2026-11-24T13:00:00.000000Z"
LEASE = timedelta(minutes=1)
FAILURE = Failure("retriable", "institution_down", "Down.")

Write = Callable[[Connection], object]


@pytest.fixture
def two(db: Database) -> Database:
    """Two links, one of them with an account, a loading history, and a job that a worker has begun."""
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
        for link in (LINK, OTHER_LINK):
            links.save(connection, bodies.link(link))
        rows.save_page(connection, "accounts", LINK, [bodies.account()])
        historical.expect(connection, LINK, ["accounts", "owners"], now=NOW)
        jobs.enqueue(connection, LINK, ["accounts"], "schedule", now=NOW)
    return db


def begin(db: Database) -> jobs.Job:
    job = jobs.claim(db, "worker", LEASE, now=NOW)
    assert job is not None
    return job


def moved(db: Database, do: Callable[[], object]) -> tuple[bool, bool, bool]:
    """Whether the numbers of the link, of the other one and of all have moved."""
    before = [revisions.current(db, link) for link in (LINK, OTHER_LINK, None)]
    do()
    after = [revisions.current(db, link) for link in (LINK, OTHER_LINK, None)]
    assert all(new >= old for old, new in zip(before, after, strict=True))
    this, other, any_ = (new != old for old, new in zip(before, after, strict=True))
    return this, other, any_


def written(db: Database, write: Write) -> tuple[bool, bool, bool]:
    def do() -> None:
        with db.write() as connection:
            write(connection)

    return moved(db, do)


THIS, NONE, ALL = (True, False, True), (False, False, False), (False, False, True)


def test_a_new_store_begins_at_nothing(db: Database) -> None:
    assert (revisions.current(db), revisions.current(db, LINK)) == (0, 0)


CHANGES: dict[str, Write] = {
    "a link that Belvo describes anew": lambda connection: links.save(connection, bodies.link(external_id="another")),
    "a status that Belvo lists": lambda connection: links.save(connection, bodies.link(status="invalid")),
    "a status that an error tells": lambda connection: links.set_status(connection, LINK, "invalid"),
    "following": lambda connection: links.set_followed(connection, LINK, followed=False),
    "a link that is deleted": lambda connection: links.mark_deleted(connection, LINK),
    "a job": lambda connection: jobs.enqueue(connection, LINK, ["owners"], "operator"),
    "a job that becomes more urgent": lambda connection: jobs.enqueue(connection, LINK, ["accounts"], "operator"),
    "a run": lambda connection: runs.start(connection, 1, LINK, "accounts"),
    "a row that changed": lambda connection: rows.save_page(
        connection, "accounts", LINK, [bodies.account(name="Another")]
    ),
    "a row that is new": lambda connection: rows.save_page(connection, "transactions", LINK, [bodies.transaction(1)]),
    "a consent": lambda connection: rows.save_page(connection, "consents", None, [{"id": "k1", "link_id": LINK}]),
    "a row that is deleted": lambda connection: rows.mark_deleted(
        connection, "accounts", [bodies.ACCOUNT], link_id=LINK
    ),
    "what is waited for": lambda connection: historical.expect(connection, LINK, ["transactions"]),
    "what has been loaded": lambda connection: historical.announce(connection, LINK, "accounts"),
    "what was listed": lambda connection: historical.note_listing(connection, LINK, "accounts", 3, began=NOW),
    "what is not offered": lambda connection: historical.note_not_offered(connection, LINK, "owners"),
    "the next look": lambda connection: historical.polls_due(connection, webhooks=True, now=LATER),
    "a reset": lambda connection: sandbox_reset.note(connection, [LINK]),
}


@pytest.mark.parametrize("write", CHANGES.values(), ids=CHANGES)
def test_what_changes_a_link_moves_its_number_and_that_of_all(two: Database, write: Write) -> None:
    assert written(two, write) == THIS


NO_CHANGES: dict[str, Write] = {
    "a link as it was": lambda connection: links.save(connection, bodies.link()),
    "its status as it was": lambda connection: links.set_status(connection, LINK, "valid"),
    "a row as it was": lambda connection: rows.save_page(connection, "accounts", LINK, [bodies.account()]),
    "an institution as it was": lambda connection: institutions.save(connection, [bodies.institution()]),
    "what is waited for already": lambda connection: historical.expect(connection, LINK, ["accounts"]),
    "what nobody waits for": lambda connection: historical.note_not_offered(connection, LINK, "transactions"),
    "a link that was not missing": lambda connection: sandbox_reset.note_return(connection, [LINK]),
    "a call": lambda connection: calls.record_many(connection, [Call(NOW, "GET", "/api/links/", link=LINK)]),
    "what somebody did": lambda connection: audit.record(connection, "operator", "looked", LINK, {}),
    "the end of a run that is not there": lambda connection: runs.finish(connection, 99, "done"),
    "its progress": lambda connection: runs.advance(connection, 99, 1, 1, 1),
}


@pytest.mark.parametrize("write", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_changes_nothing_moves_none(two: Database, write: Write) -> None:
    assert written(two, write) == NONE


def test_what_is_about_no_link_moves_the_number_of_all(two: Database) -> None:
    assert written(two, lambda write: institutions.save(write, [bodies.institution(status="down")])) == ALL
    assert written(two, lambda write: jobs.enqueue(write, jobs.EVERY_LINK, ["links"], "reconcile")) == ALL


@pytest.mark.parametrize(
    "end",
    [
        lambda db, job: jobs.finish(db, job),
        lambda db, job: jobs.fail(db, job, FAILURE),
        lambda db, job: jobs.retry(db, job, LATER, FAILURE),
        lambda db, job: jobs.release(db, job),
        lambda db, job: jobs.cancel(db, job.id),
    ],
    ids=["finish", "fail", "retry", "release", "cancel"],
)
def test_a_job_that_begins_or_ends_moves_it_and_its_heartbeat_does_not(
    two: Database, end: Callable[[Database, jobs.Job], object]
) -> None:
    begun: list[jobs.Job] = []
    assert moved(two, lambda: begun.append(begin(two))) == THIS
    assert moved(two, lambda: jobs.heartbeat(two, begun[0])) == NONE
    assert moved(two, lambda: end(two, begun[0])) == THIS


def test_a_page_of_rows_moves_it_once_whether_or_not_a_row_is_new(two: Database) -> None:
    job = begin(two)
    with two.write() as connection:
        run = runs.start(connection, job.id, LINK, "transactions")
    listed = prepare("transactions", LINK, [bodies.transaction(number) for number in range(1, 9)])
    before = revisions.current(two, LINK)
    for page in (1, 2):
        store_batch(two, Claim(job.id, job.fence), Progress(run, 8 * page, 16, page), listed)
        assert revisions.current(two, LINK) == before + page
    assert written(two, lambda connection: runs.finish(connection, run, "done")) == THIS


def test_a_transaction_that_is_broken_off_moves_nothing(two: Database) -> None:
    def fail() -> None:
        with pytest.raises(LostLease), two.write() as connection:  # noqa: PT012 - what is broken off
            links.set_followed(connection, LINK, followed=False)
            jobs.guard(connection, Claim(99, 1))

    assert moved(two, fail) == NONE


def test_a_link_that_is_back_after_a_reset_moves_it(two: Database) -> None:
    with two.write() as connection:
        sandbox_reset.note(connection, [LINK])
    assert written(two, lambda connection: sandbox_reset.note_return(connection, [LINK, OTHER_LINK])) == THIS


def test_an_erased_link_leaves_no_number_whatever_is_told_of_it_afterwards(two: Database) -> None:
    job = begin(two)
    with two.write() as connection:
        run = runs.start(connection, job.id, LINK, "accounts")
    before = revisions.current(two)
    erase(two, LINK)
    assert revisions.current(two) > before
    with two.write() as connection:
        runs.finish(connection, run, "interrupted")
    with pytest.raises(LostLease):
        jobs.finish(two, job)
    found = two.frame("SELECT link FROM revisions ORDER BY link")
    assert found["link"].tolist() == ["", OTHER_LINK]


def test_threads_that_change_the_same_link_are_all_counted(two: Database) -> None:
    def change() -> None:
        for _ in range(25):
            with two.write() as connection:
                revisions.bump(connection, LINK)

    before = revisions.current(two, LINK), revisions.current(two)
    threads = [Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (revisions.current(two, LINK), revisions.current(two)) == (before[0] + 100, before[1] + 100)


def test_another_process_of_the_same_store_sees_the_same_number(two: Database) -> None:
    with Database.open(two.address) as other:
        with two.write() as connection:
            links.set_status(connection, LINK, "invalid")
        assert revisions.current(other, LINK) == revisions.current(two, LINK)


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
def test_asking_reads_one_row_by_its_key(two: Database) -> None:
    sql = "EXPLAIN QUERY PLAN SELECT number FROM revisions WHERE link = 'x'"
    assert two.frame(sql)["detail"].tolist() == ["SEARCH revisions USING PRIMARY KEY (link=?)"]

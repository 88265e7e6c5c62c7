"""Counts that only grow: what has come since somebody began to look."""

from datetime import UTC, datetime, timedelta

from store import Database
from store.core import instants
from store.ops import calls, jobs, refusals, runs
from store.ops.calls import Call
from store.queries.metrics.tallies import BUCKETS, SETTLED, Tallies
from store.write import links
from tests.kit import bodies

BEGUN = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
WITHIN = len(BUCKETS)


def call(db: Database, *, milliseconds: int = 200, code: str | None = None, times: int = 1) -> None:
    told = Call(instants.encode(BEGUN), "GET", "/api/links/", status=200, milliseconds=milliseconds, code=code)
    with db.write() as connection:
        calls.record_many(connection, [told] * times)


def test_only_what_came_since_the_first_look_counts(db: Database) -> None:
    call(db, times=3)
    tallies = Tallies()
    assert tallies.look(db, BEGUN).calls == {}
    call(db, milliseconds=200, times=2)
    call(db, milliseconds=40_000)
    found = tallies.look(db, BEGUN + timedelta(seconds=15)).calls
    assert found == {("GET", "200", ""): [3, 40_400, 0, *[2] * (WITHIN - 1)]}
    assert tallies.look(db, BEGUN + timedelta(seconds=30)).calls == found


def test_what_is_deleted_for_its_age_stays_counted(db: Database) -> None:
    tallies, now = Tallies(), BEGUN
    tallies.look(db, now)
    for expected in (1, 2, 3, 4):
        call(db)
        now += SETTLED
        assert tallies.look(db, now).calls["GET", "200", ""][0] == expected
        with db.write() as connection:  # all but what came within the last minute
            connection.execute("DELETE FROM api_calls WHERE id < (SELECT max(id) FROM api_calls)")


def test_a_row_that_another_process_committed_late_is_counted(db: Database) -> None:
    """PostgreSQL gives numbers before it commits: a lower one may show after a higher one was seen."""
    tallies = Tallies()
    with db.write() as connection:
        connection.execute(_CALL, {"id": 1, "at": instants.encode(BEGUN)})
    tallies.look(db, BEGUN)
    for number, seconds in ((3, 5), (2, 10)):
        with db.write() as connection:
            connection.execute(_CALL, {"id": number, "at": instants.encode(BEGUN)})
        found = tallies.look(db, BEGUN + timedelta(seconds=seconds)).calls
    assert found["GET", "200", ""][0] == 2


def test_jobs_and_runs_count_when_they_end(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link("a"))
        number = jobs.enqueue(connection, "a", ["accounts"], "operator", now=instants.encode(BEGUN))
        run = runs.start(connection, number, "a", "accounts", now=instants.encode(BEGUN))
    tallies = Tallies()
    assert tallies.look(db, BEGUN).runs == {}
    ended = instants.encode(BEGUN + timedelta(minutes=10))
    with db.write() as connection:
        runs.finish(connection, run, "done", added=2, changed=1, now=ended)
        sql = "UPDATE jobs SET state = 'done', finished_at = :ended WHERE id = :id"
        connection.execute(sql, {"ended": ended, "id": number})
    found = tallies.look(db, BEGUN + timedelta(minutes=10))
    assert found.jobs == {("done", "operator", ""): [1]}
    assert found.runs == {("accounts", "done"): [1, 0, 2, 1, 0]}


def test_refusals_of_one_minute_count_each(db: Database) -> None:
    tallies = Tallies()
    with db.write() as connection:
        refusals.record(connection, 403, "no authorization", now=instants.encode(BEGUN))
    assert tallies.look(db, BEGUN).refused == {403: 0}
    with db.write() as connection:
        for _ in range(2):
            refusals.record(connection, 403, "no authorization", now=instants.encode(BEGUN))
        refusals.record(connection, 413, "too large", now=instants.encode(BEGUN))
    assert tallies.look(db, BEGUN).refused == {403: 2, 413: 1}


_CALL = "INSERT INTO api_calls (id, at, method, path, status, milliseconds) VALUES (:id, :at, 'GET', '/', 200, 1)"

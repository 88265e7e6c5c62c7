"""How pulls ended lately."""

from itertools import count

from store import Database
from store.ops import jobs, pull_outcomes, runs
from store.ops.jobs import Failure
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.rows import tuples

SINCE = "2026-11-20T00:00:00.000000Z"
_numbers = count(1)


def pull(db: Database, link: str, *ends: str, day: int = 24) -> None:
    """A job of the link with a run for each of these ends."""
    at = f"2026-11-{day}T10:30:00.000000Z"
    with db.write() as connection:
        links.save(connection, bodies.link(link, institution=f"bank_of_{link}"))
        job = jobs.enqueue(connection, link, [f"r{next(_numbers)}"], "operator", now=at)
        connection.execute("UPDATE jobs SET state = 'done', started_at = :at WHERE id = :job", {"at": at, "job": job})
        for number, end in enumerate(ends):
            run = runs.start(connection, job, link, f"resource {number}", now=at)
            error = Failure("bank", "down", "It is down", None) if end == "failed" else None
            runs.finish(connection, run, end, added=2, changed=1, error=error, now=at)


def test_a_bank_has_what_was_read_and_what_failed_of_all_its_links(db: Database) -> None:
    with db.write() as connection:
        for number in ("one", "two"):  # Belvo may list a name twice
            body = bodies.institution(id=number, name="bank_of_a", display_name="Bank of A")
            institutions.save(connection, [body])
    pull(db, "a", "done", "done", "failed")
    pull(db, "b", "done", "skipped", "interrupted")
    pull(db, "b", "failed", day=19)
    assert tuples(pull_outcomes.by_institution(db, SINCE), "institution", "name", "done", "failed") == [
        ("bank_of_a", "Bank of A", 2, 1),
        ("bank_of_b", "bank_of_b", 1, 0),
    ]
    (hour,) = tuples(pull_outcomes.by_hour(db, SINCE), "hour", "done", "failed")
    assert (hour[0].isoformat(), *hour[1:]) == ("2026-11-24T10:00:00+00:00", 3, 1)


def test_nothing_is_a_frame_without_rows(db: Database) -> None:
    assert len(pull_outcomes.by_institution(db, SINCE)) == len(pull_outcomes.by_hour(db, SINCE)) == 0
    assert len(pull_outcomes.latest(db, limit=3)) == 0


def test_the_newest_pulls_are_a_row_each(db: Database) -> None:
    pull(db, "a", "done", "failed")
    pull(db, "b", "done")
    pull(db, "c", "done")
    with db.write() as connection:
        jobs.enqueue(connection, "waits", ["owners"], "operator")
    columns = ("link", "state", "resources", "added", "changed", "error_code")
    assert tuples(pull_outcomes.latest(db, limit=2), *columns) == [
        ("c", "done", 1, 2, 1, ""),
        ("b", "done", 1, 2, 1, ""),
    ]
    assert tuples(pull_outcomes.latest(db, limit=3), *columns)[-1] == ("a", "done", 2, 4, 2, "down")

"""A worker is heard of whether or not there is anything for it to do."""

from datetime import timedelta

from store import Database
from store.core import instants
from store.ops import jobs, processes

NOW = "2026-11-24T05:00:00.000000Z"
LATER = "2026-11-24T05:00:05.000000Z"


def test_the_last_beat_is_the_last_that_is_heard(db: Database) -> None:
    assert processes.worker_last_heard(db) is None
    for moment in (NOW, LATER):
        with db.write() as connection:
            processes.beat(connection, now=moment)
    assert processes.worker_last_heard(db) == instants.decode(LATER)
    assert db.frame("SELECT count(*) FROM workers").iloc[0, 0] == 1


def test_a_lease_that_is_kept_is_a_sign_of_life_too(db: Database) -> None:
    with db.write() as connection:
        processes.beat(connection, now=NOW)
        jobs.enqueue(connection, "link", ["accounts"], "operator", now=NOW)
    assert jobs.claim(db, "somebody", timedelta(minutes=1), now=LATER)
    assert processes.worker_last_heard(db) == instants.decode(LATER)


def test_who_was_not_heard_of_for_a_day_is_forgotten(db: Database) -> None:
    with db.write() as connection:
        connection.execute("INSERT INTO workers (worker, heard_at) VALUES ('another', '2026-11-22T05:00:00.000000Z')")
        processes.beat(connection, now=NOW)
    assert db.frame("SELECT heard_at FROM workers")["heard_at"].tolist() == [NOW]

"""What works on the store is heard of whether or not there is anything for it to do."""

from datetime import UTC, datetime, timedelta

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
    assert db.frame("SELECT count(*) FROM processes").iloc[0, 0] == 1


def test_a_lease_that_is_kept_is_a_sign_of_life_too(db: Database) -> None:
    with db.write() as connection:
        processes.beat(connection, now=NOW)
        jobs.enqueue(connection, "link", ["accounts"], "operator", now=NOW)
    assert jobs.claim(db, "somebody", timedelta(minutes=1), now=LATER)
    assert processes.worker_last_heard(db) == instants.decode(LATER)


def test_who_was_not_heard_of_for_a_day_is_forgotten(db: Database) -> None:
    with db.write() as connection:
        processes.note_pulls(connection, "another", 8, now="2026-11-22T05:00:00.000000Z")
        processes.beat(connection, now=NOW)
    assert db.frame("SELECT heard_at FROM processes")["heard_at"].tolist() == [NOW]


def test_those_of_every_kind_are_known_for_as_long_as_they_are_heard_of(db: Database) -> None:
    with db.write() as connection:
        processes.note_pulls(connection, "elsewhere:7", 8, now=NOW)
        processes.beat(connection, "server", "1.2.3", now=LATER)
    here, there = processes.present(db, now=instants.decode(LATER))
    assert (here.kind, here.version, here.name) == ("server", "1.2.3", processes.own_name())
    assert (there.kind, there.name) == ("worker", "elsewhere:7")
    assert here.started_at <= datetime.now(UTC)
    assert processes.present(db, now=instants.decode(LATER) + timedelta(seconds=61)) == []


def test_those_that_have_ended_are_not(db: Database) -> None:
    with db.write() as connection:
        processes.beat(connection, "receiver", now=NOW)
        processes.note_pulls(connection, "elsewhere:7", 8, now=NOW)
    processes.end(db, patience=1)
    processes.leave(db, "elsewhere:7")
    assert processes.present(db, now=instants.decode(NOW)) == []
    assert processes.worker_last_heard(db) == instants.decode(NOW)

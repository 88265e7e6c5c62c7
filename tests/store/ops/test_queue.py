"""The queue of all jobs: which one is taken when several are carried out at once, and what a person does with it."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from domain.pulls.slots import Slots
from store import Database
from store.core import instants
from store.ops import breakers, call_budgets, jobs, processes, queue
from store.ops.jobs import Job, State
from store.write import links
from tests.kit import bodies

LEASE = timedelta(seconds=30)
BANKS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "c1": "c"}


def at(seconds: int) -> str:
    return instants.encode(instants.decode("2026-11-24T05:00:00.000000Z") + timedelta(seconds=seconds))


@pytest.fixture
def db(db: Database) -> Database:
    """With links of three banks, and a job of each link, in their order."""
    with db.write() as connection:
        for number, (link, bank) in enumerate(BANKS.items()):
            links.save(connection, bodies.link(link, institution=bank))
            jobs.enqueue(connection, link, ["accounts"], "schedule", now=at(number))
    return db


def claim(db: Database, slots: Slots, now: int = 10) -> Job | None:
    return jobs.claim(db, "worker", LEASE, slots, now=at(now))


def taken(db: Database, total: int, now: int = 10) -> list[str]:
    """The links that a worker with so many slots pulls at once."""
    found: list[str] = []
    while job := claim(db, Slots(total, len(found), len(found)), now):
        found.append(job.link)
    return found


def job_of(db: Database, link: str) -> Job:
    found = jobs.latest(db, link)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("total", "links_"),
    [(1, ["a1"]), (2, ["a1"]), (3, ["a1", "b1"]), (4, ["a1", "b1", "c1"]), (6, ["a1", "b1", "c1", "a2", "a3"])],
)
def test_slots_are_shared_out_among_institutions(db: Database, total: int, links_: list[str]) -> None:
    assert taken(db, total) == links_


def test_a_person_finds_the_last_slot(db: Database) -> None:
    assert len(taken(db, 3)) == 2
    with db.write() as connection:
        jobs.enqueue(connection, "c1", ["owners"], "operator", now=at(9))
    job = claim(db, Slots(3, 2, 2))
    assert job is not None
    assert (job.link, job.is_for_person) == ("c1", True)


def test_pulls_of_other_workers_count_and_those_of_dead_ones_do_not(db: Database) -> None:
    assert taken(db, 4) == ["a1", "b1", "c1"]
    assert claim(db, Slots(2)) is None  # one of two slots is a's share, and another worker pulls there
    again = claim(db, Slots(2), now=41)
    assert again is not None
    assert (again.link, again.attempts) == ("a1", 2)


def test_all_that_may_begin_is_claimed_at_once(db: Database) -> None:
    some = jobs.claim_all(db, "worker", LEASE, Slots(6), now=at(10))
    assert [job.link for job in some] == ["a1", "b1", "c1", "a2", "a3"]
    assert len({job.fence for job in some}) == len(some)
    assert jobs.claim_all(db, "worker", LEASE, Slots(6, 5, 5), now=at(10)) == []


_AS_A_WHOLE = f"""
    SELECT id FROM jobs
    WHERE (state = 'running' AND (lease_until < :now OR lease_until > :far))
        OR (state = 'queued' AND (not_before <= :now OR created_at > :now OR started_at > :now)
            AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.link = jobs.link AND other.state = 'running'))
    ORDER BY {queue.ORDER}
"""
"""What is due, as one reads it who looks at every job."""


@pytest.mark.parametrize("seed", range(3))
def test_what_is_due_is_found_piece_by_piece_as_in_one(
    db: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_FEW", 3)
    monkeypatch.setattr(queue, "_MANY", 5)
    made, told = Random(seed), {"now": at(100), "far": at(160)}  # noqa: S311 - the same each time
    with db.write() as connection:
        connection.execute("DELETE FROM jobs")
        for number in range(120):
            is_running = number % 3 == 0
            moments = [at(made.randrange(200)) for _ in range(4)]
            connection.execute(
                "INSERT INTO jobs (link, resources, reason, priority, is_full, state, attempts, not_before, created_at,"
                " started_at, lease_until, fence) VALUES (:link, :resources, 'schedule', :priority, 0, :state, 0,"
                " :not_before, :created_at, :started_at, :lease_until, :fence)",
                {
                    "link": f"l{number}" if is_running else f"l{made.randrange(90)}",
                    "resources": str(number),
                    "priority": made.randrange(-2, 3),
                    "state": "running" if is_running else made.choice(["queued", "queued", "done"]),
                    "not_before": made.choice([at(0), *moments[:1]]),
                    "created_at": made.choice([at(0), *moments[1:2]]),
                    "started_at": made.choice([None, *moments[2:3]]),
                    "lease_until": moments[3] if is_running else None,
                    "fence": number,
                },
            )
        expected = [row["id"] for row in connection.execute(_AS_A_WHOLE, told)]
        slots, waiting = queue.look(connection, Slots(8), now=told["now"], far=told["far"])
        assert [one.job for one in waiting] == expected
        assert len(expected) > 20
        _, urgent = queue.look(connection, replace(slots, in_background=8), now=told["now"], far=told["far"])
        wanted = "SELECT id FROM jobs WHERE priority <= 0"
        persons = {row["id"] for row in connection.execute(wanted)}
        assert [one.job for one in urgent] == [job for job in expected if job in persons]
        first = [one.job for one in queue.due(connection, now=told["now"], far=told["far"])]
        assert first == expected[:3]


def silence(db: Database, link: str, times: int = 3) -> None:
    with db.write() as connection:
        for number in range(times):
            breakers.note(connection, link, timed_out=["transactions"], answered=["accounts"], now=at(number))


def test_a_silent_institution_is_tried_by_one_pull_at_a_time_until_it_answers(db: Database) -> None:
    silence(db, "a1")
    (told,) = breakers.opened(db)
    assert (told.institution, told.pulls, {*told.resources}) == ("a", 3, {"transactions"})
    assert [instants.encode(when) for when in (told.since, told.opened_at or told.since)] == [at(0), at(2)]
    assert taken(db, 8) == ["a1", "b1", "c1"]
    with db.write() as connection:
        breakers.note(connection, "a2", timed_out=[], answered=["transactions"])
    assert breakers.opened(db) == []
    assert taken(db, 8) == ["a2", "a3"]


def test_a_time_out_now_and_then_is_no_silence(db: Database) -> None:
    silence(db, "a1", 2)
    silence(db, "unknown", 3)
    assert breakers.opened(db) == []
    assert taken(db, 8) == ["a1", "b1", "c1", "a2", "a3"]


def test_only_what_a_person_waits_for_begins_while_belvo_wants_to_be_left_alone(db: Database) -> None:
    with db.write() as connection:
        connection.execute(
            "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, 'belvo', '', '', '')"
        )
    call_budgets.hold(db, "belvo", 60, now=instants.decode(at(0)))
    assert taken(db, 8) == []
    assert queue.put_first(db, job_of(db, "c1").id)
    assert taken(db, 8) == ["c1"]
    assert taken(db, 8, now=61) == ["c1", "a1", "b1", "a2", "a3"]  # the first of them is taken over


def test_what_is_put_first_is_next_whoever_waits_and_whatever_it_waited_for(db: Database) -> None:
    with db.write() as connection:
        jobs.enqueue(connection, "b1", ["owners"], "operator", now=at(0))
        connection.execute("UPDATE jobs SET not_before = :later WHERE link = 'c1'", {"later": at(3600)})
    for link in ("a3", "c1"):
        assert queue.put_first(db, job_of(db, link).id, now=at(5))
    assert taken(db, 8)[:3] == ["c1", "a3", "b1"]


def test_only_what_waits_can_be_put_first(db: Database) -> None:
    taken(db, 8)
    before = job_of(db, "a1")
    assert not queue.put_first(db, before.id)
    assert not queue.put_first(db, 99)
    assert (job_of(db, "a1"), before.state) == (before, State.RUNNING)


def test_workers_are_there_as_long_as_they_are_heard_of(db: Database) -> None:
    with db.write() as connection:
        processes.note_pulls(connection, "one", 8, now=at(0))
        processes.note_pulls(connection, "two", 4, now=at(50))
        processes.note_pulls(connection, "two", 2, now=at(55))
        assert processes.slots(connection, now=at(55)) == 10
        assert processes.slots(connection, now=at(70)) == 2
    processes.leave(db, "two")
    with db.read() as connection:
        assert processes.slots(connection, now=at(70)) == 0

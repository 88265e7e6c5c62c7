"""Jobs: each is taken by one worker at a time, and a link is never pulled twice at once."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from store import Database, LostLease
from store.core import instants
from store.ops import jobs, runs
from store.ops.jobs import Failure, Job, State
from tests.kit.waiting import PATIENCE

LEASE = timedelta(seconds=30)
BOTH = ("accounts", "transactions")
FAILURE = Failure("retriable", "too_many_sessions", "Somebody is logged in.", "0" * 32)


def at(seconds: int) -> str:
    return instants.encode(instants.decode("2026-11-24T05:00:00.000000Z") + timedelta(seconds=seconds))


def enqueue(
    db: Database,
    link: str = "link",
    resources: tuple[str, ...] = BOTH,
    reason: str = "schedule",
    *,
    now: int = 0,
    full: bool = False,
) -> int:
    with db.write() as connection:
        return jobs.enqueue(connection, link, resources, reason, full=full, now=at(now))


def claim(db: Database, now: int = 0, owner: str = "worker") -> Job:
    job = jobs.claim(db, owner, LEASE, now=at(now))
    assert job is not None
    return job


def guard(db: Database, job: Job) -> None:
    with db.write() as connection:
        jobs.guard(connection, job)


def test_a_job_goes_from_queued_to_done(db: Database) -> None:
    number = enqueue(db, now=1)
    queued = Job(
        id=number,
        link="link",
        resources=BOTH,
        reason="schedule",
        priority=2,
        full=False,
        state=State.QUEUED,
        attempts=0,
        fence=0,
        owner=None,
        not_before=at(1),
        created_at=at(1),
        started_at=None,
        finished_at=None,
        lease=None,
        lease_until=None,
        error=None,
    )
    assert jobs.get(db, number) == queued
    running = claim(db, now=2)
    assert running == jobs.get(db, number)
    assert (running.state, running.attempts, running.fence, running.owner) == (State.RUNNING, 1, 1, "worker")
    assert (running.started_at, running.lease, running.lease_until) == (at(2), LEASE, at(32))
    guard(db, running)
    jobs.finish(db, running, now=at(3))
    done = jobs.latest(db, "link")
    assert done is not None
    assert (done.state, done.finished_at, done.lease_until, done.error) == (State.DONE, at(3), None, None)
    assert jobs.claim(db, "worker", LEASE, now=at(4)) is None


def test_an_equal_queued_job_is_joined_and_keeps_what_is_more_urgent(db: Database) -> None:
    first = enqueue(db, reason="schedule", now=5)
    assert enqueue(db, reason="webhook", resources=("transactions", "accounts", "accounts"), now=6) == first
    assert enqueue(db, reason="schedule", full=True, now=1) == first
    assert enqueue(db, resources=("transactions",)) != first
    joined = jobs.get(db, first)
    assert joined is not None
    assert (joined.reason, joined.full, joined.not_before, joined.created_at) == ("webhook", True, at(1), at(5))


def test_a_running_job_is_not_joined(db: Database) -> None:
    first = enqueue(db)
    claim(db)
    assert enqueue(db) != first


def test_a_person_who_waits_goes_first(db: Database) -> None:
    for reason in ("schedule", "webhook", "historical_update", "operator", "reconcile", "connected"):
        enqueue(db, link=reason, reason=reason)
    order = [claim(db).reason for _ in range(6)]
    assert order == ["operator", "connected", "webhook", "historical_update", "reconcile", "schedule"]


def test_a_link_has_one_running_job(db: Database) -> None:
    enqueue(db)
    enqueue(db, resources=("owners",), reason="operator", now=0)
    enqueue(db, link="other", now=1)
    first, second = claim(db, now=1), claim(db, now=1)
    assert [first.link, second.link] == ["link", "other"]
    assert jobs.claim(db, "worker", LEASE, now=at(1)) is None
    jobs.finish(db, first)
    assert claim(db, now=2).link == "link"


def test_a_job_waits_for_its_time(db: Database) -> None:
    with db.write() as connection:
        jobs.enqueue(connection, "link", BOTH, "schedule", not_before=at(10), now=at(0))
    assert jobs.claim(db, "worker", LEASE, now=at(9)) is None
    assert claim(db, now=10).link == "link"


def test_one_job_can_be_claimed_by_its_id_before_its_time_and_its_turn(db: Database) -> None:
    first, wanted = enqueue(db, reason="operator"), enqueue(db, "another", now=60)
    claimed = jobs.claim(db, "worker", LEASE, job=wanted, now=at(0))
    assert claimed is not None
    assert claimed.id == wanted
    assert jobs.claim(db, "worker", LEASE, job=wanted, now=at(1)) is None
    assert claim(db).id == first


def test_a_job_of_a_link_that_is_being_pulled_cannot_be_claimed_by_its_id(db: Database) -> None:
    enqueue(db)
    claim(db)
    assert jobs.claim(db, "worker", LEASE, job=enqueue(db, resources=("owners",)), now=at(1)) is None


def test_a_job_that_is_given_back_is_there_at_once_and_has_lost_no_attempt(db: Database) -> None:
    number = enqueue(db)
    jobs.release(db, claim(db), now=at(1))
    given_back = jobs.get(db, number)
    assert given_back is not None
    assert (given_back.state, given_back.attempts, given_back.owner, given_back.not_before, given_back.error) == (
        State.QUEUED,
        0,
        None,
        at(1),
        None,
    )
    assert (claim(db, now=1).id, look(db, number).attempts) == (number, 1)


def look(db: Database, number: int) -> Job:
    found = jobs.get(db, number)
    assert found is not None
    return found


def test_a_job_that_is_given_back_makes_way_for_an_equal_one(db: Database) -> None:
    first = claim(db, enqueue(db))
    enqueue(db)
    jobs.release(db, first, now=at(2))
    assert [job.state for job in jobs.active(db)] == [State.QUEUED]
    assert look(db, first.id).state is State.CANCELLED


@pytest.mark.parametrize("give_back", [jobs.release, lambda db, job: jobs.retry(db, job, at(9), FAILURE)])
def test_an_equal_job_that_goes_on_in_its_stead_is_as_whole_as_it_was(
    db: Database, give_back: Callable[[Database, Job], None]
) -> None:
    enqueue(db, full=True)
    first = claim(db)
    enqueue(db)
    give_back(db, first)
    assert [(job.state, job.full) for job in jobs.active(db)] == [(State.QUEUED, True)]


def test_the_job_of_a_worker_that_is_not_heard_of_is_queued_again_whole(db: Database) -> None:
    number = enqueue(db, full=True)
    claim(db)
    assert not jobs.take_back(db, "link", LEASE, now=at(30))
    assert look(db, number).state is State.RUNNING
    assert jobs.take_back(db, "link", LEASE, now=at(31))
    taken = look(db, number)
    assert (taken.state, taken.full, taken.resources, taken.owner) == (State.QUEUED, True, BOTH, None)
    assert jobs.take_back(db, "link", LEASE, now=at(31))


def test_a_lease_from_before_the_clock_was_set_back_keeps_nobody(db: Database) -> None:
    number = enqueue(db, now=10_000)
    claim(db, now=10_000)
    assert jobs.take_back(db, "link", LEASE, now=at(0))
    assert look(db, number).state is State.QUEUED


def test_a_job_that_is_taken_back_makes_its_twin_whole(db: Database) -> None:
    enqueue(db, full=True)
    claim(db)
    enqueue(db)
    assert jobs.take_back(db, "link", LEASE, now=at(60))
    assert [(job.state, job.full) for job in jobs.active(db)] == [(State.QUEUED, True)]


def test_where_a_link_stands_is_told_by_its_pulls_alone(db: Database) -> None:
    pull = enqueue(db)
    enqueue(db, resources=())
    found = jobs.state(db, "link")
    assert found is not None
    assert found.id == pull
    assert [part.resource for part in runs.progress(db, "link")] == [*BOTH]


def test_what_was_taken_over_cannot_be_given_back(db: Database) -> None:
    enqueue(db)
    first = claim(db)
    claim(db, now=60)
    with pytest.raises(LostLease):
        jobs.release(db, first)


def test_a_lease_that_ran_out_is_taken_over_with_a_larger_fence(db: Database) -> None:
    enqueue(db)
    slow = claim(db, now=0, owner="slow")
    assert jobs.claim(db, "fast", LEASE, now=at(30)) is None
    fast = claim(db, now=31, owner="fast")
    assert (fast.id, fast.attempts, fast.owner) == (slow.id, 2, "fast")
    assert fast.fence > slow.fence
    guard(db, fast)
    with pytest.raises(LostLease, match=f"Job {slow.id} is no longer this worker's: it was taken over"):
        guard(db, slow)
    assert not jobs.heartbeat(db, slow)
    with pytest.raises(LostLease):
        jobs.finish(db, slow)
    with pytest.raises(LostLease):
        jobs.fail(db, slow, FAILURE)
    with pytest.raises(LostLease):
        jobs.retry(db, slow, at(99), FAILURE)
    assert jobs.get(db, fast.id) == fast


def test_a_lease_from_before_the_clock_was_set_back_does_not_hold_the_link_for_hours(db: Database) -> None:
    enqueue(db, now=3600)
    dead = claim(db, now=3600, owner="dead")
    taken = claim(db, now=10, owner="other")
    assert (taken.id, taken.owner, taken.fence > dead.fence) == (dead.id, "other", True)
    with pytest.raises(LostLease):
        guard(db, dead)


def test_a_job_from_before_the_clock_was_set_back_is_due(db: Database) -> None:
    first = enqueue(db, now=3600)
    jobs.retry(db, claim(db, now=3600), at(3700), FAILURE)
    second = enqueue(db, "another", now=3600)
    assert sorted(claim(db, now=10).id for _ in range(2)) == [first, second]


def test_a_heartbeat_prolongs_the_lease(db: Database) -> None:
    enqueue(db)
    job = claim(db, now=0)
    assert jobs.heartbeat(db, job, now=at(20))
    assert jobs.claim(db, "other", LEASE, now=at(49)) is None
    assert claim(db, now=51, owner="other").id == job.id


def test_a_lease_that_ran_out_unnoticed_is_still_its_owners(db: Database) -> None:
    enqueue(db)
    job = claim(db, now=0)
    guard(db, job)
    assert jobs.heartbeat(db, job, now=at(100))
    assert jobs.claim(db, "other", LEASE, now=at(120)) is None


def test_a_retry_is_the_same_job_later(db: Database) -> None:
    number = enqueue(db)
    jobs.retry(db, claim(db), at(60), FAILURE)
    waiting = jobs.get(db, number)
    assert waiting is not None
    assert (waiting.state, waiting.not_before, waiting.error, waiting.owner) == (State.QUEUED, at(60), FAILURE, None)
    assert jobs.claim(db, "worker", LEASE, now=at(59)) is None
    again = claim(db, now=60)
    assert (again.id, again.attempts, again.fence) == (number, 2, 2)
    jobs.finish(db, again)
    done = jobs.get(db, number)
    assert done is not None
    assert done.error is None


def test_a_retry_can_step_behind_all_others_until_a_person_asks(db: Database) -> None:
    number = enqueue(db, reason="operator")
    jobs.retry(db, claim(db), at(3), FAILURE, last=True)
    other = enqueue(db, "other", reason="schedule", now=4)
    assert claim(db, now=5).id == other
    again = claim(db, now=5)
    jobs.retry(db, again, at(6), FAILURE, last=True)
    third = enqueue(db, "third", reason="schedule", now=6)
    assert enqueue(db, reason="operator", now=7) == again.id == number
    assert [claim(db, now=8).id for _ in range(2)] == [number, third]


def test_a_person_shortens_the_wait_for_a_retry(db: Database) -> None:
    number = enqueue(db)
    jobs.retry(db, claim(db), at(3600), FAILURE)
    assert enqueue(db, reason="operator", now=5) == number
    assert claim(db, now=5).reason == "operator"


def test_a_retry_steps_back_where_an_equal_job_has_been_queued_meanwhile(db: Database) -> None:
    first = enqueue(db)
    job = claim(db)
    second = enqueue(db, reason="webhook", now=1)
    jobs.retry(db, job, at(60), FAILURE)
    ended = jobs.get(db, first)
    assert ended is not None
    assert (ended.state, ended.error) == (State.FAILED, FAILURE)
    assert claim(db, now=2).id == second


def test_a_failure_is_told(db: Database) -> None:
    enqueue(db)
    failure = Failure("needs_user", "login_error", "Invalid credentials.")
    jobs.fail(db, claim(db), failure, now=at(7))
    failed = jobs.latest(db, "link")
    assert failed is not None
    assert (failed.state, failed.finished_at, failed.error) == (State.FAILED, at(7), failure)


def test_a_cancelled_job_is_not_begun_and_a_running_one_stops_at_its_next_write(db: Database) -> None:
    waiting = enqueue(db)
    assert jobs.cancel(db, waiting, now=at(1))
    assert not jobs.cancel(db, waiting)
    enqueue(db)
    running = claim(db)
    assert jobs.cancel(db, running.id)
    with pytest.raises(LostLease, match="it was cancelled"):
        guard(db, running)
    enqueue(db)
    assert claim(db).id > running.id


def test_an_erased_job_is_lost(db: Database) -> None:
    enqueue(db)
    job = claim(db)
    with db.write() as connection:
        connection.execute("DELETE FROM jobs")
    with pytest.raises(LostLease, match="it was erased"):
        guard(db, job)


def test_active_latest_and_state_tell_where_a_link_stands(db: Database) -> None:
    assert (jobs.active(db), jobs.latest(db, "link"), jobs.state(db, "link")) == ([], None, None)
    first = enqueue(db)
    second = enqueue(db, resources=("owners",), reason="operator")
    third = enqueue(db, link="other")
    assert [job.id for job in jobs.active(db)] == [second, first, third]
    running = claim(db)
    fourth = enqueue(db, resources=("owners",))
    assert [job.id for job in jobs.active(db, "link")] == [running.id, first, fourth]
    latest, state = jobs.latest(db, "link"), jobs.state(db, "link")
    assert latest is not None
    assert (latest.id, state) == (fourth, running)


def test_threads_never_share_a_link(path: Path) -> None:
    with Database.open(path) as db:
        for number in range(60):
            enqueue(db, link=f"link {number % 12}", resources=(f"resource {number}",))
        running: set[str] = set()
        claimed: list[int] = []
        lock, together = threading.Lock(), threading.Barrier(6)

        def work(owner: int) -> None:
            together.wait()
            while len(claimed) < 60:
                job = jobs.claim(db, f"worker {owner}", LEASE, now=at(1))
                if job is None:
                    continue
                with lock:
                    assert job.link not in running
                    running.add(job.link)
                    claimed.append(job.id)
                guard(db, job)
                with lock:
                    running.remove(job.link)
                jobs.finish(db, job)

        with ThreadPoolExecutor(6) as pool:
            for outcome in [pool.submit(work, owner) for owner in range(6)]:
                outcome.result(timeout=PATIENCE)
        assert jobs.active(db) == []
    assert sorted(claimed) == [*range(1, 61)]


WORK = """
import sys
from datetime import timedelta
from store import Database
from store.ops import jobs, runs
owner = sys.argv[2]
with Database.open(sys.argv[1]) as db:
    print("ready", flush=True)
    sys.stdin.readline()
    while any(job.state == "queued" for job in jobs.active(db)):
        job = jobs.claim(db, owner, timedelta(minutes=5))
        if job is None:
            continue
        with db.write() as connection:
            jobs.guard(connection, job)
            busy = connection.execute("SELECT count(*) FROM pulling WHERE link = ?", [job.link]).fetchone()[0]
            connection.execute("INSERT INTO pulling (link, owner) VALUES (?, ?)", [job.link, owner])
        assert busy == 0, job.link
        with db.write() as connection:
            jobs.guard(connection, job)
            connection.execute("DELETE FROM pulling WHERE link = ?", [job.link])
        jobs.finish(db, job)
        print(job.id, job.fence)
"""


def test_processes_never_share_a_link(path: Path) -> None:
    with Database.open(path) as db:
        for number in range(40):
            enqueue(db, link=f"link {number % 8}", resources=(f"resource {number}",))
        with db.write() as connection:
            connection.execute("CREATE TABLE pulling (link TEXT, owner TEXT)")
    workers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WORK, str(path), f"worker {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    answers = [worker.communicate(timeout=PATIENCE) for worker in workers]
    assert [(worker.returncode, error) for worker, (_, error) in zip(workers, answers, strict=True)] == [(0, "")] * 3
    lines = [line.split() for output, _ in answers for line in output.splitlines()]
    assert sorted(int(job) for job, _ in lines) == [*range(1, 41)]
    assert sorted(int(fence) for _, fence in lines) == [*range(1, 41)]

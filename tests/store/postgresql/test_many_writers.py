"""Many programs that write one store at once, for as long as it takes to find what only now and then goes wrong.

Each exam lasts EXAM_SECONDS, 600 if it is not set.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

import pytest

from settings import ROOT
from store import Database
from store.ops import jobs
from store.schema import migrations
from store.write import aggregates
from store_address import Address
from tests.kit.postgresql import Cluster, running_cluster
from tests.kit.waiting import PATIENCE
from tests.store.postgresql.test_server_database import sums
from tests.store.postgresql.writing import fill

SECONDS = float(os.environ.get("EXAM_SECONDS", "600"))
WRITERS = 8

Writer = subprocess.Popen[str]


def start(url: str, name: str, seconds: float) -> Writer:
    """A program that writes, which has opened the store."""
    command = [sys.executable, "-W", "error", "-m", "tests.store.postgresql.writing", url, name, str(seconds)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@contextmanager
def writers(url: str, number: int, seconds: float = SECONDS) -> Iterator[list[Writer]]:
    """So many of them; at the end of the block those that still write are waited for, and have written something."""
    with ExitStack() as stack:
        started = [start(url, f"writer {one}", seconds) for one in range(number)]
        for one in started:
            stack.callback(one.kill)
        yield started
        for one in started:
            said, wrong = one.communicate(timeout=seconds + PATIENCE)
            assert (one.returncode, wrong) == (0, "")
            assert int(said) > 0


@contextmanager
def store(cluster: Cluster, links: int = 6) -> Iterator[tuple[str, Database]]:
    """One with links and jobs."""
    with cluster.database() as url:
        migrations.migrate(Address(None, url))
        with Database.open(Address(None, url)) as db:
            fill(db, links)
            yield url, db


def assert_all_is_right(db: Database) -> None:
    """The sums are those of the rows, and every job that was taken has ended or can be taken."""
    before = sums(db)
    with db.write() as connection:
        aggregates.rebuild(connection)
    assert sums(db) == before
    ended = db.frame("SELECT fence FROM jobs WHERE state = 'done'")["fence"]
    assert ended.is_unique
    assert len(ended) > 0
    assert db.frame("SELECT link FROM jobs WHERE state = 'running'")["link"].is_unique


@pytest.mark.exam
def test_eight_writers_meet_no_deadlock_and_their_sums_are_those_of_their_rows(postgresql: Cluster) -> None:
    with store(postgresql) as (url, db):
        with writers(url, WRITERS):
            pass
        assert_all_is_right(db)
        found = db.frame("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert [*found["deadlocks"]] == [0]


@pytest.mark.exam
def test_two_workers_of_one_link_never_pull_it_at_the_same_time(postgresql: Cluster) -> None:
    with store(postgresql, links=1) as (url, db):
        with writers(url, 2):
            pass
        assert_all_is_right(db)
        owners = db.frame("SELECT owner, count(*) AS jobs FROM jobs WHERE state = 'done' GROUP BY owner")
        assert len(owners) == 2


@pytest.mark.exam
def test_writers_that_are_killed_leave_right_sums_and_no_job_behind(postgresql: Cluster) -> None:
    with store(postgresql) as (url, db):
        until, names = time.monotonic() + SECONDS, (f"killed {number}" for number in count())
        started = [start(url, next(names), 2 * SECONDS + PATIENCE) for _ in range(3)]
        kills = 0
        while time.monotonic() < until or kills < 3:
            started[0].send_signal(signal.SIGKILL)
            started.pop(0).communicate()
            started.append(start(url, next(names), 2 * SECONDS + PATIENCE))
            kills += 1
        for one in started:
            one.kill()
            one.communicate()
        with writers(url, 1, seconds=10):  # longer than a lease
            pass
        assert_all_is_right(db)
        waiting = {job.link for job in jobs.active(db)} - {jobs.EVERY_LINK}
        assert len(waiting) == 6


@pytest.mark.exam
def test_writers_outlive_a_server_that_is_killed_and_what_was_committed_is_there() -> None:
    with running_cluster(is_durable=True) as cluster, store(cluster) as (url, db):

        def kill() -> None:
            cluster.kill()
            cluster.start_again()

        with writers(url, 4, SECONDS):
            again_and_again(kill, SECONDS / 4)
        with Database.open(db.address) as after:  # which never knew the server that was killed
            assert_all_is_right(after)


@pytest.mark.exam
def test_writers_go_on_while_a_newer_version_expands_the_store(postgresql: Cluster) -> None:
    """The newer version is played: a step that it alone knows, of which it says that this one can do without it."""
    known = len(migrations.MIGRATIONS)
    with store(postgresql) as (url, db):
        numbers = count(1)

        def expand() -> None:
            number = next(numbers)
            with db.write(patience=PATIENCE) as connection:
                connection.execute(f"ALTER TABLE transactions ADD COLUMN later_{number} text")
                connection.execute(f"CREATE TABLE later_{number} (id bigint PRIMARY KEY)")
                connection.execute(
                    "INSERT INTO schema_migrations (number, name, applied_at, needs_code)"
                    " VALUES (:number, 'later', 'now', :needs)",
                    {"number": known + number, "needs": known},
                )

        with writers(url, 4, SECONDS):
            again_and_again(expand, SECONDS / 4)
        Database.open(db.address).close()
        assert_all_is_right(db)


def again_and_again(disturb: Callable[[], None], pause: float) -> None:
    """Three times, with a pause before each."""
    for _ in range(3):
        time.sleep(pause)
        disturb()

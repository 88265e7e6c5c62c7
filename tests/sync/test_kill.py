"""A worker process is killed at random instants of a pull; nothing may be missing or double after the rerun."""

import random
import sqlite3
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from store import Database
from store.core import instants
from store.ops import jobs
from store.ops.jobs import State
from store.write import aggregates
from sync import pull_link
from sync.worker import LEASE
from tests.kit.bodies import LINK
from tests.kit.local_belvo import client_of
from tests.kit.scripted_belvo import ORDERS, Order, Row, ScriptedBelvo, transaction_body
from tests.kit.waiting import PATIENCE, until
from tests.sync.processes import store_path, worker

RESOURCES = ("accounts", "transactions", "owners")
PAGES = 30
FEW, MANY = 600, 6_000  # rows; many are stored by a process of its own

TABLES = (
    *("links", "institutions", *RESOURCES),
    *(f"raw_{name}" for name in ("links", "institutions", *RESOURCES)),
    *("versions_transactions", "flows", "flows_by_day", "row_counts", "bookmarks"),
)
OF_ITS_TIME = {"key", "changed_at", "since", "until", "listed_at", "full_at"}
"""Columns that tell when and in which order something was pulled."""


def content(db: Database) -> dict[str, list[str]]:
    """All that was pulled, in an order of its own."""
    with db.read() as connection:
        return {
            table: sorted(repr(told(row)) for row in connection.execute(f"SELECT * FROM {table}")) for table in TABLES
        }


def told(row: sqlite3.Row) -> dict[str, object]:
    values = {name: row[name] for name in row.keys() if name not in OF_ITS_TIME}  # noqa: SIM118 - a Row's own
    return values | {"deleted_at": values["deleted_at"] is not None} if "deleted_at" in values else values


def queue(db: Database) -> int:
    with db.write() as connection:
        return jobs.enqueue(connection, LINK, RESOURCES, "connected")


def attempts(db: Database, job: int) -> int:
    found = jobs.get(db, job)
    assert found is not None
    return found.attempts


def pass_time_until_the_lease_is_over(db: Database) -> None:
    later = instants.encode(datetime.fromisoformat(instants.now()) + LEASE)
    dead = jobs.claim(db, "tester", timedelta(seconds=1), now=later)
    if dead is not None:
        jobs.release(db, dead)


def is_done(db: Database, job: int) -> bool:
    found = jobs.get(db, job)
    assert found is not None
    assert found.state is not State.FAILED, found.error
    return found.state is State.DONE


class Killing:
    """Says after how many answers the worker is to die, and holds the pull up soon after, lest it end before that."""

    def __init__(self, answers: int) -> None:
        self._left = answers
        self.due, self.done = Event(), Event()

    def __call__(self, _request: str) -> None:
        self._left -= 1
        if self._left <= 0:
            self.due.set()
        if self._left <= -3:
            self.done.wait(PATIENCE)


def kill_in_the_middle(belvo: ScriptedBelvo, data_dir: Path, chance: random.Random) -> None:
    """Let a worker live until Belvo has answered some of its requests, and for a part of a page longer."""
    belvo.before = killing = Killing(chance.randint(1, PAGES - 5))
    with worker(data_dir, belvo.url) as process:
        assert killing.due.wait(PATIENCE)
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait()
    killing.done.set()
    belvo.before = lambda _request: None


def undisturbed(belvo: ScriptedBelvo, path: Path, lists: list[list[Row]]) -> dict[str, list[str]]:
    """What the store holds after one pull of each of those states of Belvo's list, with nobody killed."""
    with Database.open(path) as db, client_of(belvo.url) as client:
        for rows in lists:
            belvo.lists["transactions"] = rows
            job = queue(db)
            claimed = jobs.claim(db, "tester", LEASE)
            assert claimed is not None
            assert claimed.id == job
            pull_link(db, client, claimed)
            jobs.finish(db, claimed)
        return content(db)


@pytest.mark.parametrize(
    ("order", "count", "kills"),
    [
        *((order, FEW, 3) for order in ORDERS),
        ("newest first", MANY, 3),
        *(pytest.param(order, count, 35, marks=pytest.mark.exam) for order in ORDERS for count in (FEW, MANY)),
    ],
)
def test_a_killed_pull_leaves_no_gap_and_no_double_after_the_rerun(
    belvo: ScriptedBelvo, tmp_path: Path, order: Order, count: int, kills: int
) -> None:
    belvo.order, belvo.page_limit = order, count // PAGES
    chance = random.Random(f"kill/{order}/{kills}")  # noqa: S311 - moments, not secrets
    first = [transaction_body(number) for number in range(count)]
    second = [*first[1:-1], first[-1] | {"status": "PENDING"}, *map(transaction_body, range(count, count + 90))]
    expected = undisturbed(belvo, tmp_path / "undisturbed.db", [first, second])

    data_dir = tmp_path / "data"
    with Database.open(store_path(data_dir)) as db:
        for rows in (first, second):
            belvo.lists["transactions"] = rows
            job = queue(db)
            for _ in range(kills):
                kill_in_the_middle(belvo, data_dir, chance)
                pass_time_until_the_lease_is_over(db)
            with worker(data_dir, belvo.url):
                until(partial(is_done, db, job))
            # Each kill met a worker that had taken the job.
            assert attempts(db, job) == kills + 1
        found = content(db)
        assert found == expected
        with db.write() as connection:
            aggregates.rebuild(connection)
        assert content(db) == found

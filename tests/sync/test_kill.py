"""A worker process is killed at random instants of a pull; nothing may be missing or double after the rerun."""

import random
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store import Database, aggregates, instants, jobs
from store.jobs import State
from sync import pull_link
from sync.worker import LEASE, release
from tests.sync.processes import client_of, store_path, worker
from tests.sync.scripted_belvo import LINK, ORDERS, Order, Row, ScriptedBelvo, transaction_body
from tests.sync.waiting import until

RESOURCES = ("accounts", "transactions", "owners")
ROWS, PAGE = 600, 20
KILLS = 3

CONTENT = {
    **dict.fromkeys(("links", "institutions", "accounts", "owners"), "gone_at IS NULL"),
    "transactions": "gone_at IS NULL, account, value_date, amount, signed_amount, status, description, search_text",
    **{f"raw_{name}": "body" for name in ("links", "institutions", *RESOURCES)},
    "versions_transactions": "body",
}
SUMS = {
    "flows": "link, account, day, type, category, status, currency, amount, count",
    "flows_by_day": "day, type, category, status, currency, amount, count",
    "row_counts": "resource, link, live",
    "bookmarks": "link, resource, created_at",
}


def content(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that was pulled, in an order of its own, without the times of pulling."""
    queries = {table: f"SELECT id, {columns} FROM {table}" for table, columns in CONTENT.items()}
    queries |= {table: f"SELECT {columns} FROM {table}" for table, columns in SUMS.items()}
    with db.read() as connection:
        return {
            table: sorted((tuple(row) for row in connection.execute(query)), key=repr)
            for table, query in queries.items()
        }


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
        release(db, dead)


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
            self.done.wait(20)


def kill_in_the_middle(belvo: ScriptedBelvo, data_dir: Path, chance: random.Random) -> None:
    """Let a worker live until Belvo has answered some of its requests, and for a part of a page longer."""
    belvo.before = killing = Killing(chance.randint(1, ROWS // PAGE - 5))
    with worker(data_dir, belvo.url) as process:
        assert killing.due.wait(20)
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait()
    killing.done.set()
    belvo.before = lambda _request: None


def undisturbed(belvo: ScriptedBelvo, path: Path, lists: list[list[Row]]) -> dict[str, list[tuple[Any, ...]]]:
    """What the store holds after one pull of each of those states of Belvo's list, with nobody killed."""
    with Database.open(path) as db, client_of(belvo) as client:
        for rows in lists:
            belvo.lists["transactions"] = rows
            job = queue(db)
            claimed = jobs.claim(db, "tester", LEASE)
            assert claimed is not None
            assert claimed.id == job
            pull_link(db, client, claimed)
            jobs.finish(db, claimed)
        return content(db)


@pytest.mark.parametrize("order", ORDERS)
def test_a_killed_pull_leaves_no_gap_and_no_double_after_the_rerun(
    belvo: ScriptedBelvo, tmp_path: Path, order: Order
) -> None:
    belvo.order, belvo.page_limit = order, PAGE
    chance = random.Random(f"kill/{order}")  # noqa: S311 - moments, not secrets
    first = [transaction_body(number) for number in range(ROWS)]
    second = [*first[1:-1], first[-1] | {"status": "PENDING"}, *map(transaction_body, range(ROWS, ROWS + 90))]
    expected = undisturbed(belvo, tmp_path / "undisturbed.db", [first, second])

    data_dir = tmp_path / "data"
    with Database.open(store_path(data_dir)) as db:
        for rows in (first, second):
            belvo.lists["transactions"] = rows
            job = queue(db)
            for _ in range(KILLS):
                kill_in_the_middle(belvo, data_dir, chance)
                pass_time_until_the_lease_is_over(db)
            with worker(data_dir, belvo.url):
                until(partial(is_done, db, job))
            # Each kill met a worker that had taken the job; each time the lease was over, it was taken once more.
            assert attempts(db, job) == 2 * KILLS + 1
        found = content(db)
        assert found == expected
        with db.write() as connection:
            aggregates.rebuild(connection)
        assert content(db) == found

"""A worker process is killed at random instants of its pulls; nothing may be missing or double after the rerun."""

import random
import sqlite3
import time
from collections.abc import Sequence
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
from tests.kit.scripted_belvo import ORDERS, Order, Row, ScriptedBelvo, link_body, row_id, transaction_body
from tests.kit.waiting import PATIENCE, until
from tests.sync.processes import store_path, worker

RESOURCES = ("accounts", "transactions", "owners")
PAGES = 30
FEW, MANY = 600, 6_000  # rows; many are stored by a process of its own, which links share
LINKS = (LINK, row_id("link", 2), row_id("link", 3))

TABLES = (
    *("links", "institutions", *RESOURCES),
    *(f"raw_{name}" for name in ("links", "institutions", *RESOURCES)),
    *("versions_transactions", "flows_by_month", "flows_by_day", "row_counts", "bookmarks"),
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


def queue(db: Database, links: Sequence[str]) -> list[int]:
    with db.write() as connection:
        return [jobs.enqueue(connection, link, RESOURCES, "connected") for link in links]


def lost_attempts(db: Database, wanted: Sequence[int]) -> int:
    """How many claims of these jobs came to nothing, before the last one of each."""
    return sum(found.attempts - 1 for job in wanted if (found := jobs.get(db, job)))


def pass_time_until_the_leases_are_over(db: Database) -> None:
    later = instants.encode(datetime.fromisoformat(instants.now()) + LEASE)
    dead = []
    while job := jobs.claim(db, "tester", timedelta(minutes=1), now=later):
        dead.append(job)
    for job in dead:
        jobs.release(db, job)


def are_done(db: Database, wanted: Sequence[int]) -> bool:
    found = [job for number in wanted if (job := jobs.get(db, number))]
    assert not [job.error for job in found if job.state is State.FAILED]
    return all(job.state is State.DONE for job in found)


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
        in_time = killing.due.wait(PATIENCE)
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        _, said = process.communicate()
        assert in_time, said
    killing.done.set()
    belvo.before = lambda _request: None


def of(link: str, row: Row) -> Row:
    """The same of another link: the transaction, its account, or the owner."""
    if link == LINK:
        return row
    told = row | {"id": row_id(link, int(str(row["id"])[:8], 16))}
    return told | ({"account": of(link, row["account"])} if "account" in row else {"link": link})


def undisturbed(belvo: ScriptedBelvo, path: Path, lists: list[list[Row]], links: Sequence[str]) -> dict[str, list[str]]:
    """What the store holds after one pull of each of those states of Belvo's list, link by link, with nobody killed."""
    with Database.open(path) as db, client_of(belvo.url) as client:
        for rows in lists:
            belvo.lists["transactions"] = rows
            for job in queue(db, links):
                claimed = jobs.claim(db, "tester", LEASE)
                assert claimed is not None
                assert claimed.id == job
                pull_link(db, client, claimed)
                jobs.finish(db, claimed)
        return content(db)


@pytest.mark.parametrize(
    ("order", "count", "links", "kills"),
    [
        ("shuffled", FEW, LINKS, 3),
        ("newest first", MANY, LINKS[:1], 3),
        *(
            pytest.param(order, count, links, 35, marks=pytest.mark.exam)
            for order in ORDERS
            for count, links in ((FEW, LINKS[:1]), (FEW, LINKS), (MANY, LINKS[:1]), (3 * MANY, LINKS))
        ),
    ],
)
def test_killed_pulls_leave_no_gap_and_no_double_after_the_rerun(
    belvo: ScriptedBelvo, tmp_path: Path, order: Order, count: int, links: Sequence[str], kills: int
) -> None:
    belvo.order, belvo.page_limit = order, count // PAGES
    chance = random.Random(f"kill/{order}/{kills}")  # noqa: S311 - moments, not secrets
    belvo.lists["links"] = [link_body(id=link) for link in links]
    for name in ("accounts", "owners"):
        belvo.lists[name] = [of(link, row) for link in links for row in belvo.lists[name]]
    each = count // len(links)
    first = [of(link, transaction_body(number)) for link in links for number in range(each)]
    added = [of(link, transaction_body(number)) for link in links for number in range(each, each + 90 // len(links))]
    second = [*first[1:-1], first[-1] | {"status": "PENDING"}, *added]
    expected = undisturbed(belvo, tmp_path / "undisturbed.db", [first, second], links)

    data_dir = tmp_path / "data"
    with Database.open(store_path(data_dir)) as db:
        for rows in (first, second):
            belvo.lists["transactions"] = rows
            pass_time_until_the_leases_are_over(db)  # of what the last worker had begun besides
            wanted = queue(db, links)
            for _ in range(kills):
                kill_in_the_middle(belvo, data_dir, chance)
                pass_time_until_the_leases_are_over(db)
            with worker(data_dir, belvo.url):
                until(partial(are_done, db, wanted))
            # Each kill met a worker that had taken a job, and mostly that of each link.
            assert kills <= lost_attempts(db, wanted) <= kills * len(links)
        found = content(db)
        assert found == expected
        with db.write() as connection:
            aggregates.rebuild(connection)
        assert content(db) == found

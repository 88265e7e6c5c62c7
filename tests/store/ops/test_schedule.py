"""Which links are pulled without anybody asking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from store import Database
from store.core import instants
from store.ops import jobs, schedule
from store.upkeep import sandbox_reset
from store.write import bookmarks, links
from tests.kit import bodies
from tests.kit.bodies import LINK

NOW = "2026-11-24T05:00:00.000000Z"
DAY = timedelta(days=1)

Change = Callable[[Database], None]


def before(hours: float) -> str:
    return instants.encode(instants.decode(NOW) - timedelta(hours=hours))


def link(db: Database, *, listed: float = 48, tried: float = 48, **fields: Any) -> None:  # noqa: ANN401 - fields of a link
    """A link whose accounts were listed so many hours ago, by a job that ended."""
    with db.write() as connection:
        links.save(connection, bodies.link(**fields))
        bookmarks.set(connection, LINK, "accounts", None, full=True, now=before(listed))
        job = jobs.enqueue(connection, LINK, ["accounts"], "schedule", now=before(tried))
    jobs.cancel(db, job)


def due(db: Database) -> list[str]:
    with db.read() as connection:
        return schedule.due(connection, DAY, now=NOW)


@pytest.mark.parametrize(
    ("fields", "listed", "is_due"),
    [
        ({}, 25, True),
        ({}, 23, False),
        ({}, -5, True),
        ({"refresh_rate": "6h"}, 7, True),
        ({"refresh_rate": "6h"}, 5, False),
        ({"stale_in": "1d"}, 13, True),
        ({"stale_in": "1d"}, 11, False),
        ({"refresh_rate": "often"}, 25, True),
        ({"access_mode": "single"}, 100, False),
        ({"status": "invalid"}, 100, False),
        ({"status": "token_required"}, 100, False),
    ],
    ids=str,
)
def test_a_link_is_due_by_its_refresh_rate_and_by_what_belvo_keeps(
    db: Database, fields: dict[str, Any], listed: float, *, is_due: bool
) -> None:
    link(db, listed=listed, **fields)
    assert due(db) == ([LINK] if is_due else [])


def test_a_link_that_was_never_listed_is_due(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
    assert due(db) == [LINK]


def test_a_clock_that_was_set_back_makes_a_link_due_once(db: Database) -> None:
    link(db, listed=-5, tried=-5)
    assert due(db) == [LINK]
    with db.write() as connection:
        job = jobs.enqueue(connection, LINK, ["accounts"], "schedule", now=NOW)
    jobs.cancel(db, job)
    assert due(db) == []


def test_a_pull_that_fails_is_not_asked_for_again_at_once(db: Database) -> None:
    link(db, tried=0.5)
    assert due(db) == []


def queue(db: Database) -> None:
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["owners"], "webhook", now=before(3))


def unfollow(db: Database) -> None:
    with db.write() as connection:
        links.set_followed(connection, LINK, followed=False)


def reset_sandbox(db: Database) -> None:
    with db.write() as connection:
        sandbox_reset.note(connection, [LINK])


def delete(db: Database) -> None:
    with db.write() as connection:
        links.mark_deleted(connection, LINK)


@pytest.mark.parametrize("change", [queue, unfollow, reset_sandbox, delete])
def test_some_links_are_left_alone(db: Database, change: Change) -> None:
    link(db)
    assert due(db) == [LINK]
    change(db)
    assert due(db) == []


def test_a_job_that_only_read_the_link_was_no_try(db: Database) -> None:
    link(db)
    with db.write() as connection:
        job = jobs.enqueue(connection, LINK, [], "webhook", now=before(0.1))
    jobs.cancel(db, job)
    assert due(db) == [LINK]

"""Which links are pulled without anybody asking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.pulls.rounds import AT_ONCE, moment
from store import Database
from store.core import instants
from store.ops import jobs, rounds, schedule
from store.upkeep import sandbox_reset
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import row_id

NOW = "2026-11-24T05:00:00.000000Z"
DAY = timedelta(days=1)

Change = Callable[[Database], None]


def before(hours: float) -> str:
    return instants.encode(instants.decode(NOW) - timedelta(hours=hours))


def link(db: Database, *, ended: float = 48, tried: float = 48, **fields: Any) -> None:  # noqa: ANN401 - fields of a link
    """A link whose last round ended so many hours ago, and that was pulled so many hours ago."""
    with db.write() as connection:
        links.save(connection, bodies.link(**fields))
        rounds.note(connection, str(fields.get("id", LINK)), None, now=before(ended))
        job = jobs.enqueue(connection, str(fields.get("id", LINK)), ["accounts"], "schedule", now=before(tried))
    jobs.cancel(db, job)


def due(db: Database, now: str = NOW) -> list[str]:
    with db.read() as connection:
        return schedule.due(connection, DAY, now=now)


@pytest.mark.parametrize(
    ("fields", "ended", "is_due"),
    [
        ({}, 25, True),
        ({}, -5, True),
        ({"refresh_rate": "6h"}, 7, True),
        ({"stale_in": "1d"}, 13, True),
        ({"refresh_rate": "often"}, 25, True),
        ({"access_mode": "single"}, 100, False),
        ({"status": "invalid"}, 100, False),
        ({"status": "token_required"}, 100, False),
    ],
    ids=str,
)
def test_a_link_is_due_by_its_refresh_rate_and_by_what_belvo_keeps(
    db: Database, fields: dict[str, Any], ended: float, *, is_due: bool
) -> None:
    link(db, ended=ended, **fields)
    assert due(db) == ([LINK] if is_due else [])


@pytest.mark.parametrize(
    ("fields", "hours"), [({}, 24), ({"refresh_rate": "6h"}, 6), ({"stale_in": "1d"}, 12), ({"refresh_rate": "x"}, 24)]
)
def test_in_an_interval_a_link_is_due_once_at_its_moment(db: Database, fields: dict[str, Any], hours: float) -> None:
    interval = timedelta(hours=hours)
    its = moment(LINK, interval, instants.decode(NOW))
    link(db, ended=(instants.decode(NOW) - its + interval - timedelta(minutes=5)) / timedelta(hours=1), **fields)
    assert due(db, instants.encode(its - timedelta(minutes=1))) == []
    assert due(db, instants.encode(its)) == [LINK]
    with db.write() as connection:
        rounds.note(connection, LINK, None, now=instants.encode(its))
    assert due(db, instants.encode(its + interval - timedelta(minutes=1))) == []


def test_links_whose_moment_is_near_come_with_one_that_is_due_and_no_more_than_may_wait_at_once(db: Database) -> None:
    now = instants.decode(NOW)
    others = [row_id("link", number) for number in range(2000)]
    near = [one for one in others if moment(one, DAY, now + timedelta(minutes=55)) > now][:60]
    for one in near:
        link(db, id=one, ended=12)
    link(db, id=next(one for one in others if moment(one, DAY, now + timedelta(hours=9)) < now), ended=1)
    assert due(db) == []
    link(db)
    found = due(db)
    assert (found[0], {*found[1:]} < {*near}, len(found)) == (LINK, True, AT_ONCE)
    with db.write() as connection:
        for one in found[1:40]:
            jobs.enqueue(connection, one, ["accounts"], "schedule", now=NOW)
    assert len(due(db)) == AT_ONCE - 39


def test_a_link_that_has_had_no_round_is_due(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
    assert due(db) == [LINK]


def test_a_clock_that_was_set_back_makes_a_link_due_once(db: Database) -> None:
    link(db, ended=-5, tried=-5)
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

from datetime import UTC, datetime, timedelta

import pytest

from store import Database
from store.core import instants
from store.ops import calls, historical, jobs, runs
from store.ops.calls import Call
from store.write import links
from sync import schedule
from sync.schedule import Rules, Schedule
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import link_body


def queued(db: Database) -> list[tuple[str, str]]:
    return [(job.link, job.reason) for job in jobs.active(db)]


def test_at_the_start_everything_is_compared_and_what_is_due_is_pulled(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, link_body())
    clock = Schedule(db, Rules())
    clock.tick()
    clock.tick()
    assert queued(db) == [(jobs.EVERY_LINK, "reconcile"), (LINK, "schedule")]


def test_later_only_what_has_become_due_is_queued(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_EVERY", 0.0)
    clock = Schedule(db, Rules(pull_every=timedelta(days=1)))
    clock.tick()
    for job in jobs.active(db):
        jobs.cancel(db, job.id)
    clock.tick()
    assert queued(db) == []
    with db.write() as connection:
        links.save(connection, link_body())
    clock.tick()
    assert queued(db) == [(LINK, "schedule")]


def test_two_workers_queue_nothing_twice(db: Database) -> None:
    for _ in range(2):
        Schedule(db, Rules()).tick()
    assert queued(db) == [(jobs.EVERY_LINK, "reconcile")]


def test_historical_data_that_no_webhook_tells_of_are_looked_for(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_EVERY", 0.0)
    monkeypatch.setattr(historical, "GAPS", (0, 0, 60))
    with db.write() as connection:
        links.save(connection, link_body(access_mode="single"))
        historical.expect(connection, LINK, ["accounts"])
    clock = Schedule(db, Rules(webhooks=False))
    clock.tick()
    clock.tick()
    assert queued(db) == [(jobs.EVERY_LINK, "reconcile"), (LINK, "historical_poll")]


def test_calls_are_kept_as_long_and_as_many_as_the_rules_say(db: Database) -> None:
    def at(days: int) -> str:
        return instants.encode(datetime.now(UTC) - timedelta(days=days))

    with db.write() as connection:
        calls.record_many(connection, [Call(at(days), "GET", f"/{days}") for days in (9, 8, 3, 2, 1)])
    Schedule(db, Rules(calls_kept=timedelta(days=7), calls_at_most=2)).tick()
    assert calls.page(db)["path"].tolist() == ["/1", "/2"]


def test_how_pulls_went_is_kept_as_long_as_the_rules_say(db: Database) -> None:
    with db.write() as connection:
        for days in (9, 8, 6, 1):
            at = instants.encode(datetime.now(UTC) - timedelta(days=days))
            runs.finish(connection, runs.start(connection, None, LINK, "accounts", now=at), "done", now=at)
    Schedule(db, Rules(history_kept=timedelta(days=7))).tick()
    assert sorted(runs.for_link(db, LINK)["run"]) == [3, 4]

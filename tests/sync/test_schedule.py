import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Database
from store.core import instants
from store.ops import audit, calls, historical, jobs, processes, runs
from store.ops.calls import Bodies, Call
from store.upkeep import ages
from store.upkeep.ages import Ages
from store.write import links, rows
from sync import schedule
from sync.schedule import Rules, Schedule
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.damage import ruin
from tests.kit.files import file_of
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


def test_at_each_look_the_worker_is_heard_of(db: Database) -> None:
    assert processes.worker_last_heard(db) is None
    Schedule(db, Rules()).tick()
    assert processes.worker_last_heard(db) is not None


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
        made = [Call(at(days), "GET", f"/{days}") for days in (9, 8, 3, 2, 1)]
        calls.record_many(connection, made, [Bodies("{}", None)] * 5)
    Schedule(db, Rules(calls_kept=timedelta(days=7), calls_at_most=2, bodies_kept=timedelta(hours=36))).tick()
    kept = calls.page(db)
    assert kept["path"].tolist() == ["/1", "/2"]
    assert [calls.bodies(db, int(call)) for call in kept["call"]] == [Bodies("{}", None), None]


def test_how_pulls_went_is_kept_as_long_as_the_rules_say(db: Database) -> None:
    with db.write() as connection:
        for days in (9, 8, 6, 1):
            at = instants.encode(datetime.now(UTC) - timedelta(days=days))
            runs.finish(connection, runs.start(connection, None, LINK, "accounts", now=at), "done", now=at)
    Schedule(db, Rules(history_kept=timedelta(days=7))).tick()
    assert sorted(runs.for_link(db, LINK)["run"]) == [3, 4]


def test_what_has_an_age_goes_at_the_start_and_once_a_day_beside_the_pulls(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def at_once(call: Callable[[], None], name: str) -> None:
        asked.append(name)
        call()

    monkeypatch.setattr(schedule, "_EVERY", 0.0)
    monkeypatch.setattr(schedule, "in_background", at_once)
    with db.write() as connection:
        old = bodies.transaction(1, value_date="2020-01-01")
        rows.save_page(connection, "transactions", LINK, [old])
    clock = Schedule(db, Rules(ages=Ages(rows=timedelta(days=365))))
    clock.tick()
    clock.tick()
    assert asked.count("retention") == 1
    last, taken = ages.told(db)
    assert (last is not None, taken) == (True, {"transactions": 1})


def test_what_people_did_is_kept_as_long_as_the_rules_say(db: Database) -> None:
    with db.write() as connection:
        for days in (9, 8, 6, 1):
            at = instants.encode(datetime.now(UTC) - timedelta(days=days))
            audit.record(connection, "ana", "pull", "", {}, now=at)
    Schedule(db, Rules(audit_kept=timedelta(days=7))).tick()
    assert ([*audit.table(db)["id"]], audit.verify(db).fault) == ([4, 3], "")


def test_what_is_wrong_with_the_store_is_named_at_the_start_and_once_a_day(
    db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(schedule, "_EVERY", 0.0)
    monkeypatch.setattr(schedule, "in_background", lambda call, _name: call())
    with db.write() as connection:
        connection.execute("INSERT INTO row_counts VALUES ('transactions', 'a', 'b', 7)")
    clock = Schedule(db, Rules())
    clock.tick()
    clock.tick()
    assert errors(caplog) == [
        "Sums are not those of the rows: account b of link a. Run python -m store recount, and report it if they "
        "differ again."
    ]
    monkeypatch.setattr(schedule, "_CHECK_EVERY", 0.0)
    clock = Schedule(db, Rules())
    clock.tick()
    clock.tick()
    assert len(errors(caplog)) == 3


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_a_store_that_can_not_be_read_is_named_too(
    db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def look(check: Callable[[], None], _name: str) -> None:
        db.checkpoint()
        ruin(file_of(db))
        check()

    monkeypatch.setattr(schedule, "in_background", look)
    Schedule(db, Rules()).tick()
    (told,) = errors(caplog)
    assert "python -m store restore FILE" in told


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.sqlite_only(reason="is about the bytes of a file")
def test_a_desk_that_has_nothing_to_do_leaves_nothing_in_the_log_alone(db: Database, tmp_path: Path) -> None:
    with db.write() as connection:
        links.save(connection, link_body())
    Schedule(db, Rules()).rest()
    shutil.copyfile(file_of(db), tmp_path / "copy.db")
    with Database.open(tmp_path / "copy.db") as copied:
        assert links.find(copied, LINK) is not None

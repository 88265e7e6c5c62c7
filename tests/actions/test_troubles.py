"""What keeps the desk from its work is found wherever it is, with its cure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from actions import troubles
from actions.health import machine
from actions.reach import Reach
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.ops import processes
from store.upkeep import integrity
from tests.kit.damage import ruin
from tests.kit.files import file_of

SERVER = "http://127.0.0.1:8501"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def desk(tmp_path: Path) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), server_url=SERVER)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], None]:
    """Has the server have started these."""
    return lambda running: monkeypatch.setattr(troubles, "processes", lambda: running)


def found(db: Database, desk: Settings, reach: Reach = "reached", after: timedelta = timedelta()) -> list[str]:
    now = datetime.now(UTC) + after
    return [f"{trouble.told} {trouble.cure}" for trouble in troubles.find(db, desk, reach, now=now)]


def heard(db: Database) -> None:
    with db.write() as connection:
        processes.beat(connection)


def test_a_desk_that_works_has_none(db: Database, desk: Settings) -> None:
    heard(db)
    assert found(db, desk) == []


def test_a_silent_belvo(db: Database, desk: Settings) -> None:
    elsewhere = desk.model_copy(update={"environment": "sandbox"})
    assert found(db, elsewhere, "unreachable", timedelta(hours=1)) == [
        "Belvo does not answer. What is stored can be read; new data can't be pulled. "
        "Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set."
    ]


def test_a_worker_that_stands_still_though_nothing_waits_for_it(
    db: Database, desk: Settings, worker: Callable[[list[int]], None]
) -> None:
    heard(db)
    worker([4711])
    assert found(db, desk, after=timedelta(seconds=19)) == []
    assert found(db, desk, after=timedelta(seconds=25)) == [
        "The worker stands still, unheard of for 25 s: nothing is pulled. "
        "Let process 4711 go on (kill -CONT), or end it (kill -KILL): the server starts another."
    ]


def test_health_says_so_too(
    db: Database, desk: Settings, worker: Callable[[list[int]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker([4711])
    heard(db)
    assert machine.worker(db, desk).state == "well"
    monkeypatch.setattr(troubles, "LONGEST_UNHEARD", timedelta())
    still = machine.worker(db, desk)
    assert (still.state, still.found.partition(",")[0]) == ("failed", "Process 4711 stands still")
    assert still.cure == troubles.let_go_on(4711)


def test_a_worker_that_is_gone(db: Database, desk: Settings, worker: Callable[[list[int]], None]) -> None:
    worker([])
    assert found(db, desk, after=timedelta(hours=1)) == [
        "No worker runs, so nothing is pulled. "
        "The server starts one within half a minute; its log says why if it does not."
    ]


def test_where_none_is_to_be_started_one_elsewhere_is_enough(
    db: Database, desk: Settings, worker: Callable[[list[int]], None]
) -> None:
    worker([])
    alone = desk.model_copy(update={"workers": 0})
    assert found(db, alone, after=timedelta(hours=1)) == [
        "No worker runs, so nothing is pulled. "
        "This server starts none (LINKDESK_WORKERS=0). Start one beside it: python -m sync --work"
    ]
    assert machine.worker(db, alone).state == "doubtful"
    with db.write() as connection:
        processes.note_pulls(connection, "elsewhere:7", 8)
    assert found(db, alone) == []
    there = machine.worker(db, alone)
    assert (there.state, there.found) == ("well", "Process elsewhere:7 runs; 0 pulls wait.")


def test_a_server_that_has_just_begun_waits_for_its_worker(
    db: Database, desk: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.write() as connection:
        processes.beat(connection, now="2020-01-01T00:00:00.000000Z")
    began = datetime.now(UTC).timestamp()
    monkeypatch.setattr(psutil.Process, "create_time", lambda _self: began)
    assert found(db, desk) == []


def test_whoever_shows_pages_without_a_server_misses_no_worker(db: Database, desk: Settings) -> None:
    assert found(db, desk.model_copy(update={"server_url": None}), after=timedelta(hours=1)) == []


def test_a_full_disk(db: Database, desk: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(10**9, 10**9, 5_000_000))
    assert found(db, desk, after=timedelta(hours=1)) == [
        "The disk is full (5 MB left): nothing can be pulled or changed. "
        "Free some space; what is stored is safe and can be read."
    ]


def test_a_store_that_can_not_be_written(db: Database, desk: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    (told,) = found(db, desk)
    assert told.startswith(
        f"{file_of(db)} can't be written: nothing can be pulled or changed. Let whoever runs Linkdesk"
    )


def test_a_damaged_store(db: Database, desk: Settings) -> None:
    heard(db)
    db.checkpoint()
    ruin(file_of(db))
    (told,) = found(db, desk)
    assert "python -m store restore FILE" in told


def test_a_damaged_page_that_only_a_look_at_the_whole_file_has_met(db: Database, desk: Settings) -> None:
    heard(db)
    with db.write() as connection:
        problem = {"name": integrity.PAGES, "at": "2026", "problem": "The file is damaged: row 7 missing."}
        connection.execute("INSERT INTO store_checks VALUES (:name, :at, :problem)", problem)
    assert found(db, desk) == [f"The store is damaged. {problem['problem']} {integrity.CURES[integrity.PAGES]}"]

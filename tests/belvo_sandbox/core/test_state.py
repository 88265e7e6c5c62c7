import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest

from belvo_sandbox.core.state import FILE_NAME, MIGRATIONS, State, StateError
from tests.kit.waiting import PATIENCE


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    state = State(folder)
    state.setdefault("name", "value")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    state.close()
    assert modes.pop("b") == 0o700
    assert set(modes.values()) == {0o600}
    assert FILE_NAME in modes


def test_a_value_that_was_settled_stays(tmp_path: Path) -> None:
    first, second = State(tmp_path), State(tmp_path)
    assert [first.setdefault("name", "a"), second.setdefault("name", "b"), first.setting("name")] == ["a", "a", "a"]
    first.close()
    second.close()
    with pytest.raises(KeyError):
        State(tmp_path).setting("other")


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    state = State(tmp_path)

    def fail() -> None:
        with state.write() as connection:
            connection.execute("INSERT INTO settings VALUES ('name', 'value')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(KeyError):
        state.setting("name")
    state.close()


def test_a_state_of_the_future_is_refused(tmp_path: Path) -> None:
    State(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StateError, match="newer sandbox"):
        State(tmp_path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA application_id = 7")
    with pytest.raises(StateError, match="another program"):
        State(tmp_path)


def test_a_state_that_can_not_be_brought_up_to_date_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(StateError, match=f"Move it out of {tmp_path} to start afresh"):
        State(tmp_path)


def test_a_state_that_has_lost_its_content_is_named_and_not_begun_afresh(tmp_path: Path) -> None:
    State(tmp_path).close()
    (tmp_path / FILE_NAME).write_bytes(b"")
    with pytest.raises(StateError, match=r"has lost all of its content\. Bring back a backup of it"):
        State(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b""


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from belvo_sandbox import create_app
print(create_app(Path({str(tmp_path)!r})).state.sandbox.instance)
"""
    command = [sys.executable, "-c", code]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    instances = {process.communicate(timeout=PATIENCE)[0] for process in processes}
    assert {process.returncode for process in processes} == {0}
    assert len(instances) == 1


def test_threads_share_it(tmp_path: Path) -> None:
    state, barrier = State(tmp_path), Barrier(8)
    with state.write() as connection:
        connection.execute("INSERT INTO settings VALUES ('count', '0')")

    def count() -> None:
        barrier.wait()
        for _ in range(20):
            with state.write() as connection:
                connection.execute("UPDATE settings SET value = value + 1 WHERE name = 'count'")

    threads = [Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state.setting("count") == "160"
    state.close()

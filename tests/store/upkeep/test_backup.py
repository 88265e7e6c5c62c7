"""A backup is the whole store at one moment, whoever writes meanwhile, and takes its place when it is lost."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store import Damaged, Database, StoreError, engine
from store.ops import audit
from store.upkeep import backup
from tests.kit.damage import ruin
from tests.kit.files import file_of
from tests.kit.waiting import until

pytestmark = pytest.mark.sqlite_only(reason="a server's backups are its own")


@pytest.fixture
def folder(db: Database) -> Path:
    return file_of(db).parent


WRITE = """
import sys
from store import Database
from store.ops import audit
with Database.open(sys.argv[1]) as db:
    for number in range(1_000_000):
        with db.write() as connection:
            for part in range(3):
                audit.record(connection, "load", f"write {number}", "x" * 2000, {})
"""


@contextmanager
def load(db: Database) -> Iterator[None]:
    """Another process writes three rows a transaction, as fast as it can."""
    with subprocess.Popen([sys.executable, "-c", WRITE, str(file_of(db))]) as process:
        try:
            until(lambda: written(db) >= 30)
            yield
        finally:
            process.kill()


def written(db: Database) -> int:
    return int(db.frame("SELECT count(*) AS n FROM audit")["n"][0])


def counted(file: Path) -> int:
    """The rows of a file that is read alone, as from another machine; it has to be sound."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])


def save(path: Path, file: Path) -> None:
    backup.save(path, file, holds="schema_migrations")


def put_back(file: Path, path: Path) -> Path | None:
    return backup.put(backup.prepare(file, path, holds="schema_migrations"), path)


def test_a_backup_under_load_has_every_whole_write_until_then(db: Database, folder: Path) -> None:
    file = folder / "backup.db"
    with load(db):
        for _ in range(5):
            before = written(db)
            save(file_of(db), file)
            found = counted(file)
            assert before <= found <= written(db)
            assert found % 3 == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in folder.iterdir() if "backup" in path.name} == {"backup.db"}


def test_a_plain_copy_has_everything_once_the_file_has_caught_up_with_its_log(db: Database, folder: Path) -> None:
    with db.read() as reader, db.write() as connection:  # a reader keeps the log from being emptied, not from moving
        reader.execute("SELECT count(*) FROM audit").fetchone()
        audit.record(connection, "somebody", "wrote", "x", {})
    with db.read():
        db.checkpoint_in_passing()
        shutil.copyfile(file_of(db), folder / "copy.db")
    assert counted(folder / "copy.db") == 1


def test_a_backup_takes_the_place_of_what_is_there_which_is_kept(db: Database, folder: Path) -> None:
    file = folder / "backup.db"
    note(db, "before")
    save(file_of(db), file)
    note(db, "after")
    db.close()
    kept = put_back(file, file_of(db))
    assert actors(file_of(db)) == ["before"]
    assert kept is not None
    assert actors(kept) == ["before", "after"]


def test_what_is_in_use_is_not_exchanged(db: Database, folder: Path) -> None:
    file = folder / "backup.db"
    save(file_of(db), file)
    note(db, "later")
    before = {path.name for path in folder.iterdir()}
    with pytest.raises(StoreError, match=r"local\.db is in use\. End Linkdesk"):
        put_back(file, file_of(db))
    assert {path.name for path in folder.iterdir()} == before
    assert actors(file_of(db)) == ["later"]


@pytest.mark.parametrize("accident", ["damaged", "empty", "gone", "log left behind"])
def test_a_backup_is_brought_back_whatever_became_of_the_store(db: Database, folder: Path, accident: str) -> None:
    file = folder / "backup.db"
    note(db, "before")
    save(file_of(db), file)
    note(db, "after")
    log = file_of(db).with_name("local.db-wal")
    shutil.copyfile(log, folder / "log")
    db.close()
    match accident:
        case "damaged":
            ruin(file_of(db))
        case "empty":
            file_of(db).write_bytes(b"")
        case "gone":
            file_of(db).unlink()
        case _:
            ruin(file_of(db))
            shutil.copyfile(folder / "log", log)
    put_back(file, file_of(db))
    assert actors(file_of(db)) == ["before"]


def test_a_damaged_store_makes_no_backup_and_leaves_the_earlier_one(db: Database, folder: Path) -> None:
    file = folder / "backup.db"
    note(db, "before")
    save(file_of(db), file)
    db.close()
    ruin(file_of(db))
    with pytest.raises(Damaged, match="cannot be opened as a database"):
        save(file_of(db), file)
    assert counted(file) == 1
    assert {path.name for path in folder.iterdir()} == {"local.db", "backup.db"}


@pytest.mark.parametrize("content", [b"", b"a shopping list" * 100, None], ids=["empty", "other", "other database"])
def test_only_a_backup_is_brought_back(db: Database, folder: Path, content: bytes | None) -> None:
    file = folder / "backup.db"
    if content is None:
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
    else:
        file.write_bytes(content)
    db.close()
    with pytest.raises(StoreError, match=r"is no backup of local\.db"):
        put_back(file, file_of(db))


def test_a_store_is_not_its_own_backup(db: Database, folder: Path) -> None:
    (folder / "other").symlink_to(file_of(db))
    for file in (file_of(db), folder / "other"):
        with pytest.raises(StoreError, match="is what is to be backed up"):
            save(file_of(db), file)
    with pytest.raises(StoreError, match=r"Nothing can be written in .*nowhere"):
        save(file_of(db), folder / "nowhere" / "backup.db")
    with pytest.raises(StoreError, match="There is nothing to back up"):
        save(folder / "none.db", folder / "backup.db")


def test_nothing_but_a_backup_is_replaced_by_one(db: Database, folder: Path) -> None:
    (folder / "letter").write_text("Dear Sir or Madam")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    shutil.copyfile(file_of(db), folder / "in use.db")
    (folder / "in use.db-wal").touch()
    before = {path.name for path in folder.iterdir()}
    for name in ("letter", "folder", "pipe", "other.db", "in use.db", "local.db-shm"):
        with pytest.raises(StoreError, match=r"is there, and is no backup of local\.db"):
            save(file_of(db), folder / name)
    assert {path.name for path in folder.iterdir()} == before
    assert (folder / "letter").read_text() == "Dear Sir or Madam"
    (folder / "made").touch()  # as mktemp does
    for _ in range(2):
        save(file_of(db), folder / "made")


def test_a_disk_that_is_full_is_that_of_the_backup_and_no_part_of_it_stays(
    db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(_path: Path, _target: Path) -> list[str]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(engine, "copy", copy)
    before = {path.name for path in folder.iterdir()}
    with pytest.raises(StoreError, match=r"The disk of .*backup\.db is full"):
        save(file_of(db), folder / "backup.db")
    assert {path.name for path in folder.iterdir()} == before


def note(db: Database, actor: str) -> None:
    with db.write() as connection:
        audit.record(connection, actor, "wrote", "x", {})


def actors(path: Path) -> list[str]:
    with Database.open(path) as db:
        return audit.table(db).sort_values("at")["actor"].to_list()

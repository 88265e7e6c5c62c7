"""Opening, whom a database belongs to, and lending its connections."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from store import Busy, Damaged, Database, Identity, NewerSchema, ReadOnly, StoreError, WrongIdentity, engine
from store.engine import Connection, files, sqlite
from store.engine.database_file import named
from store.ops import audit
from store.upkeep.erasure import erase
from store.write import links
from tests.kit import bodies
from tests.kit.damage import PAGE, ruin
from tests.kit.waiting import PATIENCE

SANDBOX = Identity("https://sandbox.belvo.com", "5e884898da28047151d0e56f8dc62927", "")


def test_a_new_database_is_its_owners_only_from_the_first_instant(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    connect = sqlite.connect

    def look(found: Path, *, read_only: bool = False) -> Connection:
        seen.append(stat.S_IMODE(found.stat().st_mode))
        return connect(found, read_only=read_only)

    monkeypatch.setattr(sqlite, "connect", look)
    old = os.umask(0)
    try:
        with Database.open(path) as db, db.write() as connection:
            audit.record(connection, "somebody", "looked", "x", {})
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(seen) == {0o600}
    assert modes == {"local.db": 0o600, "local.db-wal": 0o600, "local.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    Database.open(path).close()
    path.chmod(0o644)
    Database.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_identity_opens_again(path: Path) -> None:
    Database.open(path, SANDBOX).close()
    Database.open(path, Identity(SANDBOX.host, SANDBOX.key)).close()
    Database.open(path).close()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (Identity("http://127.0.0.1:8501/sandbox", SANDBOX.key), "holds data of https://sandbox.belvo.com, and the"),
        (Identity(SANDBOX.host, "another"), "holds data of another API key at https://sandbox.belvo.com. Check BELVO_"),
        (Identity(SANDBOX.host, SANDBOX.key, "reset"), "holds data of an earlier local Belvo, which has been reset"),
    ],
    ids=["host", "key", "instance"],
)
def test_a_database_of_another_belvo_is_refused_with_the_cure(path: Path, other: Identity, says: str) -> None:
    with Database.open(path, SANDBOX) as db, db.write() as connection:
        links.save(connection, bodies.link())
    with pytest.raises(WrongIdentity) as refusal:
        Database.open(path, other)
    message = str(refusal.value)
    assert message.startswith(f"The database {path} {says}")
    start = "or set LINKDESK_DATA_DIR to a folder for the data of this one."
    assert message.endswith("or with `make reset`, or set LINKDESK_DATA_DIR." if other.instance else start)
    assert "move" not in message
    assert SANDBOX.key not in message
    assert SANDBOX.key not in repr(SANDBOX)


@pytest.mark.parametrize(("key", "instance"), [("the right one", ""), (SANDBOX.key, "reset")], ids=["key", "instance"])
def test_a_database_without_links_is_taken_by_the_next_key(path: Path, key: str, instance: str) -> None:
    with Database.open(path, SANDBOX) as db, db.write() as connection:
        audit.record(connection, "operator", "institutions read", "institutions", {})
    other = Identity(SANDBOX.host, key, instance)
    with Database.open(path, other) as db:
        db.confirm(other)
        with db.write() as connection:
            links.save(connection, bodies.link())
    with pytest.raises(WrongIdentity):
        Database.open(path, SANDBOX)


def test_an_open_database_tells_when_it_no_longer_belongs_to_the_belvo_that_answers(path: Path) -> None:
    with Database.open(path, SANDBOX) as db:
        db.confirm(SANDBOX)
        with pytest.raises(WrongIdentity, match="has been reset or loaded from a file since"):
            db.confirm(Identity(SANDBOX.host, SANDBOX.key, "reset"))


def test_a_database_moved_away_from_its_log_is_not_replaced(path: Path) -> None:
    path.parent.mkdir()
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"of another")
    with pytest.raises(StoreError, match=re.escape(f"{path} is not there, but the log that belongs to it is")):
        Database.open(path)
    assert [*path.parent.iterdir()] == [log]


def test_a_database_without_owner_is_taken_by_the_first_that_has_a_name(path: Path) -> None:
    Database.open(path).close()
    Database.open(path, SANDBOX).close()
    with pytest.raises(WrongIdentity):
        Database.open(path, Identity("https://api.belvo.com", SANDBOX.key))


def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    with Database.open(path) as db, db.write() as connection:
        connection.execute("INSERT INTO schema_migrations (number, name, applied_at) VALUES (99, 'm099', '2030')")
    before = path.read_bytes()
    with pytest.raises(NewerSchema, match=re.escape(f"{path} was written by a newer version of this program")):
        Database.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("this is a shopping list, and a long one at that, longer than a header\n" * 20)
    with pytest.raises(StoreError, match=f"{path} cannot be opened as a database .* Move it out of {path.parent}"):
        Database.open(path)


def test_a_file_that_has_lost_its_content_is_named_and_not_begun_afresh(path: Path) -> None:
    Database.open(path).close()
    path.write_bytes(b"")
    with pytest.raises(Damaged, match=re.escape(f"{path} is there, but has lost all of its content. Bring back a bac")):
        Database.open(path)
    assert path.read_bytes() == b""


def test_a_new_file_has_content_from_the_instant_in_which_it_is_there(path: Path) -> None:
    files.create_file(path)
    assert path.stat().st_size == PAGE
    files.create_file(path)
    assert [*path.parent.iterdir()] == [path]


def test_a_disk_that_knows_no_second_names_keeps_stores_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    Database.open(path, SANDBOX).close()
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.sqlite_only(reason="is about a file")
def test_damage_is_named_with_the_cure_wherever_it_is_met(db: Database, path: Path) -> None:
    with db.write() as connection:
        for number in range(2_000):
            audit.record(connection, "somebody", f"wrote {number}", "x" * 100, {})
    db.checkpoint()
    ruin(path)
    for use in (lambda: db.frame("SELECT * FROM audit"), db.probe, lambda: Database.open(path)):
        with pytest.raises(Damaged, match=r"python -m store restore FILE\. Without one: Move it out of"):
            use()


@pytest.mark.sqlite_only(reason="is about a file")
def test_damage_that_was_met_once_is_not_forgotten_while_other_pages_can_be_read(db: Database, path: Path) -> None:
    with db.write() as connection:
        connection.execute("CREATE TABLE unread (text TEXT)")
        connection.executemany("INSERT INTO unread VALUES (:text)", [{"text": "x" * 3000}] * 50)
    db.checkpoint()
    with path.open("r+b") as file:
        file.seek(-2 * PAGE, os.SEEK_END)
        file.write(b"\x07" * 2 * PAGE)
    with Database.open(path) as other:
        other.probe()
        with pytest.raises(Damaged):
            db.frame("SELECT count(*) FROM unread")
        assert audit.table(other).empty
        with pytest.raises(Damaged, match="python -m store restore FILE"):
            other.probe()
    with Database.open(path) as again:
        again.probe()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (sqlite3.SQLITE_FULL, "The disk of local.db is full. Free some space"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Another program has kept local.db locked"),
        (sqlite3.SQLITE_IOERR_READ, "local.db cannot be used (odd). Check its disk, its rights, and how many files"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "local.db cannot be opened as a database (odd). End Linkdesk and bring back"),
    ],
)
def test_what_sqlite_says_is_told_with_what_to_do(code: int, says: str) -> None:
    error = sqlite3.DatabaseError("odd")
    error.sqlite_errorcode = code
    assert str(named(error, Path("local.db"))).startswith(says)


@pytest.mark.sqlite_only(reason="is about a file")
def test_a_file_that_is_taken_away_from_below_is_said_and_none_is_made_in_its_place(db: Database, path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))
    for borrow in (db.read, db.write):
        with pytest.raises(Damaged, match="was taken away while it was open"), borrow():
            pass
    assert not path.exists()
    Database.open(path.with_name("another.db")).close()
    path.with_name("another.db").rename(path)
    with pytest.raises(Damaged, match="taken away"):
        db.probe()
    path.with_name("elsewhere.db").rename(path)
    db.probe()


def test_who_makes_none_says_that_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "local.db"
    with pytest.raises(StoreError, match="is not there any more"):
        Database.open(path, makes=False)
    assert not path.exists()
    Database.open(path).close()
    Database.open(path, makes=False).close()


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match=r"local\.db cannot be written .* Check LINKDESK_DATA_DIR"):
        Database.open(tmp_path / "data" / "local.db")


def test_a_write_is_all_or_nothing(db: Database) -> None:
    def interrupted() -> None:
        with db.write() as connection:
            audit.record(connection, "somebody", "began", "x", {})
            raise KeyError("stopped in the middle")

    with pytest.raises(KeyError):
        interrupted()
    assert audit.table(db).empty


def test_reading_cannot_write(db: Database) -> None:
    with pytest.raises(ReadOnly, match="can't be written"), db.read() as connection:
        audit.record(connection, "somebody", "wrote", "x", {})


def test_a_reader_sees_one_state_while_somebody_writes(db: Database) -> None:
    count = "SELECT count(*) FROM audit"
    with db.read() as reader:
        assert reader.execute(count).fetchone()[0] == 0
        with db.write() as connection:
            audit.record(connection, "somebody", "wrote", "x", {})
        assert reader.execute(count).fetchone()[0] == 0
    with db.read() as reader:
        assert reader.execute(count).fetchone()[0] == 1


def test_many_threads_share_one_database(db: Database) -> None:
    together = threading.Barrier(8)

    def write(number: int) -> int:
        together.wait()
        for _ in range(10):
            with db.write() as connection:
                audit.record(connection, f"thread {number}", "wrote", "x", {})
            with db.read() as connection:
                connection.execute("SELECT count(*) FROM audit").fetchone()
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(write, range(8))) == [*range(8)]
    assert audit.table(db)["actor"].value_counts().to_dict() == {f"thread {number}": 10 for number in range(8)}


def test_whoever_waits_for_the_lock_gets_a_turn_between_the_pages_of_a_pull(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_LONG", 0.0)
    started, ended = threading.Event(), threading.Event()
    seen: list[bool] = []

    def pull() -> None:
        for page in range(300):
            with db.write() as connection:
                for _ in range(50):
                    audit.record(connection, "pull", f"page {page}", "x", {})
            started.set()
        ended.set()

    def receive() -> None:
        started.wait()
        for _ in range(5):
            with db.write() as connection:
                audit.record(connection, "receiver", "wrote", "x", {})
            seen.append(ended.is_set())

    with ThreadPoolExecutor(2) as pool:
        for outcome in [pool.submit(pull), pool.submit(receive)]:
            outcome.result(timeout=PATIENCE)
    assert seen == [False] * 5


def test_a_lock_that_is_never_given_back_is_an_error(db: Database) -> None:
    with db.write(), pytest.raises(Busy, match="locked"), db.write(patience=0.01):
        pass


def test_who_has_little_time_gives_up_soon_and_only_there(db: Database) -> None:
    began = time.monotonic()
    with (
        db.write(),
        pytest.raises(Busy, match="locked"),
        engine.waiting_at_most(0.01),
        db.write(),
    ):
        pass
    assert time.monotonic() - began < engine.BUSY_TIMEOUT / 2
    with engine.waiting_at_most(0), db.write():
        pass


def test_a_database_that_another_program_keeps_locked_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.01)
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=f"Another program has kept {path} locked. End it, then start again."):
            Database.open(path)


def test_a_closed_database_lends_nothing(path: Path) -> None:
    db = Database.open(path)
    with db.read() as connection:
        db.close()
        assert connection.execute("SELECT 1").fetchone()[0] == 1
    with pytest.raises(StoreError, match="closed"), db.read():
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_frame_holds_what_is_stored(db: Database) -> None:
    with db.write() as connection:
        audit.record(connection, "somebody", "wrote", "x", {"n": 1}, now="2026-01-01T00:00:00.000000Z")
    frame = db.frame("SELECT at, details FROM audit WHERE actor = :actor", {"actor": "somebody"})
    assert frame.to_dict("records") == [{"at": "2026-01-01T00:00:00.000000Z", "details": '{"n":1}'}]


OPEN = """
import sys
from store.engine import Connection, files, sqlite
from store import Database, Identity
sys.stdin.readline()
Database.open(sys.argv[1], Identity("https://sandbox.belvo.com", "key")).close()
"""


def test_processes_that_open_at_once_migrate_once(path: Path) -> None:
    starting = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", OPEN, str(path)], stdin=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in starting:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in starting:
        process.communicate(timeout=PATIENCE)
    assert [process.returncode for process in starting] == [0] * 4
    with Database.open(path) as db:
        numbers = db.frame("SELECT number FROM schema_migrations ORDER BY number")["number"].to_list()
    assert numbers == [*range(1, len(numbers) + 1)]


DIE = """
import os, signal, sys
from store.engine import Connection, files, sqlite
from store import Database
from store.ops import audit
from store.write import links
from tests.kit import bodies
db = Database.open(sys.argv[1])
with db.write() as connection:
    audit.record(connection, "first", "committed", "x", {})
with db.write() as connection:
    for number in range(2000):
        audit.record(connection, "second", "killed", "x" * 500, {})
    connection.execute("PRAGMA cache_spill = 1")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_the_middle_of_a_write_leaves_nothing_of_it(path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", DIE, str(path)], check=False, timeout=PATIENCE)
    assert killed.returncode == -signal.SIGKILL
    with Database.open(path) as db:
        assert audit.table(db)["actor"].to_list() == ["first"]
        assert db.frame("PRAGMA integrity_check").iloc[0, 0] == "ok"


VISIT = "import sys; from store import Database; Database.open(sys.argv[1]).close()"
"""Another program that has the store for a moment: whoever is the last to go ends the log, and deletes it."""


@pytest.mark.parametrize("what", ["opened once more", "erased"])
def test_another_program_never_takes_itself_for_the_last_that_has_the_store(path: Path, what: str) -> None:
    """This process once lost its locks with any descriptor of the file that it closed, and then all that it wrote."""
    with Database.open(path) as db:
        with db.write() as connection:
            links.save(connection, bodies.link())
        if what == "erased":
            erase(db, bodies.LINK)
        else:
            Database.open(path)
        subprocess.run([sys.executable, "-c", VISIT, str(path)], check=True, timeout=PATIENCE)
        with db.write() as connection:
            audit.record(connection, "somebody", "did", "x", {})
        told = "import sys; from store import Database; from store.ops import audit; "
        told += "print(audit.table(Database.open(sys.argv[1]))['actor'].to_list())"
        seen = subprocess.run(
            [sys.executable, "-c", told, str(path)], check=True, timeout=PATIENCE, capture_output=True, text=True
        )
        assert "somebody" in seen.stdout

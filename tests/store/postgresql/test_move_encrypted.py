"""A store whose bodies lie encrypted, moved into a file, into another database of a server, and back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from store import Database, encryption
from store.__main__ import main
from store.engine.postgresql.connection import PREFIX
from store.move import NotMoved, move
from store.ops import audit
from store.schema import migrations
from store.upkeep import erasure
from store_address import Address
from tests.kit.bodies import ACCOUNT, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.postgresql import Cluster
from tests.store.postgresql.test_encryption import SECRET, body_of, fill, in_data, keyed, keys_of, save
from tests.store.test_move import content
from tests.store.upkeep.test_erasure_on_postgresql import in_files

ENCRYPTED = chr(1)
"""What a body begins with that is encrypted."""


@pytest.fixture
def source(postgresql: Cluster, tmp_path: Path) -> Iterator[Address]:
    """A store with earlier bodies, rows that were set aside and bodies of calls, all of them encrypted."""
    folder = tmp_path / "keys"
    folder.mkdir()
    with postgresql.database() as url:
        address = keyed(url, folder)
        migrations.migrate(address)
        with Database.open(address) as db:
            fill(db)
            encryption.encrypt(db)
        with Database.open(address) as db, db.write() as connection:
            for link, account in ((LINK, ACCOUNT), (OTHER_LINK, OTHER_ACCOUNT)):
                save(connection, link, account, amount=77)
            audit.record(connection, "somebody", "export", "transactions", {})
        yield address


@pytest.fixture
def other(postgresql: Cluster, source: Address) -> Iterator[Address]:
    """Another database of a server's, empty, which would have its keys in the same place."""
    with postgresql.database() as url:
        yield Address(None, url, source.keys)


def told(address: Address) -> dict[str, list[tuple[object, ...]]]:
    """What readers see of all tables, but for what a store has of its own."""
    with Database.open(address) as db:
        assert not audit.verify(db).fault
        return {name: rows for name, rows in content(db).items() if "slots" not in name}


def encrypted_in(address: Address) -> dict[str, int]:
    """How many of the values that are to be encrypted lie so, by table; raises AssertionError for one that does not."""
    found = {}
    with psycopg.connect(address.url) as connection:
        for one in encryption.bodies():
            for column in one.columns:
                rows = connection.execute(f"SELECT {column} FROM {PREFIX}{one.table}".encode()).fetchall()
                assert all(value is None or value.startswith(ENCRYPTED) for (value,) in rows), one.table
                found[one.table] = len(rows)
    return found


def test_into_a_file_all_goes_readable_and_nothing_of_keys_or_ciphertext(source: Address, tmp_path: Path) -> None:
    before, file = told(source), tmp_path / "moved.db"
    moved = move(source, Address(file))
    assert (moved.was_encrypted, moved.is_encrypted) == (True, False)
    assert told(Address(file)) == before
    for table in ("raw_transactions", "versions_transactions", "irregular_rows", "call_bodies"):
        assert any(SECRET in str(row) for row in _rows(file, table)), table
    with Database.open(file) as db:
        assert (body_of(db, 0), body_of(db, 500)) == (SECRET, SECRET)
    written = b"".join(one.read_bytes() for one in tmp_path.glob("moved.db*"))
    with psycopg.connect(source.url) as connection:
        numbers = [bytes(number) for (number,) in connection.execute("SELECT number FROM body_keys WHERE link <> ''")]
    for key in (*keys_of(source).values(), *(number.hex() for number in numbers)):
        assert key.encode() not in written
        assert bytes.fromhex(key) not in written
    with closing(sqlite3.connect(file)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert not names & {"encryption", "body_keys", "key_store", "link_keys"}


def _rows(file: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def test_into_another_server_bodies_go_encrypted_and_never_lie_there_in_clear(source: Address, other: Address) -> None:
    before, keys = told(source), keys_of(source)
    moved = move(source, other)
    assert (moved.was_encrypted, moved.is_encrypted) == (True, True)
    assert told(other) == before
    assert encrypted_in(other)["packed_transactions"] == 120
    assert in_files(other.url, SECRET) == []
    assert keys_of(other) == keys
    with Database.open(other) as db:
        erasure.erase(db, LINK)
        assert body_of(db, 500) == SECRET
    assert {*keys} - {*keys_of(other)} == {LINK}
    assert in_data(other.url, bytes.fromhex(keys[LINK])) == []


def test_back_from_a_file_into_a_store_that_is_encrypted_bodies_lie_so(
    source: Address, other: Address, tmp_path: Path
) -> None:
    before, file = told(source), Address(tmp_path / "moved.db")
    move(source, file)
    migrations.migrate(other)
    with Database.open(other) as empty:
        encryption.encrypt(empty)
    moved = move(file, other)
    assert (moved.was_encrypted, moved.is_encrypted) == (False, True)
    assert told(other) == before
    assert encrypted_in(other)["packed_transactions"] == 120
    assert in_files(other.url, SECRET) == []


def test_a_file_comes_into_a_server_as_it_is_where_that_is_not_encrypted(
    source: Address, other: Address, tmp_path: Path
) -> None:
    before, file = told(source), Address(tmp_path / "moved.db")
    move(source, file)
    assert not move(file, other).is_encrypted
    assert told(other) == before


def test_bodies_whose_keys_are_gone_are_not_moved_as_if_they_said_nothing(source: Address, tmp_path: Path) -> None:
    assert source.keys is not None
    assert source.keys.file is not None
    with closing(sqlite3.connect(source.keys.file)) as keys:
        keys.execute("DELETE FROM link_keys WHERE link = :link", {"link": LINK})
        keys.commit()
    with psycopg.connect(source.url) as connection:
        connection.execute("TRUNCATE body_keys")
    target = Address(tmp_path / "moved.db")
    with pytest.raises(NotMoved, match=r"1\d\d bodies in .* would be lost: the keys .* not in .*keys.db. Bring these"):
        move(source, target)
    assert target.file is not None
    assert not target.file.exists()
    with Database.open(source) as db:
        erasure.erase(db, LINK)
    move(source, target)
    with Database.open(target) as db:
        assert body_of(db, 500) == SECRET


def test_where_keys_are_kept_is_no_store(source: Address, tmp_path: Path) -> None:
    assert source.keys is not None
    before = (tmp_path / "keys" / "keys.db").read_bytes()
    for one, another in ((source, source.keys), (source.keys, source)):
        with pytest.raises(NotMoved, match="is where the keys of bodies are kept"):
            move(one, another)
    assert (tmp_path / "keys" / "keys.db").read_bytes() == before


def test_a_store_that_holds_something_is_not_encrypted_on_the_way(source: Address, other: Address) -> None:
    migrations.migrate(other)
    with Database.open(other) as db, db.write() as connection:
        audit.record(connection, "somebody", "pull", "x", {})
    with pytest.raises(NotMoved, match="holds something already, in audit"):
        move(source, other)
    with Database.open(other) as db:
        assert db.engine.unopened(encryption.bodies()) is None


def test_the_command_says_how_bodies_lie_afterwards(
    source: Address,
    other: Address,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert source.keys is not None
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LINKDESK_KEYS", f"sqlite:///{source.keys.file}")
    assert main(["move", source.url, "sqlite:///moved.db"]) == 0
    assert "Bodies lie in clear there, as in any file: encrypt its disk." in capsys.readouterr().out
    assert main(["move", source.url, other.url]) == 0
    said = capsys.readouterr().out
    assert f"Bodies lie encrypted there, by the keys in {source.keys}: leave LINKDESK_KEYS as it is." in said
    assert other.url not in said
    assert not [key for key in keys_of(source).values() if key in said]

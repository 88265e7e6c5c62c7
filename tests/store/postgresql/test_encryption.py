"""Bodies encrypted by a key of their link's: what lies in the server's files, and what a destroyed key takes along."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from store import Database, encryption, engine
from store.core.errors import Conflict, StoreError, Unusable
from store.engine import Connection
from store.engine.postgresql import traces
from store.ops import calls, processes
from store.ops.calls import Bodies, Call
from store.ops.writer_process import Writer
from store.schema import migrations
from store.upkeep import erasure
from store.write import institutions, irregular_rows, links, rows
from store.write.irregular_rows import Irregular
from store_address import Address
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.postgresql import Cluster, running_cluster
from tests.kit.waiting import PATIENCE
from tests.store.upkeep.test_erasure_on_postgresql import in_files

SECRET = "in-no-column-planted"
AT = "2026-11-24T05:21:08.000000Z"


def keyed(url: str, folder: Path) -> Address:
    return Address(None, url, Address(folder / "keys.db"))


def fill(db: Database) -> None:
    """Two links with accounts, transactions whose secret is in no column, and what is noted of their calls."""
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
        for link, account in ((LINK, ACCOUNT), (OTHER_LINK, OTHER_ACCOUNT)):
            links.save(connection, bodies.link(link))
            rows.save_page(connection, "accounts", link, [bodies.account(account, link=link)])
            save(connection, link, account)
            irregular_rows.note(connection, "owners", link, [Irregular("odd", "too long", SECRET)], ["odd"], AT)
    for link in (LINK, OTHER_LINK):
        call = Call(at=AT, method="GET", path="/api/owners/", link=link, status=200)
        with db.write() as connection:
            calls._record_whole(connection, call, Bodies(None, f'["{SECRET}"]'))


def save(connection: Connection, link: str, account: str, **fields: object) -> None:
    first = 0 if link == LINK else 500
    of = bodies.account(account, link=link)
    told = [bodies.transaction(one, of=of, observations=SECRET, **fields) for one in range(first, first + 60)]
    rows.save_page(connection, "transactions", link, told)


def body_of(db: Database, number: int) -> object:
    return (rows.body(db, "transactions", str(bodies.transaction(number)["id"])) or {}).get("observations")


class Made(NamedTuple):
    """A database in which a store was encrypted after it was filled, and its keys, both to be copied."""

    database: str
    keys: Path


@pytest.fixture(scope="module")
def made(postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("keys")

    def make(url: str) -> None:
        address = keyed(url, folder)
        migrations.migrate(address)
        with Database.open(address) as before:
            fill(before)
            assert in_files(url, SECRET)
            assert "packed_transactions" in encryption.encrypt(before)
            assert encryption.encrypt(before) == []

    return Made(postgresql.template("encrypted_store", make), folder / "keys.db")


@pytest.fixture
def address(postgresql: Cluster, made: Made, tmp_path: Path) -> Iterator[Address]:
    with postgresql.database(made.database) as url:
        yield keyed(url, Path(shutil.copy(made.keys, tmp_path)).parent)


@pytest.fixture
def db(address: Address) -> Iterator[Database]:
    with Database.open(address) as db:
        yield db


def test_what_lies_in_the_servers_files_is_not_what_is_read(db: Database, address: Address) -> None:
    assert in_files(address.url, SECRET) == []
    assert body_of(db, 0) == SECRET
    with db.write() as connection:
        save(connection, LINK, ACCOUNT, amount=77)
    assert in_files(address.url, SECRET) == []
    assert (body_of(db, 0), body_of(db, 500)) == (SECRET, SECRET)
    asked = {
        f"SELECT count(*) FROM {table} WHERE {column} LIKE '%{SECRET}%'": count
        for table, column, count in (
            ("raw_transactions", "body", 120),
            ("versions_transactions", "body", 60),
            ("call_bodies", "answer", 2),
            ("irregular_rows", "body", 2),
        )
    }
    with db.read() as connection:
        assert {sql: connection.execute(sql).fetchone()[0] for sql in asked} == asked


def test_the_same_page_again_changes_nothing(db: Database) -> None:
    with db.write() as connection:
        saved = rows.save_page(connection, "accounts", LINK, [bodies.account(ACCOUNT, link=LINK)])
        again = [bodies.transaction(one, of=bodies.account(), observations=SECRET) for one in range(3)]
        assert rows.save_page(connection, "transactions", LINK, again).unchanged == 3
    assert (saved.added, saved.changed, saved.unchanged) == (0, 0, 1)


def test_an_erased_link_has_no_key_anywhere_and_the_other_is_read(db: Database, address: Address) -> None:
    before = keys_of(address)
    assert {*before} >= {LINK, OTHER_LINK}
    erasure.erase(db, LINK)
    assert {*before} - {*keys_of(address)} == {LINK}
    assert address.keys is not None
    assert address.keys.file is not None
    assert before[LINK].encode() not in b"".join(one.read_bytes() for one in address.keys.file.parent.glob("keys.db*"))
    assert in_data(address.url, bytes.fromhex(before[LINK])) == []
    assert body_of(db, 500) == SECRET
    assert "Gone now, from the server's log, standbys and backups too" in db.engine.beyond


def test_a_key_is_in_no_log_and_in_the_one_file_that_no_backup_takes(address: Address) -> None:
    Database.open(address).close()
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        connection.execute("CHECKPOINT")
        (kept,) = connection.execute("SELECT pg_relation_filepath('body_keys')").fetchone() or ("",)
    for key in keys_of(address).values():
        assert in_data(address.url, bytes.fromhex(key)) == [kept]
        assert in_data(address.url, key.encode()) == []


def test_a_link_that_comes_again_has_another_key(db: Database, address: Address) -> None:
    """As those of a local Belvo do after it was reset."""
    before = keys_of(address)[LINK]
    with db.write() as connection:
        links.save(connection, bodies.link(LINK, status="invalid"))
    with Database.open(address) as other:
        erasure.erase(other, LINK)
    with pytest.raises(Conflict, match="Try again"), db.write() as connection:
        links.save(connection, bodies.link(LINK))
    with db.write() as connection:
        links.save(connection, bodies.link(LINK))
    assert keys_of(address)[LINK] != before
    assert links.find(db, LINK) is not None


def test_without_the_keys_nothing_is_opened(db: Database, address: Address, tmp_path: Path) -> None:
    db.close()
    with pytest.raises(Unusable, match=r"Nothing says where the keys of bodies .* Set LINKDESK_KEYS"):
        Database.open(Address(None, address.url))
    with pytest.raises(Unusable, match="LINKDESK_KEYS is the store itself"):
        Database.open(Address(None, address.url, Address(None, address.url)))
    dead = Address(None, "postgresql://u:planted@127.0.0.1:1/keys")
    with engine.waiting_at_most(0.5), pytest.raises(Unusable, match=r"runs, and LINKDESK_KEYS\.$") as told:
        Database.open(Address(None, address.url, dead))
    assert "planted" not in str(told.value)
    wrong = tmp_path / "others"
    wrong.mkdir()
    with pytest.raises(
        Unusable, match=r"The keys of bodies can't be used: .*keys.db is not there. Check LINKDESK_KEYS"
    ):
        Database.open(keyed(address.url, wrong))
    shutil.copy(tmp_path / "keys.db", wrong)
    with closing(sqlite3.connect(wrong / "keys.db")) as changed:
        changed.execute("UPDATE key_store SET name = 'of another'")
        changed.commit()
    with pytest.raises(Unusable, match="holds no keys of this store"):
        Database.open(keyed(address.url, wrong))
    lose(address)
    with Database.open(address) as again:
        assert body_of(again, 0) == SECRET


def test_nothing_is_written_in_clear_while_keys_are_lost(db: Database, address: Address) -> None:
    with db.write() as connection:
        save(connection, LINK, ACCOUNT, amount=78)
    lose(address)
    with pytest.raises(Conflict), db.write() as connection:
        save(connection, LINK, ACCOUNT, amount=79)
    assert in_files(address.url, SECRET) == []
    assert body_of(db, 0) == SECRET
    lose(address)
    with pytest.raises(Conflict):
        body_of(db, 0)
    assert body_of(db, 0) == SECRET  # they have been put back for whoever comes next
    with db.write() as connection:
        save(connection, LINK, ACCOUNT, amount=79)


def test_a_process_that_stores_pages_is_told_where_the_keys_are(address: Address) -> None:
    with Writer(address) as writer:
        assert writer.is_ready(PATIENCE)


def test_somebody_at_work_keeps_a_store_from_being_encrypted(address: Address) -> None:
    with Database.open(address) as db:
        with db.write() as connection:
            processes.beat(connection)
        with pytest.raises(StoreError, match="Somebody works on"):
            encryption.encrypt(db)


def test_without_an_address_for_keys_nothing_is_encrypted(postgresql: Cluster, empty_database: str) -> None:
    with postgresql.database(empty_database) as url:
        with Database.open(Address(None, url)) as db, pytest.raises(Unusable, match="Set LINKDESK_KEYS"):
            encryption.encrypt(db)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1 FROM pg_class WHERE relname = 'body_keys'").fetchone() is None


def test_what_a_backup_of_the_server_brings_back_of_an_erased_link_is_not_to_be_read(tmp_path: Path) -> None:
    """The columns come back, which the report says; the bodies do not, and the others' do."""
    with running_cluster(is_backed_up=True) as cluster, cluster.database() as url:
        address = keyed(url, tmp_path)
        migrations.migrate(address)
        with Database.open(address) as db:
            fill(db)
            encryption.encrypt(db)
        cluster.kill()
        cluster.start_again()
        with Database.open(address) as db:  # of whose keys the server has lost its own
            assert body_of(db, 0) == SECRET
        key = keys_of(address)[LINK]
        backup = cluster.back_up()
        assert holding(backup, bytes.fromhex(key)) == []
        with Database.open(address) as db:
            erasure.erase(db, LINK)
        cluster.put_back(backup)
        with Database.open(address) as again:
            assert (
                again.frame("SELECT count(*) AS n FROM transactions WHERE link = :link", {"link": LINK})["n"][0] == 60
            )
            assert body_of(again, 0) is None
            assert body_of(again, 500) == SECRET
            erasure.erase(again, LINK)
            assert body_of(again, 500) == SECRET


def lose(address: Address) -> None:
    """Have the server's keys be gone, as after a crash."""
    with psycopg.connect(address.url) as connection:
        connection.execute("TRUNCATE body_keys")


def keys_of(address: Address) -> dict[str, str]:
    assert address.keys is not None
    assert address.keys.file is not None
    with closing(sqlite3.connect(address.keys.file)) as connection:
        return dict(connection.execute("SELECT link, key FROM link_keys").fetchall())


def in_data(url: str, text: bytes) -> list[str]:
    """The files of the server, its log among them and other databases not, that have this in them."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        folder, number = connection.execute(traces._WHERE).fetchone() or ("", 0)
    found = holding(Path(folder), text)
    return [name for name in found if not name.startswith("base/") or name.startswith(f"base/{number}/")]


def holding(folder: Path, text: bytes) -> list[str]:
    found = [one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()]
    return [str(one.relative_to(folder)) for one in found if text in one.read_bytes()]

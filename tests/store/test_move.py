"""A store moved from one engine into another, and back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.transactions import PAGE, Transactions
from store import Database, engine
from store.__main__ import main
from store.move import NotMoved, move
from store.ops import audit, jobs, processes
from store.schema import migrations
from store.write import rows
from store_address import Address
from tests.kit import filling, planted
from tests.kit.bodies import LINK
from tests.kit.files import file_of
from tests.kit.postgresql import Cluster


@pytest.fixture(scope="module")
def full(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with rows in nearly every table."""
    path = tmp_path_factory.mktemp("full") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        planted.fill(db)
        filling.fill(db, days=40)
        with db.write() as connection:
            audit.record(connection, "somebody", "export", "transactions", {"text": "\N{PILE OF POO} ' \\ \t\n"})
        yield db


@pytest.fixture
def server(postgresql: Cluster) -> Iterator[Address]:
    with postgresql.database() as url:
        yield Address(None, url)


def content(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the record of the schema's own steps."""
    with db.read() as connection:
        tables = {name: columns for name, columns in engine.tables(connection).items() if name != "schema_migrations"}
        return {
            name: sorted(map(tuple, connection.execute(f"SELECT {', '.join(columns)} FROM {name}")), key=repr)
            for name, columns in tables.items()
        }


def test_what_went_to_a_server_and_back_is_what_was_there(full: Database, server: Address, tmp_path: Path) -> None:
    assert_it_returns(full, server, tmp_path / "back.db")


@pytest.mark.exam
def test_a_large_store_comes_back_as_it_went(full: Database, server: Address, tmp_path: Path) -> None:
    full.checkpoint()
    with Database.open(shutil.copy(file_of(full), tmp_path / "large.db")) as large:
        made = Transactions(50_000, datetime.now(UTC))
        for first in range(0, made.count, PAGE):
            with large.write() as connection:
                rows.save_page(connection, "transactions", LINK, made.between(first, first + PAGE))
        assert_it_returns(large, server, tmp_path / "back.db")


def assert_it_returns(db: Database, server: Address, path: Path) -> None:
    """As it went, in all its tables."""
    there = move(db.address, server)
    back = move(server, Address(path))
    before = content(db)
    with Database.open(path) as returned:
        after = content(returned)
        assert not audit.verify(returned).fault
    assert {name: rows for name, rows in before.items() if "slots" not in name} == {
        name: rows for name, rows in after.items() if "slots" not in name
    }
    filled = {name for name, rows in before.items() if rows}
    assert len(filled) > 60
    assert there.rows.items() <= back.rows.items() | {(name, 0) for name in there.rows}
    assert there.rows["transactions"] == len(before["transactions"]) > 100


def test_rows_of_a_moved_store_are_found_and_new_ones_follow(full: Database, server: Address) -> None:
    move(full.address, server)
    with Database.open(server) as moved:
        assert not audit.verify(moved).fault
        with full.read() as connection:
            last = connection.execute("SELECT max(id) FROM jobs").fetchone()[0]
        with moved.write() as connection:
            audit.record(connection, "somebody", "pull", "x", {})
            queued = jobs.enqueue(connection, LINK, ("accounts",), "operator")
        assert queued > last
        assert not audit.verify(moved).fault
        assert moved.frame("SELECT id FROM transactions ORDER BY id").equals(
            full.frame("SELECT id FROM transactions ORDER BY id")
        )


def test_a_store_that_holds_something_is_not_moved_into(full: Database, server: Address) -> None:
    migrations.migrate(server)
    with Database.open(server) as db, db.write() as connection:
        audit.record(connection, "somebody", "pull", "x", {})
    with pytest.raises(NotMoved, match="holds something already, in audit"):
        move(full.address, server)
    with Database.open(server) as db:
        assert len(audit.table(db)) == 1


def test_a_move_that_is_broken_off_leaves_an_empty_store_which_takes_the_next(full: Database, server: Address) -> None:
    def stop(table: str) -> None:
        if table == "transactions":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(full.address, server, told=stop)
    with Database.open(server) as db:
        assert db.frame("SELECT * FROM links").empty
    assert move(full.address, server).rows["links"]


@pytest.mark.parametrize("of", ["the old", "the new"])
def test_nothing_is_moved_while_anybody_works_on_either(server: Address, tmp_path: Path, of: str) -> None:
    old, new = tmp_path / "old.db", server
    Database.open(old).close()
    migrations.migrate(new)
    with Database.open(Address(old) if of == "the old" else new) as db, db.write() as connection:
        processes.beat(connection, "server")
    with pytest.raises(NotMoved, match=f"Somebody works on .*: server {processes.own_name()}. End them"):
        move(Address(old), new)


def test_a_store_is_not_moved_onto_itself_or_out_of_nothing(full: Database, tmp_path: Path) -> None:
    with pytest.raises(NotMoved, match="is both where the store is and where it shall be"):
        move(full.address, full.address)
    with pytest.raises(NotMoved, match="There is no store at"):
        move(Address(tmp_path / "none.db"), Address(tmp_path / "new.db"))
    assert not [*tmp_path.iterdir()]


def test_the_command_says_what_it_does_and_names_no_password(
    full: Database, server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINKDESK_DATA_DIR", str(tmp_path))
    assert full.address.file is not None
    address = f"sqlite:///{full.address.file}"
    assert main(["move", address, server.url]) == 0
    said = capsys.readouterr().out
    assert f"All is at {server}: " in said
    assert said.splitlines()[0].endswith("…")
    assert server.url not in said
    assert main(["move", address, "planted"]) == 2
    assert capsys.readouterr().err.startswith("What is named is no address of a store. Write it as sqlite:///desk.db")

"""The schema's history is recorded, runs once, and ends where the declarations say."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from resources import RESOURCES, Declaration
from store import Database, engine
from store.core.errors import NewerSchema
from store.engine import Connection
from store.schema import migrations, tables
from store.schema.migrations import Migration
from tests.store.shapes import Shape, Table, shape

OURS = {"links": {"followed"}, "accounts": {"is_embedded"}}
"""Columns by table that say what the desk thinks of a row, not Belvo."""


def test_migrations_are_numbered_and_recorded(db: Database) -> None:
    recorded = db.frame("SELECT number, name FROM schema_migrations ORDER BY number").to_dict("records")
    named = [{"number": n, "name": migration.name} for n, migration in enumerate(migrations.MIGRATIONS, 1)]
    assert recorded == named
    assert all(row["name"].startswith(f"m{row['number']:03d}_") for row in recorded)


def test_a_new_migration_runs_on_an_old_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(path).close()

    def add_notes(connection: Connection) -> None:
        connection.execute("CREATE TABLE notes (text TEXT)")

    new = Migration("m999_notes", add_notes)
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, new])
    with Database.open(path) as db:
        assert db.frame("SELECT name FROM schema_migrations ORDER BY number DESC LIMIT 1").iloc[0, 0] == "m999_notes"
        assert db.frame("SELECT * FROM notes").empty


def test_an_older_program_goes_on_where_a_step_says_that_it_can_do_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database.open(path).close()
    known = migrations.MIGRATIONS

    def open_with(*steps: Migration) -> None:
        monkeypatch.setattr(migrations, "MIGRATIONS", [*known, *steps])
        Database.open(path).close()

    more = Migration("m998_more", lambda connection: engine.run_script(connection, "CREATE TABLE a (b TEXT);"), 3)
    less = Migration("m999_less", lambda connection: engine.run_script(connection, "DROP TABLE reveals;"))
    open_with(more)
    open_with()
    open_with(more, less)
    last = len(known) + 2
    with pytest.raises(NewerSchema, match=f"schema {last}, which needs one that knows {last}; this one knows"):
        open_with()


@pytest.mark.parametrize(
    ("name", "text", "needed"),
    [
        ("m001_a.sql", "-- needs_code: 31\nSELECT 1;", 31),
        ("m001_a.sql", "SELECT 1; -- needs_code: 31", None),
    ],
)
def test_a_step_says_at_its_beginning_what_program_it_needs(
    tmp_path: Path, name: str, text: str, needed: int | None
) -> None:
    (tmp_path / name).write_text(text)
    assert migrations._load(tmp_path / name).needs_code == needed


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(path).close()
    known = migrations.MIGRATIONS

    def fail_half_way(connection: Connection) -> None:
        connection.execute("CREATE TABLE notes (text TEXT)")
        raise ValueError("half way")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*known, Migration("m999_broken", fail_half_way)])
    with pytest.raises(ValueError, match="half way"):
        Database.open(path)
    monkeypatch.setattr(migrations, "MIGRATIONS", known)
    with Database.open(path) as db, db.read() as connection:
        assert "notes" not in shape(connection)


@pytest.mark.sqlite_only(reason="reads what SQLite was told; the other engine's tables are made from the same words")
@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_a_resources_tables_are_as_declared(db: Database, resource: Declaration) -> None:
    with db.read() as connection:
        pending = [*differences(resource, shape(connection))]
    file = f"store/schema/history/m{len(migrations.MIGRATIONS) + 1:03d}_….sql"
    text = "".join(f"\n{statement};" for statement in pending)
    assert not pending, f"{resource.name} is declared with what no migration has made. Write {file}:{text}"


def differences(resource: Declaration, there: Shape) -> Iterator[str]:
    """What a migration would have to say so that the tables are as the resource is declared."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in tables.statements(resource):
            before = {*shape(connection)}
            connection.execute(statement)
            (name,) = {*shape(connection)} - before
            declared = shape(connection)[name]
            if name not in there:
                yield statement
            elif isinstance(declared, Table):
                yield from _columns(name, declared, there[name])
            elif declared != there[name]:
                yield f"DROP INDEX {name}; {statement}"


def _columns(name: str, declared: Table, there: Table | str) -> Iterator[str]:
    assert isinstance(there, Table)
    assert declared.clustered == there.clustered
    made = {column.name: column for column in there.columns}
    for column in declared.columns:
        if column.name not in made:
            yield f"ALTER TABLE {name} ADD COLUMN {column.name} {column.type}"
        elif made[column.name] != column:
            yield f"-- {name}.{column.name} is {made[column.name][1:]} and declared as {column[1:]}"
    for column_name in made.keys() - {column.name for column in declared.columns} - OURS.get(name, set()):
        yield f"ALTER TABLE {name} DROP COLUMN {column_name}"


def test_what_is_declared_without_a_migration_is_told() -> None:
    declared = RESOURCES["owners"]
    with closing(sqlite3.connect(":memory:")) as connection:
        assert [*differences(declared, shape(connection))] == tables.statements(declared)
        for statement in tables.statements(declared):
            connection.execute(statement)
        assert [*differences(declared, shape(connection))] == []
        connection.execute("ALTER TABLE owners DROP COLUMN email")
        connection.execute("ALTER TABLE owners ADD COLUMN nickname TEXT")
        connection.execute("DROP INDEX owners_id")
        assert [*differences(declared, shape(connection))] == [
            "ALTER TABLE owners ADD COLUMN email TEXT",
            "ALTER TABLE owners DROP COLUMN nickname",
            "CREATE UNIQUE INDEX owners_id ON owners (id, link)",
        ]

"""The schema's history is recorded, runs once, and ends where the declarations say."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resources import RESOURCES, Resource
from store import Database
from store.schema import migrations, tables

if TYPE_CHECKING:
    from sqlite_utils import Database as Schema


def test_migrations_are_numbered_and_recorded(db: Database) -> None:
    recorded = db.frame("SELECT number, name FROM schema_migrations ORDER BY number").to_dict("records")
    named = [{"number": n, "name": m.__name__} for n, m in enumerate(migrations.MIGRATIONS, 1)]
    assert recorded == named
    assert all(row["name"].startswith(f"m{row['number']:03d}_") for row in recorded)


def test_a_new_migration_runs_on_an_old_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(path).close()

    def m999_notes(db: "Schema") -> None:
        db.execute("CREATE TABLE notes (text TEXT)")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, m999_notes])
    with Database.open(path) as db:
        assert db.frame("SELECT name FROM schema_migrations ORDER BY number DESC LIMIT 1").iloc[0, 0] == "m999_notes"
        assert db.frame("SELECT * FROM notes").empty


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(path).close()
    known = migrations.MIGRATIONS

    def m999_broken(db: "Schema") -> None:
        db.execute("CREATE TABLE notes (text TEXT)")
        raise ValueError("half way")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*known, m999_broken])
    with pytest.raises(ValueError, match="half way"):
        Database.open(path)
    monkeypatch.setattr(migrations, "MIGRATIONS", known)
    with Database.open(path) as db:
        assert "notes" not in _tables(db)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_a_resources_tables_are_as_declared(db: Database, resource: Resource) -> None:
    assert set(tables.tables(resource)) <= _tables(db)
    own = ["followed"] if resource.name == "links" else []  # what the desk says of a row, not Belvo
    assert db.frame(f"SELECT * FROM {resource.table}").columns.to_list() == [*tables.columns(resource), *own]
    assert db.frame(f"SELECT * FROM raw_{resource.table}").columns.to_list() == ["id", "body"]


def _tables(db: Database) -> set[str]:
    return set(db.frame("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")["name"])

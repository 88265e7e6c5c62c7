"""A store that an earlier version has written opens, keeps what it held, and goes on as if it had been made today."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from store import Database, Identity, engine
from store.queries import history
from store.queries.banking import flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.schema import migrations
from store.write import rows
from store_address import Address
from tests.kit import bodies
from tests.store.shapes import Shape, Table, shape
from tests.store.todays_schema import todays_schema

EARLIER = sorted((Path(__file__).parent / "schemas").glob("*.sql.gz"))
"""Dumps of stores as each schema that was in use left them, all with the same content."""

LEVELLED = ("place", "account")
"""Columns of which some stores of a version demanded a value and others did not."""

SUMS = ("flows_by_month", "flows_by_day", "row_counts")

OWNER = Identity("http://127.0.0.1:8900", "ab" * 32, "1")


@pytest.fixture(scope="module", params=EARLIER, ids=lambda dump: dump.name[:3])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier store after it was opened for the first time."""
    path = tmp_path_factory.mktemp("earlier") / "local.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"BEGIN; {gzip.decompress(request.param.read_bytes()).decode()} COMMIT;")
    Database.open(path, OWNER).close()
    return path


@pytest.fixture
def earlier(migrated: Path, path: Path) -> Path:
    path.parent.mkdir()
    return Path(shutil.copy(migrated, path))


def test_an_earlier_store_gets_todays_shape(earlier: Path, tmp_path: Path) -> None:
    with (
        Database.open(earlier, OWNER) as old,
        Database.open(tmp_path / "new.db", OWNER) as new,
        old.read() as migrated,
        new.read() as made,
    ):
        assert shape(migrated) == shape(made)


@pytest.mark.parametrize("dump", EARLIER, ids=lambda dump: dump.name[:3])
def test_a_new_store_goes_the_way_that_earlier_ones_went(
    dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[: int(dump.name[:3])])
    path = tmp_path / "new.db"
    with closing(engine.connect(path)) as connection, closing(sqlite3.connect(":memory:")) as earlier:
        migrations.apply(connection, Address(path))
        earlier.executescript(gzip.decompress(dump.read_bytes()).decode())
        assert _unordered(shape(connection)) == _unordered(shape(earlier))


def _unordered(found: Shape) -> dict[str, object]:
    """The shape without what differed between stores of one version until the tenth migration."""
    return {
        name: (
            {column._replace(not_null=column.name in LEVELLED or column.not_null) for column in made.columns},
            made[1],
        )
        if isinstance(made, Table)
        else made
        for name, made in found.items()
    }


def test_a_new_store_is_made_as_the_last_migration_leaves_it() -> None:
    assert migrations.TODAY.read_text(encoding="utf-8") == todays_schema(), "Run `make schema`."


def test_what_an_earlier_store_held_is_still_there(earlier: Path) -> None:
    with Database.open(earlier, OWNER) as db:
        page = transactions.page(db, TransactionFilter(), sort="amount")
        assert page["amount"].tolist() == [-250.0]
        identity = bodies.transaction(1)["id"]
        assert rows.body(db, "transactions", identity) == bodies.transaction(1, amount=250)
        assert history.body(db, "transactions", identity, "2026-11-24T12:00:00Z") == bodies.transaction(1)
        assert db.frame("SELECT current FROM balance_history ORDER BY current")["current"].tolist() == [
            12_005_000,
            58_741_300,
        ]


def test_an_earlier_store_is_written_on(earlier: Path) -> None:
    with Database.open(earlier, OWNER) as db:
        with db.write() as connection:
            again = rows.save_page(connection, "transactions", bodies.LINK, [bodies.transaction(1, amount=250)])
            changed = rows.save_page(connection, "transactions", bodies.LINK, [bodies.transaction(1, amount=251)])
            other = rows.save_page(connection, "tax_status", bodies.LINK, [{"id": "s1"}])
        assert (again.unchanged, changed.changed, other.added) == (1, 1, 1)
        before = [db.frame(f"SELECT * FROM {table}") for table in SUMS]
        with db.write() as connection:
            flows.rebuild(connection)
        assert all(map(pd.DataFrame.equals, before, [db.frame(f"SELECT * FROM {table}") for table in SUMS]))

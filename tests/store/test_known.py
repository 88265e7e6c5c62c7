"""The store as known on an earlier day answers every query as it did then, whatever came since."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resources import RESOURCES
from store import Database, engine
from store.engine import Connection
from store.known import as_known_at, extent_of
from store.known.rows import Rows
from store.queries import history
from store.sight import Sight
from store.upkeep import ages
from store.write import aggregates, links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.files import sqlite_of

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2026-11-{day}T12:00:00.000000Z" for day in (23, 24, 25, 26))
ON_MONDAY = datetime(2026, 11, 24, tzinfo=UTC)

UNLIKE = (
    *("revisions", "slots", "recent_slots", "store_checks", "schema_migrations", "masking_key", "flows_by_day_sets"),
    *("body_fields", "packed"),
)
"""What is of today, of whichever day the rest is, or says in another way what `bodies_…` do."""

COUNTED = ("unknown_values",)
"""Whose counts have gone on since."""

BESIDE = ("bodies", "search")
"""What is only read together with the rows, and may have more."""


def told(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of every table and view that stands in for one."""
    with db.read() as connection:
        names = [name for name in engine.shapes(connection) if not name.startswith((*UNLIKE, *COUNTED))]
        return {name: sorted(map(tuple, connection.execute(_rows(name))), key=str) for name in names}


def _rows(name: str) -> str:
    beside, _, table = name.partition("_")
    return f"SELECT * FROM {name}" + (f" WHERE key IN (SELECT key FROM {table})" if beside in BESIDE else "")


def fill(db: Database, now: str) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(), now=now)
        rows.save_page(connection, "accounts", LINK, [bodies.account(), bodies.card()], now=now)
        page = [bodies.transaction(number, value_date=f"2026-10-{number:02}") for number in range(1, 6)]
        rows.save_page(connection, "transactions", LINK, page, now=now)
        for resource, kind in RESOURCES.items():
            if resource not in ("links", "accounts", "transactions"):
                rows.save_page(connection, resource, LINK, [{"id": "r1", kind.link_path: LINK, "a": 1}], now=now)


@pytest.fixture
def filled(db: Database) -> Database:
    fill(db, MONDAY)
    return db


def test_every_table_is_as_it_was_after_all_that_can_become_of_rows(filled: Database) -> None:
    before = told(filled)
    with filled.write() as connection:
        changed = bodies.transaction(1, amount=9999, description="ÁRBOL", value_date="2026-09-01")
        rows.save_page(connection, "transactions", LINK, [changed, bodies.transaction(9)], now=TUESDAY)
        gone = [bodies.transaction(number)["id"] for number in (2, 3)]
        rows.mark_deleted(connection, "transactions", gone, link_id=LINK, now=TUESDAY)
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(3, amount=1)], now=WEDNESDAY)
        rows.save_page(connection, "accounts", LINK, [bodies.account(name="Nueva")], now=TUESDAY)
        links.set_status(connection, LINK, "invalid", now=WEDNESDAY)
        for resource, kind in RESOURCES.items():
            if resource not in ("links", "accounts", "transactions"):
                rows.save_page(connection, resource, LINK, [{"id": "r1", kind.link_path: LINK, "a": 2}], now=TUESDAY)
                rows.mark_deleted(connection, resource, ["r1"], link_id=LINK, now=WEDNESDAY)
    assert told(filled) != before
    assert told(as_known_at(filled, ON_MONDAY)) == before


def test_what_comes_while_somebody_looks_changes_nothing(filled: Database) -> None:
    before, known = told(filled), as_known_at(filled, ON_MONDAY)
    assert told(known) == before
    with filled.write() as connection:
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(4, amount=7)], now=TUESDAY)
    assert told(known) == before
    with filled.write() as connection:
        links.mark_deleted(connection, LINK, "gone", now=WEDNESDAY)
    assert told(known) == before


def test_an_earlier_day_is_told_as_a_store_of_that_day_had_it(filled: Database) -> None:
    with filled.write() as connection:
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, amount=3)], now=TUESDAY)
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, amount=4)], now=THURSDAY)
    for day, amount in ((23, 0), (24, 2_455_000), (25, 30_000), (26, 30_000), (27, 40_000)):
        known = as_known_at(filled, datetime(2026, 11, day, tzinfo=UTC))
        with known.read() as connection:
            found = connection.execute(
                "SELECT amount FROM transactions WHERE deleted_at IS NULL ORDER BY key"
            ).fetchall()
        assert [row["amount"] for row in found[:1]] == ([amount] if amount else [])
    assert history.body(filled, "transactions", bodies.transaction(1)["id"], "2026-11-24T23:00") == bodies.transaction(
        1, amount=3
    )


def test_the_sums_of_an_earlier_day_are_those_of_its_rows(filled: Database) -> None:
    with filled.write() as connection:
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, amount=3, category="X")], now=TUESDAY)
    with as_known_at(filled, ON_MONDAY).read() as connection:
        assert [*aggregates.differing_totals(connection)] == []
        assert [*aggregates.differing_accounts(connection, [(LINK, bodies.ACCOUNT, 5)])] == []


def test_an_earlier_day_is_masked_as_the_store_is(filled: Database) -> None:
    known = as_known_at(filled.as_seen(Sight.MASKED), ON_MONDAY)
    assert known.sight is Sight.MASKED
    assert known.whole is filled
    assert known.unmasked is as_known_at(filled, ON_MONDAY)
    assert known is known.unmasked.as_seen(Sight.MASKED)
    assert told(known) == told(filled.as_seen(Sight.MASKED)) != told(filled)


def test_what_is_deleted_for_its_age_is_gone_from_earlier_days_too(filled: Database) -> None:
    known = as_known_at(filled, ON_MONDAY)
    assert told(known)["flows_by_day"]
    with filled.write() as connection:
        rows.save_page(connection, "accounts", LINK, [bodies.account(name="Nueva")], now=TUESDAY)
    taken = ages.take(filled, AGES, now=datetime(2026, 12, 24, tzinfo=UTC))
    ages.note(filled, taken)
    assert told(known)["flows_by_day"] == told(known)["transactions"] == []
    extent = extent_of(filled)
    assert extent.first == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert str(extent.exact) == "2026-12-15"


AGES = ages.Ages(rows=timedelta(20), versions=timedelta(10))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "local.db") as db:
        yield db


def test_sums_of_an_earlier_day_are_not_counted_row_by_row_again(
    file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of rows that are as they were the sums of now are taken: a row is looked at, and neither sorted nor added up."""
    fill(file, MONDAY)
    few, many = (_steps(file, monkeypatch, rows, minute) for minute, rows in ((1, 500), (2, 2_500)))
    assert (many - few) / 2_500 < 60


def _steps(db: Database, monkeypatch: pytest.MonkeyPatch, number: int, minute: int) -> int:
    """How many steps SQLite takes to look up what was known, with so many more rows in the store."""
    made = [bodies.transaction(100 * number + one, value_date=f"2026-10-{1 + one % 28:02}") for one in range(number)]
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, made, now=MONDAY)
    steps, catch_up = 0, Rows.catch_up

    def counted(self: Rows, connection: Connection) -> None:
        def step() -> None:
            nonlocal steps
            steps += 10

        sqlite_of(connection).set_progress_handler(step, 10)
        try:
            catch_up(self, connection)
        finally:
            sqlite_of(connection).set_progress_handler(None, 10)

    with monkeypatch.context() as patch:
        patch.setattr(Rows, "catch_up", counted)
        with as_known_at(db, ON_MONDAY + timedelta(minutes=minute)).read() as connection:
            found = connection.execute("SELECT sum(count) FROM flows_by_month").fetchone()[0]
    assert found >= number
    return steps

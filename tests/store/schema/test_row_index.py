"""Rows of bulky resources are found wherever their slots lie."""

import pytest

from resources import RESOURCES
from store import Database
from store.schema import row_index
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_ACCOUNT, OTHER_LINK

TRANSACTIONS = RESOURCES["transactions"]
MERGED, RECENT = row_index.tables(TRANSACTIONS)
OTHERS = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)


@pytest.fixture(autouse=True)
def few_gather(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_index, "GATHERED", 4)


def save(db: Database, *numbers: int) -> rows.Saved:
    with db.write() as connection:
        return rows.save_page(connection, "transactions", LINK, [bodies.transaction(number) for number in numbers])


def slots(db: Database, table: str) -> list[tuple[int, int]]:
    with db.read() as connection:
        return [tuple(row) for row in connection.execute(f"SELECT slot, key FROM {table} ORDER BY key")]


@pytest.mark.sqlite_only(reason="is about slots that gather, which are views where an index finds rows")
def test_recent_slots_are_merged_when_enough_have_gathered(db: Database) -> None:
    save(db, 1, 2)
    assert (slots(db, MERGED), len(slots(db, RECENT))) == ([], 2)
    save(db, 3)  # the fourth key is the first of the next ones
    assert (len(slots(db, MERGED)), slots(db, RECENT)) == (3, [])
    save(db, *range(4, 16))
    save(db, 16)
    with db.read() as connection:
        expected = [tuple(row) for row in connection.execute("SELECT slot, key FROM transactions ORDER BY key")]
    assert slots(db, MERGED) + slots(db, RECENT) == expected
    assert len(slots(db, RECENT)) == 1


@pytest.mark.sqlite_only(reason="is about slots that gather, which are views where an index finds rows")
def test_a_row_is_found_among_merged_and_recent_ones(db: Database) -> None:
    save(db, *range(1, 10))
    save(db, 10)
    assert (len(slots(db, MERGED)), len(slots(db, RECENT))) == (9, 1)
    again = save(db, 1, 9, 10, 11)
    assert (again.added, again.changed, again.unchanged) == (1, 0, 3)
    with db.write() as connection:
        rows.save_page(connection, "transactions", OTHER_LINK, [bodies.transaction(13, of=OTHERS)])
        assert (
            rows.mark_deleted(connection, "transactions", [bodies.transaction(number)["id"] for number in (2, 10)]) == 2
        )
        live = {bodies.transaction(number)["id"] for number in (1, *range(3, 10), 11)}
        assert rows.live_ids(connection, "transactions", LINK) == live
    for number in (1, 10, 11):
        assert rows.body(db, "transactions", bodies.transaction(number)["id"]) == bodies.transaction(number)


def test_a_row_that_changed_or_came_back_keeps_its_slot(db: Database) -> None:
    save(db, 1, 2, 3, 4, 5)
    before = slots(db, MERGED)
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [bodies.transaction(1)["id"]])
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1), bodies.transaction(2, amount=3)])
    assert (slots(db, MERGED), slots(db, RECENT)) == (before, [])


def test_resources_of_few_rows_have_an_index_instead() -> None:
    assert row_index.tables(RESOURCES["accounts"]) == ()

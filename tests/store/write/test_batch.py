"""A batch made ready here and stored elsewhere is stored as if it had never left."""

import marshal
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Database
from store.write import rows, schema_drift
from store.write.batch import Batch, prepare
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import tuples
from tests.kit.stores import NAMES, empty

NOW, LATER = "2026-11-24T12:00:00.000000Z", "2026-11-25T12:00:00.000000Z"
TABLES = (
    "transactions",
    "bodies_transactions",
    "search_transactions",
    "versions_transactions",
    "accounts",
    "flows_by_month",
    "flows_by_day",
    "row_counts",
    "unknown_values",
    "recent_slots_transactions",
)


@pytest.fixture
def other(request: pytest.FixtureRequest, db: Database, tmp_path: Path) -> Iterator[Database]:
    """Another store of the same engine."""
    with empty(NAMES[db.engine.name], request, tmp_path / "other.db") as opened:
        yield opened


def sent(batch: Batch) -> Batch:
    """The batch as another process gets it."""
    return Batch.unpack(marshal.loads(marshal.dumps(batch.pack())))  # noqa: S302 - what this line has dumped


def content(db: Database) -> dict[str, list[object]]:
    with db.read() as connection:
        return {table: [*map(tuple, connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"))] for table in TABLES}


@pytest.mark.parametrize("changed", [(), (2,), (1, 2, 3, 4)])
def test_a_page_that_was_sent_is_stored_as_if_it_had_not(
    db: Database, other: Database, changed: tuple[int, ...]
) -> None:
    first = [bodies.transaction(number, mood=number) for number in range(1, 5)]
    second = [bodies.transaction(number, amount=number, humour=1) for number in changed]
    second += [bodies.transaction(number, mood=0, of=bodies.card()) for number in (5, 6)]
    for store, carry in ((db, sent), (other, lambda batch: batch)):
        with store.write() as connection:
            assert rows.save(connection, carry(prepare("transactions", LINK, first)), now=NOW).added == 4
        with store.write() as connection:
            again = carry(prepare("transactions", LINK, [*first, *second]))
            saved = rows.save(connection, again, now=LATER)
        assert (saved.added, saved.changed, saved.unchanged) == (2, len(changed), 4 - len(changed))
        assert saved.ids == {item["id"] for item in [*first, *second]}
    assert content(db) == content(other)


def test_only_what_is_new_counts_as_unknown(db: Database) -> None:
    first, second = bodies.transaction(1, mood=1), bodies.transaction(2, mood=2)
    for items in ([first], [first, second], [second, first]):
        with db.write() as connection:
            rows.save(connection, sent(prepare("transactions", LINK, items)))
    assert tuples(schema_drift.table(db), "path", "count", "row") == [("mood", 2, second["id"])]


def test_of_equal_ids_the_last_counts() -> None:
    batch = prepare("transactions", LINK, [bodies.transaction(1), bodies.transaction(1, amount=3)])
    assert (len(batch.ids), batch.columns["amount"]) == (1, [30_000])
    assert [account["id"] for account in batch.accounts] == [bodies.account()["id"]]


def test_a_resource_without_search_has_no_texts() -> None:
    assert (prepare("owners", LINK, [bodies.owner()]).texts, prepare("transactions", LINK, []).texts) == ((), [])

"""What Belvo sends and nobody here knows survives and is counted."""

import json
from typing import Any

import pytest

from store import Database
from store.write import rows, schema_drift
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import records, tuples
from tests.store.known_schema import KNOWN, described

MONDAY, TUESDAY = (f"2026-11-{day}T12:00:00.000000Z" for day in (23, 24))


def save(db: Database, resource: str, *items: dict[str, Any], now: str = MONDAY) -> None:
    with db.write() as connection:
        rows.save_page(connection, resource, LINK, items, now=now)


def met(db: Database) -> list[tuple[Any, ...]]:
    return sorted(tuples(schema_drift.table(db), "resource", "path", "value", "count", "row"))


def test_what_is_known_is_what_the_client_describes() -> None:
    assert json.loads(KNOWN.read_text(encoding="utf-8")) == described(), "run: python -m tests.store.known_schema"


def test_what_is_known_is_not_counted(filled: Database) -> None:
    save(filled, "owners", bodies.owner())
    assert met(filled) == []


def test_an_unknown_field_survives_and_is_counted(db: Database) -> None:
    merchant = {"merchant_name": "Café", "rating": 5}
    items = [bodies.transaction(1, mood="good"), bodies.transaction(2, mood=None, merchant=merchant)]
    save(db, "transactions", *items)
    first, second = (item["id"] for item in items)
    assert met(db) == [("transactions", "merchant.rating", "", 1, second), ("transactions", "mood", "", 2, second)]
    assert rows.body(db, "transactions", first) == items[0]


def test_an_unknown_value_survives_and_is_counted_when_a_row_is_new_or_changed(db: Database) -> None:
    item = bodies.transaction(1, type="SIDEWAYS")
    save(db, "transactions", item)
    save(db, "transactions", item, now=TUESDAY)
    save(db, "transactions", item | {"amount": 1}, bodies.transaction(2, type="SIDEWAYS"), now=TUESDAY)
    assert records(schema_drift.table(db).astype({"first_seen": str, "last_seen": str})) == [
        {
            "resource": "transactions",
            "path": "type",
            "value": "SIDEWAYS",
            "count": 3,
            "first_seen": "2026-11-23 12:00:00+00:00",
            "last_seen": "2026-11-24 12:00:00+00:00",
            "link": LINK,
            "row": item["id"],
        }
    ]
    assert rows.body(db, "transactions", item["id"]) == item | {"amount": 1}


@pytest.mark.parametrize(
    ("value", "told"), [(7, "7"), (["INFLOW", "BOTH"], "BOTH"), ({"a": 1}, '{"a":1}'), ("x" * 300, "x" * 200)]
)
def test_a_value_of_any_shape_is_told(db: Database, value: object, told: str) -> None:
    save(db, "transactions", bodies.transaction(1, type=value))
    assert met(db) == [("transactions", "type", told, 1, bodies.transaction(1)["id"])]


def test_what_lies_in_lists_is_looked_at(db: Database) -> None:
    entry = {"employer": "ACME", "employment_status_updates": [{"event": "HIRED"}, {"event": "PROMOTED", "by": "me"}]}
    save(db, "employment_records", {"id": "e1", "employment_records": [entry], "files": "none"})
    updates = "employment_records.employment_status_updates"
    assert met(db) == [
        ("employment_records", f"{updates}.by", "", 1, "e1"),
        ("employment_records", f"{updates}.event", "PROMOTED", 1, "e1"),
    ]


def test_an_erased_links_rows_are_forgotten(db: Database) -> None:
    save(db, "owners", bodies.owner(mood="good"))
    with db.write() as connection:
        schema_drift.forget(connection, LINK)
    assert met(db) == [("owners", "mood", "", 1, None)]

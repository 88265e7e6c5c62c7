"""Every resource as it was known at an instant."""

from typing import Any

import pytest

from resources import RESOURCES
from store import Database
from store.queries import history
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import records, tuples

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2026-11-{day}T12:00:00.000000Z" for day in (23, 24, 25, 26))
FIRST = bodies.transaction(1)["id"]


def save(db: Database, resource: str, now: str, *items: dict[str, Any]) -> None:
    with db.write() as connection:
        rows.save_page(connection, resource, LINK, items, now=now)


def test_a_row_is_told_as_it_was_known(db: Database) -> None:
    save(db, "transactions", MONDAY, bodies.transaction(1, status="PENDING"))
    save(db, "transactions", TUESDAY, bodies.transaction(1, status="PROCESSED"))
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [FIRST], link_id=LINK, now=WEDNESDAY)
    save(db, "transactions", THURSDAY, bodies.transaction(1, status="PROCESSED", amount=1))
    known = {
        at: history.body(db, "transactions", FIRST, f"2026-11-{at}Z")
        for at in ("23T11:00", "23T12:00", "24T11:59", "24T12:00", "25T12:00", "26T12:00")
    }
    assert known == {
        "23T11:00": None,
        "23T12:00": bodies.transaction(1, status="PENDING"),
        "24T11:59": bodies.transaction(1, status="PENDING"),
        "24T12:00": bodies.transaction(1, status="PROCESSED"),
        "25T12:00": None,
        "26T12:00": bodies.transaction(1, status="PROCESSED", amount=1),
    }


def test_an_account_is_embedded_as_it_was_known(db: Database) -> None:
    later = bodies.account(balance={"current": 1, "available": 1}, collected_at="2026-11-24T08:00:00.000000Z")
    save(db, "transactions", MONDAY, bodies.transaction(1))
    save(db, "accounts", TUESDAY, later)
    assert history.bodies(db, "transactions", MONDAY) == [bodies.transaction(1)]
    assert history.bodies(db, "transactions", TUESDAY) == [bodies.transaction(1, of=later)]


def test_a_table_as_known_has_the_resources_columns(db: Database) -> None:
    save(db, "accounts", MONDAY, bodies.account())
    save(db, "accounts", TUESDAY, bodies.account(name="Nueva", balance={"current": 10, "available": None}))
    found = [
        tuples(history.table(db, "accounts", at, links=links), "id", "link", "name", "current", "available")
        for at, links in ((MONDAY, ()), (TUESDAY, (LINK,)), (TUESDAY, ("another",)))
    ]
    assert found == [
        [(bodies.ACCOUNT, LINK, "Cuenta Perfiles", 5874.13, 5621.12)],
        [(bodies.ACCOUNT, LINK, "Nueva", 10.0, None)],
        [],
    ]


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_every_resource_can_be_told_as_known(db: Database, resource: str) -> None:
    kind = RESOURCES[resource]
    save(db, resource, MONDAY, {"id": "r1", kind.link_path: LINK})
    save(db, resource, TUESDAY, {"id": "r1", kind.link_path: LINK, "news": 1})
    assert history.body(db, resource, "r1", MONDAY) == {"id": "r1", kind.link_path: LINK}
    assert history.body(db, resource, "r1", TUESDAY) == {"id": "r1", kind.link_path: LINK, "news": 1}
    row = records(history.table(db, resource, MONDAY))[0]
    own = ["id", *(["link"] if kind.per_link else []), *(["account"] if kind.has_account else [])]
    assert [*row] == list(dict.fromkeys([*own, *(column.name for column in kind.columns)]))

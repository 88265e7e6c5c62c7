"""Two links may have rows under the same id: each keeps its own."""

from datetime import date
from typing import Any

import pytest

from resources import RESOURCES
from store import Database
from store.queries.banking import accounts, flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.upkeep import erasure
from store.write import balance_history, rows
from store.write.rows import Saved
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK, OTHER_LINK

BOTH = (LINK, OTHER_LINK)
SINCE, UNTIL = date(2026, 11, 18), date(2026, 11, 20)


def account(link: str, current: float, day: int = 20) -> dict[str, Any]:
    balance = {"current": current, "available": None}
    looked = f"2026-11-{day:02}T08:00:00.000000Z"
    return bodies.account(link=link, name=f"Cuenta {current:.0f}", balance=balance, collected_at=looked)


def save(db: Database, link: str, resource: str, *items: dict[str, Any]) -> Saved:
    with db.write() as connection:
        return rows.save_page(connection, resource, link, items)


@pytest.fixture
def shared(db: Database) -> Database:
    """Two links with the same account, in which each has seen other balances and another movement."""
    for number, link in enumerate(BOTH, 1):
        save(db, link, "links", bodies.link(link))
        for day in (18, 20):
            save(db, link, "accounts", account(link, 100.0 * number * day, day))
        of = account(link, 2000.0 * number)
        moved = bodies.transaction(1, of=of, amount=10.0 * number, value_date="2026-11-19", reference=link)
        save(db, link, "transactions", moved)
    return db


def test_each_resource_keeps_what_two_links_have_under_one_id(db: Database) -> None:
    of_links = {name: kind.table for name, kind in RESOURCES.items() if kind.per_link}
    with db.write() as connection:
        for resource in of_links:
            saved = [rows.save_page(connection, resource, link, [{"id": "same", "link": link}]) for link in BOTH]
            assert [(resource, one.added, one.changed) for one in saved] == [(resource, 1, 0)] * 2
            assert rows.mark_deleted(connection, resource, ["same"], link_id=LINK) == 1
        for table in of_links.values():
            left = connection.execute(f"SELECT link, deleted_at IS NULL FROM {table} ORDER BY key").fetchall()
            assert [(link, bool(is_live)) for link, is_live in left] == [(LINK, False), (OTHER_LINK, True)]


def test_each_link_has_its_account_and_what_it_held(shared: Database) -> None:
    for number, link in enumerate(BOTH, 1):
        table = accounts.table(shared, links=[link])
        assert [(*one,) for one in table[["name", "current"]].to_numpy()] == [
            (f"Cuenta {2000 * number}", 2000.0 * number)
        ]
        days = accounts.balances_by_day(shared, [ACCOUNT], SINCE, UNTIL, links=[link])
        assert [*days["balance"]] == [2010.0 * number, 2000.0 * number, 2000.0 * number]
        looks = balance_history.history(shared, links=[link])
        assert [*looks["current"]] == [1800.0 * number, 2000.0 * number]
        assert [*looks["name"]] == [f"Cuenta {2000 * number}"] * 2
    assert len(accounts.balances_by_day(shared, [ACCOUNT], SINCE, UNTIL)) == 6


def test_a_balance_is_only_held_against_those_of_its_own_link(shared: Database) -> None:
    steps = balance_history.reconcile(shared)
    assert [*steps["reported"]] == [200.0, 400.0]


def test_movements_are_named_by_the_account_of_their_own_link(shared: Database) -> None:
    listed = transactions.page(shared, TransactionFilter())
    names = dict(zip(listed["link"], listed["account_name"], strict=True))
    assert names == {LINK: "Cuenta 2000", OTHER_LINK: "Cuenta 4000"}
    by_account = flows.by_account(shared, TransactionFilter())
    assert dict(zip(by_account["link"], by_account["name"], strict=True)) == names


def test_a_moved_balance_on_a_movement_moves_the_account_of_its_link_alone(db: Database) -> None:
    for number, link in enumerate(BOTH, 1):
        save(db, link, "transactions", bodies.transaction(number, of=account(link, 100.0 * number)))
    save(db, LINK, "transactions", bodies.transaction(1, of=account(LINK, 7, 21)))
    assert {link: [*accounts.table(db, links=[link])["current"]] for link in BOTH} == {LINK: [7.0], OTHER_LINK: [200.0]}


def test_erasing_one_link_is_proved_and_leaves_the_other(shared: Database) -> None:
    erased = erasure.erase(shared, LINK)
    assert erased.rows["accounts"] == 1
    assert [*accounts.table(shared)["link"]] == [OTHER_LINK]
    assert [*balance_history.history(shared)["link"]] == [OTHER_LINK] * 2
    body = rows.body(shared, "transactions", bodies.transaction(1)["id"])
    assert body is not None
    assert (body["amount"], body["account"]["name"]) == (20.0, "Cuenta 4000")

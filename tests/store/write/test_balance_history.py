"""Balances are kept for each look at an account, and transactions are held against them."""

from datetime import date
from typing import Any

from store import Database
from store.upkeep import erasure
from store.write import balance_history, rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK
from tests.kit.rows import tuples


def at(day: int, hour: int = 8) -> str:
    return f"2026-11-{day:02d}T{hour:02d}:00:00.000000Z"


def account(day: int, current: float, hour: int = 8) -> dict[str, Any]:
    return bodies.account(collected_at=at(day, hour), balance={"current": current, "available": None})


def card(day: int, current: float) -> dict[str, Any]:
    return bodies.card(collected_at=at(day), balance={"current": current, "available": None})


def save(db: Database, resource: str, *items: dict[str, Any]) -> None:
    with db.write() as connection:
        rows.save_page(connection, resource, LINK, items)


def looks(db: Database, **wanted: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - the arguments of `history`
    found = balance_history.history(db, **wanted)
    return [(row["account"], f"{row['collected_at']:%d %H}", row["current"]) for _, row in found.iterrows()]


def test_each_look_at_an_account_is_kept_once(db: Database) -> None:
    save(db, "accounts", account(20, 100))
    save(db, "accounts", account(20, 100))
    save(db, "accounts", account(21, 100))
    save(db, "accounts", account(21, 90, hour=9))
    assert looks(db) == [(ACCOUNT, "20 08", 100.0), (ACCOUNT, "21 08", 100.0), (ACCOUNT, "21 09", 90.0)]


def test_looks_can_be_had_of_some_accounts_links_and_days(db: Database) -> None:
    save(db, "accounts", account(20, 100), card(21, 7))
    assert looks(db, accounts=[CARD]) == [(CARD, "21 08", 7.0)]
    assert looks(db, until=date(2026, 11, 20)) == [(ACCOUNT, "20 08", 100.0)]
    assert looks(db, since=date(2026, 11, 21)) == [(CARD, "21 08", 7.0)]
    assert looks(db, links=["another"]) == []


def test_an_account_without_a_balance_has_no_history(db: Database) -> None:
    save(db, "accounts", bodies.account(balance=None), bodies.card(balance={"current": None}))
    assert looks(db) == []


def test_a_moved_balance_is_kept_and_makes_no_new_version_of_its_transactions(db: Database) -> None:
    save(db, "transactions", bodies.transaction(1, of=account(20, 100)))
    save(db, "transactions", bodies.transaction(1, of=account(21, 90), collected_at=at(21)))
    assert looks(db) == [(ACCOUNT, "20 08", 100.0), (ACCOUNT, "21 08", 90.0)]
    assert db.frame("SELECT * FROM versions_transactions").empty
    assert len(db.frame("SELECT * FROM versions_accounts")) == 1


def test_what_arrived_between_two_looks_explains_the_step(db: Database) -> None:
    save(db, "accounts", account(10, 1000), card(10, 50))
    save(
        db,
        "transactions",
        bodies.transaction(1, of=account(10, 1000), created_at=at(10), value_date="2026-11-10"),
        bodies.transaction(2, of=account(12, 854.5), amount=145.5, created_at=at(12), value_date="2026-11-10"),
        bodies.transaction(3, of=card(12, 80), amount=30, created_at=at(11), value_date="2026-11-12"),
    )
    save(db, "accounts", account(14, 800))
    found = balance_history.reconcile(db)
    assert tuples(found, "account", "reported", "moved", "difference") == [
        (ACCOUNT, -145.5, -145.5, 0.0),
        (CARD, 30.0, 30.0, 0.0),
        (ACCOUNT, -54.5, 0.0, -54.5),
    ]
    last = balance_history.reconcile(db, accounts=[ACCOUNT], since=date(2026, 11, 11))
    assert tuples(last, "name", "currency", "difference") == [("Cuenta Perfiles", "MXN", -54.5)]
    assert [(row["since"].day, row["until"].day) for _, row in last.iterrows()] == [(12, 14)]


def test_a_correction_that_moves_the_date_of_its_row_is_no_arrival(db: Database) -> None:
    save(db, "accounts", account(10, 1000))
    save(db, "transactions", bodies.transaction(1, of=account(10, 1000), amount=40, created_at=at(9)))
    for day in (12, 13):
        corrected = bodies.transaction(1, of=account(day, 1000), amount=40 + day, created_at=at(day))
        save(db, "transactions", corrected)
    found = balance_history.reconcile(db)
    assert tuples(found, "reported", "moved", "difference") == [(0.0, 0.0, 0.0)] * 2


def test_one_look_is_no_step(db: Database) -> None:
    nothing = balance_history.reconcile(db)
    save(db, "accounts", account(10, 1000))
    one = balance_history.reconcile(db)
    assert (len(nothing), len(one)) == (0, 0)
    assert nothing.dtypes.to_dict() == one.dtypes.to_dict()


def test_an_erased_link_leaves_no_balances(db: Database) -> None:
    save(db, "accounts", account(10, 1000))
    erasure.erase(db, LINK)
    assert looks(db) == []

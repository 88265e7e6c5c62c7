"""Investments, foreign exchange and credit cards' bills."""

from datetime import date
from typing import Any

from store import Database
from store.queries.banking import cards, exchanges, investments
from tests.kit import bodies
from tests.kit.bodies import CARD, LINK
from tests.kit.rows import records, save, tuples

MONDAY, TUESDAY = (f"2026-11-{day}T12:00:00.000000Z" for day in (23, 24))


def position(value: float, reference: str = "2026-11-23", number: int = 1) -> dict[str, Any]:
    balance = {"gross_value": value, "net_value": value - 1, "quantity": 28, "reference_date": reference}
    return {"id": f"v{number}", "type": "TREASURY_BOND", "product_name": "Selic", "currency": "BRL", "balance": balance}


def movement(day: str, value: float, number: int, of: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"m{number}", "investment": of, "value_date": day, "type": "INFLOW", "gross_value": value}


def bill(number: int, due: str, **fields: object) -> dict[str, Any]:
    name = {"bill_name": "out-2026", "due_date": due, "currency": "BRL", "total_amount": 3696.43}
    return {"id": f"b{number}", "account": bodies.card(), **name} | fields


def test_positions_come_by_their_worth(db: Database) -> None:
    save(db, "br_investments", position(5), position(7260.96, number=2))
    wanted = ("link", "investment", "type", "currency", "gross_value", "net_value", "quantity")
    assert tuples(investments.positions(db), *wanted) == [
        (LINK, "v2", "TREASURY_BOND", "BRL", 7260.96, 7259.96, 28.0),
        (LINK, "v1", "TREASURY_BOND", "BRL", 5.0, 4.0, 28.0),
    ]


def test_what_a_position_was_worth_is_kept_and_another_look_alone_is_no_change(db: Database) -> None:
    save(db, "br_investments", position(100), now=MONDAY)
    save(db, "br_investments", position(100, "2026-11-24"), now=TUESDAY)
    assert len(investments.values(db)) == 1
    save(db, "br_investments", position(101, "2026-11-24"), now=TUESDAY)
    found = [
        (f"{row['known_at']:%d}", row["investment"], row["gross_value"]) for row in records(investments.values(db))
    ]
    assert found == [("23", "v1", 100.0), ("24", "v1", 101.0)]
    assert investments.values(db, ["another"]).empty


def test_movements_are_not_changed_by_what_their_investment_is_worth(db: Database) -> None:
    save(
        db,
        "br_investment_transactions",
        movement("2026-10-09", 5, 1, position(100)),
        movement("2026-11-09", 6, 2, position(100)),
    )
    save(db, "br_investment_transactions", movement("2026-10-09", 5, 1, position(120)))
    assert db.frame("SELECT * FROM versions_br_investment_transactions").empty
    wanted = ("row", "investment", "product_name", "currency", "gross_value")
    assert tuples(investments.movements(db), *wanted) == [
        ("m2", "v1", "Selic", "BRL", 6.0),
        ("m1", "v1", "Selic", "BRL", 5.0),
    ]
    assert tuples(investments.movements(db, until=date(2026, 10, 31)), "row") == [("m1",)]


def test_operations_have_a_rate(db: Database) -> None:
    amounts = {"local_operation_value_amount": 251.28, "foreign_operation_value_amount": 50.0}
    named = {
        "local_operation_value_currency": "BRL",
        "foreign_operation_value_currency": "USD",
        "operation_type": "VENDA",
    }
    sold = {"id": "x1", "operation_requested_at": "2026-07-27T23:59:00Z", **amounts, **named}
    save(db, "br_exchanges", sold, {"id": "x2", "operation_requested_at": "2026-07-28T00:00:00Z"})
    wanted = ("row", "operation_type", "local_amount", "local_currency", "foreign_amount", "foreign_currency", "rate")
    assert tuples(exchanges.operations(db), *wanted) == [
        ("x2", None, None, None, None, None, None),
        ("x1", "VENDA", 251.28, "BRL", 50.0, "USD", 5.0256),
    ]
    assert tuples(exchanges.operations(db, until=date(2026, 7, 27)), "row") == [("x1",)]


def test_bills_name_their_card_and_what_was_paid(db: Database) -> None:
    paid = {
        "type": "OTHER",
        "payment_date": "2026-11-10",
        "payment_mode": "BANK_SLIP",
        "currency": "BRL",
        "amount": 3591.83,
    }
    charge = {"type": "LATE_FEE", "currency": "BRL", "amount": 9}
    save(db, "bills", bill(1, "2026-10-13"), bill(2, "2026-11-13", payments=[paid], finance_charges=[charge]))
    assert tuples(cards.bills(db), "row", "account", "account_name", "total_amount") == [
        ("b2", CARD, "Tarjeta Oro", 3696.43),
        ("b1", CARD, "Tarjeta Oro", 3696.43),
    ]
    assert tuples(cards.bills(db, accounts=[CARD], since=date(2026, 11, 1)), "row") == [("b2",)]
    assert cards.bills(db, accounts=["another"]).empty
    assert tuples(cards.payments(db, "b2"), "kind", "type", "payment_mode", "amount") == [
        ("payment", "OTHER", "BANK_SLIP", 3591.83),
        ("charge", "LATE_FEE", None, 9.0),
    ]

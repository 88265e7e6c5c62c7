"""Incomes and recurring expenses."""

from datetime import date
from typing import Any

import pytest

from store import Database
from store.queries.banking import incomes
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, LINK
from tests.kit.rows import records, save, tuples


def stream(kind: str, monthly: float, last: str, currency: str = "MXN") -> dict[str, Any]:
    return {
        "account_id": ACCOUNT,
        "income_type": kind,
        "frequency": "MONTHLY",
        "monthly_average": monthly,
        "average_income_amount": monthly,
        "last_income_amount": monthly + 1,
        "currency": currency,
        "last_income_description": "NOMINA",
        "last_income_date": last,
        "stability": 0.8,
        "regularity": None,
        "trend": -1.1,
        "number_of_incomes": 14,
        "confidence": "HIGH",
    }


def income(*streams: dict[str, Any]) -> dict[str, Any]:
    return {"id": "in1", "income_streams": list(streams), "monthly_average": 14027.45, "number_of_income_streams": 2}


def expense(number: int, name: str, *payments: tuple[str, float], **fields: object) -> dict[str, Any]:
    transactions = [{"value_date": day, "amount": amount, "description": name} for day, amount in payments]
    return {
        "id": f"e{number}",
        "account": bodies.account(),
        "name": name,
        "transactions": transactions,
        "average_transaction_amount": 114.0 * number,
        "median_transaction_amount": 113.5,
        "days_since_last_transaction": 28,
        "category": "Bills & Utilities",
    } | fields


def test_streams_come_by_what_they_bring_a_month(db: Database) -> None:
    save(db, "incomes", income(stream("RENT", 100, "2026-10-01"), stream("SALARY", 12260.67, "2026-11-09")))
    found = incomes.streams(db)
    wanted = (
        "link",
        "account",
        "type",
        "confidence",
        "currency",
        "monthly_average",
        "last_amount",
        "regularity",
        "trend",
    )
    assert tuples(found, *wanted) == [
        (LINK, ACCOUNT, "SALARY", "HIGH", "MXN", 12260.67, 12261.67, None, -1.1),
        (LINK, ACCOUNT, "RENT", "HIGH", "MXN", 100.0, 101.0, None, -1.1),
    ]
    assert tuples(incomes.streams(db, since=date(2026, 11, 1)), "type") == [("SALARY",)]
    assert tuples(incomes.streams(db, until=date(2026, 10, 1)), "type") == [("RENT",)]


@pytest.mark.parametrize(("currencies", "told"), [(("MXN", "MXN"), "MXN"), (("MXN", "USD"), None), ((), None)])
def test_a_summary_has_a_currency_where_all_streams_have_the_same(
    db: Database, currencies: tuple[str, ...], told: str | None
) -> None:
    save(db, "incomes", income(*(stream("RENT", 1, "2026-10-01", currency) for currency in currencies)))
    assert tuples(incomes.summary(db), "row", "currency", "monthly_average", "number_of_income_streams") == [
        ("in1", told, 14027.45, 2)
    ]


def test_expenses_are_told_with_their_first_and_last_payment(db: Database) -> None:
    fibre = expense(1, "Fibra", ("2026-10-27", 114.0), ("2026-08-27", 110.0))
    save(db, "recurring_expenses", fibre, expense(2, "Renta"))
    found = [
        {name: row[name] for name in ("name", "account", "currency", "average", "median", "payments", "last_amount")}
        | {name: row[name] and str(row[name].date()) for name in ("first_date", "last_date")}
        for row in records(incomes.recurring_expenses(db))
    ]
    common = {"account": ACCOUNT, "currency": "MXN", "median": 113.5}
    assert found == [
        common
        | {
            "name": "Renta",
            "average": 228.0,
            "payments": 0,
            "last_amount": None,
            "first_date": None,
            "last_date": None,
        },
        common
        | {"name": "Fibra", "average": 114.0, "payments": 2, "last_amount": 114.0}
        | {"first_date": "2026-08-27", "last_date": "2026-10-27"},
    ]
    assert tuples(incomes.recurring_expenses(db, since=date(2026, 10, 1)), "name") == [("Fibra",)]
    payments = incomes.payments(db, "e1")
    assert [(str(row["day"].date()), row["amount"]) for row in records(payments)] == [
        ("2026-10-27", 114.0),
        ("2026-08-27", 110.0),
    ]


def test_an_account_that_moves_and_a_day_that_passes_are_no_change_of_an_expense(db: Database) -> None:
    save(db, "recurring_expenses", expense(1, "Fibra"))
    later = bodies.account(balance={"current": 1}, collected_at="2026-11-21T08:00:00Z")
    save(db, "recurring_expenses", expense(1, "Fibra", account=later, days_since_last_transaction=29))
    assert db.frame("SELECT * FROM versions_recurring_expenses").empty
    assert tuples(incomes.recurring_expenses(db), "days_since_last_transaction") == [(29,)]


def test_what_has_another_shape_is_no_reason_to_fail(db: Database) -> None:
    save(db, "incomes", {"id": "in2", "income_streams": [None, {"monthly_average": "much"}]})
    save(db, "recurring_expenses", {"id": "e9", "account": None, "transactions": [7]})
    assert len(incomes.streams(db)) == len(incomes.recurring_expenses(db)) == 1

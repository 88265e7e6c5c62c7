"""Sums over accounts."""

from datetime import date
from decimal import Decimal

import pandas as pd

from components.banking.balances import MANY, account_names, drawable, holdings, known_days, signed
from domain.balances import Holding


def test_currencies_are_never_added_and_what_is_owed_is_no_asset() -> None:
    rows = pd.DataFrame(
        [
            {"currency": "MXN", "balance_type": "ASSET", "current": 0.1},
            {"currency": "MXN", "balance_type": "ASSET", "current": 0.2},
            {"currency": "MXN", "balance_type": "LIABILITY", "current": 9145.1},
            {"currency": "BRL", "balance_type": "ASSET", "current": 7.0},
            {"currency": "BRL", "balance_type": "ASSET", "current": None},
        ]
    )
    found = holdings(rows)
    assert found == [
        Holding("MXN", owned=Decimal("0.3000"), owed=Decimal("9145.1000")),
        Holding("BRL", owned=Decimal("7.0000"), owed=Decimal(0)),
    ]
    assert found[0].net == Decimal("-9144.8000")


def test_what_is_owed_has_a_minus_in_the_table_and_in_the_file() -> None:
    rows = pd.DataFrame(
        [
            {"balance_type": "ASSET", "current": -60489.16, "available": 10.0},
            {"balance_type": "LIABILITY", "current": 57119.32, "available": 2880.68},
        ]
    )
    told = signed(rows)
    assert told["current"].tolist() == [-60489.16, -57119.32]
    assert told["available"].dropna().tolist() == [10.0]


def test_no_account_holds_nothing() -> None:
    assert holdings(pd.DataFrame({"currency": [], "balance_type": [], "current": []})) == []


def test_of_very_many_accounts_the_largest_of_each_currency_are_drawn() -> None:
    many = [{"account": f"m{n}", "currency": "MXN", "current": float(-n if n % 2 else n)} for n in range(MANY + 1)]
    few = [{"account": "b0", "currency": "BRL", "current": 1.0}, {"account": "b1", "currency": "BRL", "current": None}]
    rows = pd.DataFrame([*many, *few])
    assert drawable(rows)["account"].tolist() == ["m34", "m35", "m36", "m37", "m38", "m39", "m40", "b0", "b1"]
    assert len(drawable(rows.iloc[1:])) == MANY + 2


def test_accounts_of_the_same_name_are_told_apart_by_their_numbers() -> None:
    rows = pd.DataFrame(
        [
            {"account": "a", "name": "Ahorro Meta", "number": "58989029", "category": "SAVINGS_ACCOUNT"},
            {"account": "b", "name": "Ahorro Meta", "number": None, "category": "SAVINGS_ACCOUNT"},
            {"account": "c", "name": None, "number": "72937906", "category": "CHECKING_ACCOUNT"},
        ]
    )
    assert account_names(rows) == {"a": "Ahorro Meta ••9029", "b": "Ahorro Meta ••b", "c": "CHECKING_ACCOUNT"}


def test_no_balance_is_drawn_before_the_first_that_is_known() -> None:
    days = pd.date_range("2026-09-28", "2026-09-30", unit="us")
    rows = pd.DataFrame({"account": ["a"] * 3 + ["b"] * 3 + ["c"] * 3, "day": [*days] * 3, "balance": 1.0})
    known = known_days(rows, {"a": date(2026, 9, 29), "b": date(2020, 1, 1)})
    assert [*zip(known["account"], known["day"].dt.day, strict=True)] == [
        *[("a", 29), ("a", 30)],
        *[("b", 28), ("b", 29), ("b", 30)],
    ]

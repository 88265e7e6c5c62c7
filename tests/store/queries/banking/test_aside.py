"""Sums without accounts that are set aside: all less those, which is what all others come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from store import Database
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from tests.kit import filling

FILTERS = {
    "all": TransactionFilter(),
    "days amid months": TransactionFilter(since=date(2026, 10, 10), until=date(2026, 11, 17)),
    "one way": TransactionFilter(type="OUTFLOW"),
    "a text": TransactionFilter(text="a"),
    "own transfers counted": TransactionFilter(transfers="counted"),
    "a currency": TransactionFilter(currency="MXN"),
}
SUMS = (transactions.totals, flows.by_month, flows.by_category)


@pytest.mark.parametrize("name", FILTERS)
def test_sums_without_an_account_are_those_of_all_others(db: Database, name: str) -> None:
    filling.fill(db, days=60)
    every = [*flows.by_account(db, TransactionFilter())["account"].dropna().unique()]
    odd, *others = every
    less = flows.without_accounts(FILTERS[name], {"MXN": [odd]})
    rest = replace(FILTERS[name], accounts=tuple(others))
    assert (less.accounts, less.aside) == ((), (odd,))
    for sums in SUMS:
        assert ordered(sums, db, less).equals(ordered(sums, db, rest)), sums.__name__


def ordered(sums: Callable[..., pd.DataFrame], db: Database, matching: TransactionFilter) -> pd.DataFrame:
    found = sums(db, matching)
    return found.sort_values([name for name in ("month", "category", "currency") if name in found], ignore_index=True)


def test_of_chosen_accounts_those_that_are_set_aside_are_taken_out() -> None:
    chosen = TransactionFilter(accounts=("one", "odd"))
    assert flows.without_accounts(chosen, {"MXN": ["odd"]}) == TransactionFilter(accounts=("one",))
    assert flows.without_accounts(chosen, {}) == chosen

"""How far back sums by text and amount go: all the way, unless very many rows would be looked at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from store import Database
from store.queries.banking import flows, transactions
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.sums import reach, texts
from store.queries.banking.sums.reach import Reach
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import LINK

ALL = Reach(None, is_cut=False)


@pytest.fixture
def three_months(db: Database) -> Database:
    """Three rows a month, all but the oldest with the same text."""
    days = [f"2026-{month}-{day}" for month in ("09", "10", "11") for day in ("03", "14", "28")]
    made = [
        bodies.transaction(number, value_date=day, amount=10 + number, description="Café" if number else "Rent")
        for number, day in enumerate(days)
    ]
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, made)
    return db


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Very many rows are more than seven here, and few are no more than three."""
    monkeypatch.setattr(texts, "FEW", 3)
    monkeypatch.setattr(reach, "MOST_OF_SUMS", 7)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TransactionFilter(), ALL),
        (TransactionFilter(text="rent"), ALL),
        (TransactionFilter(minimum=Decimal(17)), ALL),
        (TransactionFilter(text="cafe", since=date(2026, 10, 1)), ALL),
        (TransactionFilter(text="cafe"), Reach(date(2026, 9, 28), is_cut=True)),
        (TransactionFilter(minimum=Decimal(1)), Reach(date(2026, 9, 28), is_cut=True)),
        (TransactionFilter(text="cafe", without=("another",)), Reach(date(2026, 9, 28), is_cut=True)),
        (TransactionFilter(text="cafe", until=date(2026, 10, 31)), ALL),
        (TransactionFilter(text="cafe", doubtful="only"), ALL),
        (TransactionFilter(text="cafe", links=(LINK,)), Reach(date(2026, 10, 1), is_cut=True)),
    ],
    ids=str,
)
def test_only_what_needs_very_many_rows_is_cut(three_months: Database, wanted: TransactionFilter, found: Reach) -> None:
    assert reach.of_sums(three_months, wanted) == found


@pytest.mark.parametrize("most", [1, 2])
def test_of_a_month_with_too_many_the_newest_days_are_taken(
    three_months: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(reach, "MOST_OF_SUMS", most)
    found = reach.of_sums(three_months, TransactionFilter(text="cafe", links=(LINK,)))
    assert found == Reach(date(2026, 11, 28) if most == 1 else date(2026, 11, 14), is_cut=True)


def test_sums_of_what_is_cut_are_those_of_its_rows(three_months: Database) -> None:
    wanted = TransactionFilter(text="cafe")
    cut = replace(wanted, since=reach.of_sums(three_months, wanted).since)
    assert transactions.count(three_months, cut) == len(transactions.page(three_months, cut)) == 7
    assert [*map(float, transactions.totals(three_months, cut)["outflow"])] == [10 * 7 + 2 + 3 + 4 + 5 + 6 + 7 + 8]
    assert flows.by_month(three_months, cut)["count"].to_list() == [1, 3, 3]
    assert flows.by_category(three_months, cut)["count"].sum() == 7

"""Money in and out, from the aggregates where they know and from the rows where they don't, with the same answer."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from store import Database
from store.queries.banking import flows
from store.queries.banking.transactions import TransactionFilter
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK
from tests.kit.rows import records, tuples

OCTOBER, NOVEMBER = pd.Timestamp("2026-10-01"), pd.Timestamp("2026-11-01")


def test_months_are_told_apart_by_currency(filled: Database) -> None:
    assert records(flows.by_month(filled, TransactionFilter())) == [
        {"month": OCTOBER, "currency": "MXN", "inflow": 12000, "outflow": 0, "net": 12000, "count": 1, "left_out": 0},
        {
            "month": NOVEMBER,
            "currency": "MXN",
            "inflow": 0,
            "outflow": 1845.65,
            "net": -1845.65,
            "count": 3,
            "left_out": 0,
        },
        {"month": NOVEMBER, "currency": "USD", "inflow": 300, "outflow": 0, "net": 300, "count": 1, "left_out": 0},
    ]


def test_categories_are_told_apart_by_currency_largest_first(filled: Database) -> None:
    assert records(flows.by_category(filled, TransactionFilter())) == [
        {"category": "Income & Payments", "currency": "MXN", "inflow": 12000, "outflow": 0, "count": 1},
        {"category": "Personal Shopping", "currency": "MXN", "inflow": 0, "outflow": 1500.25, "count": 1},
        {"category": "Transfers", "currency": "USD", "inflow": 300, "outflow": 0, "count": 1},
        {"category": "Food & Groceries", "currency": "MXN", "inflow": 0, "outflow": 245.5, "count": 1},
        {"category": "Uncategorized", "currency": "MXN", "inflow": 0, "outflow": 99.9, "count": 1},
    ]


@pytest.mark.parametrize(
    ("wanted", "net"),
    [
        (TransactionFilter(accounts=(ACCOUNT,)), [12000, -345.4]),
        (TransactionFilter(accounts=(CARD,), currency="USD"), [300]),
        (TransactionFilter(links=(LINK,), since=date(2026, 11, 4)), [-1600.15, 300]),
        (TransactionFilter(links=("another",)), []),
        (TransactionFilter(links=("another",), accounts=(ACCOUNT,)), []),
        (TransactionFilter(until=date(2026, 10, 30)), [12000]),
        (TransactionFilter(type="OUTFLOW"), [-1845.65]),
        (TransactionFilter(categories=("Uncategorized", "Transfers")), [-99.9, 300]),
        (TransactionFilter(statuses=("PENDING",)), [-99.9]),
        (TransactionFilter(text="café"), [-245.5]),
        (TransactionFilter(minimum=Decimal(300)), [12000, -1500.25, 300]),
        (TransactionFilter(minimum=Decimal(300), maximum=Decimal(300)), [300]),
    ],
    ids=str,
)
def test_every_part_of_a_filter_counts(filled: Database, wanted: TransactionFilter, net: list[float]) -> None:
    assert [row["net"] for row in records(flows.by_month(filled, wanted))] == net


def test_rows_without_a_day_belong_to_no_month(db: Database) -> None:
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1, value_date=None, accounting_date=None)])
    assert records(flows.by_month(db, TransactionFilter())) == []
    assert tuples(flows.by_category(db, TransactionFilter()), "outflow") == [(245.5,)]


def test_no_rows_make_a_frame_with_the_same_kinds(db: Database) -> None:
    assert flows.by_month(db, TransactionFilter()).dtypes.astype("str").to_dict() == {
        "month": "datetime64[us]",
        "currency": "str",
        "inflow": "float64",
        "outflow": "float64",
        "net": "float64",
        "count": "Int64",
        "left_out": "Int64",
    }


def test_the_middle_of_an_even_number_of_months_is_told_to_the_cent() -> None:
    starts = pd.to_datetime([f"2026-{number:02}-01" for number in (7, 8, 9, 10, 11)])
    net = [10.01, 10.02, 30.00, 5.00, 999.99]
    months = pd.DataFrame({"month": starts, "inflow": net, "outflow": [0.0] * 5, "net": net})
    found, number = flows.middle(months, {date(2026, 11, 1)})
    assert (number, found["net"], found["outflow"]) == (4, 10.02, 0)
    assert flows.middle(months, {*starts.date})[1] == 0


def test_what_is_known_ends_with_the_last_look(filled: Database) -> None:
    """The card was looked at last; a month that goes on, or in which nobody looked any more, is known in part."""
    today = date(2026, 12, 20)
    of_card = TransactionFilter(links=[LINK], accounts=[CARD])
    with filled.write() as connection:
        sql = "UPDATE accounts SET collected_at = :at WHERE id = :id"
        connection.execute(sql, {"at": "2026-11-24T05:00:00.000000Z", "id": ACCOUNT})
        connection.execute(sql, {"at": "2026-11-30T05:00:00.000000Z", "id": CARD})
    assert flows.known_until(filled, TransactionFilter(), today) == date(2026, 11, 30)
    assert flows.known_until(filled, TransactionFilter(accounts=[ACCOUNT]), today) == date(2026, 11, 24)
    assert flows.known_until(filled, of_card, date(2026, 11, 25)) == date(2026, 11, 25)
    assert flows.known_until(filled, TransactionFilter(links=["nobody's"]), today) == today
    assert date(2026, 11, 1) in flows.partial(filled, TransactionFilter(), today)

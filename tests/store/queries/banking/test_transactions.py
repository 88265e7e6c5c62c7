"""Transactions: pages, totals, choices and files, all of the same filter."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from store import Database
from store.core import csv_file
from store.core.keyset import Place
from store.queries.banking import flows, transactions
from store.queries.banking.transactions import Facets, TransactionFilter
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK, OTHER_LINK
from tests.kit.rows import records, save, tuples

ID = {number: bodies.transaction(number)["id"] for number in range(10)}


def shown(db: Database, wanted: TransactionFilter, **order: object) -> list[int]:
    """The numbers of the transactions on a page."""
    numbers = {identity: number for number, identity in ID.items()}
    frame = transactions.page(db, wanted, **order)  # type: ignore[arg-type] # whatever a test wants to try
    return [numbers[identity] for (identity,) in tuples(frame, "transaction")]


def test_a_row_of_a_page_has_everything_to_show(filled: Database) -> None:
    assert records(transactions.page(filled, TransactionFilter(text="café"))) == [
        {
            "transaction": ID[2],
            "link": LINK,
            "account": ACCOUNT,
            "account_name": "Cuenta Perfiles",
            "institution": "erebor_mx_retail",
            "value_date": pd.Timestamp("2026-11-03"),
            "description": "PAGO EN CAFÉ PUNTA DEL CIELO",
            "merchant": "Café Punta del Cielo",
            "category": "Food & Groceries",
            "subcategory": "Bakery & Coffee",
            "type": "OUTFLOW",
            "amount": -245.5,
            "currency": "MXN",
            "balance": None,
            "status": "PROCESSED",
            "reference": "7645",
            "own_transfer": None,
            "doubt": None,
        }
    ]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ({}, [3, 5, 4, 2, 1]),
        ({"descending": False}, [1, 2, 4, 5, 3]),
        ({"sort": "amount"}, [1, 5, 3, 2, 4]),
        ({"sort": "amount", "descending": False}, [4, 2, 3, 5, 1]),
        ({"sort": "description", "descending": False}, [3, 4, 1, 2, 5]),
        ({"sort": "status"}, [5, 4, 2, 1, 3]),
        ({"at": Place(1, 2)}, [5, 4]),
        ({"at": Place(4, 2)}, [1]),
        ({"at": Place(5)}, []),
        ({"sort": "amount", "at": Place(3)}, [2, 4]),
    ],
    ids=str,
)
def test_pages_come_in_the_order_asked_for(filled: Database, order: dict[str, object], numbers: list[int]) -> None:
    assert shown(filled, TransactionFilter(), **order) == numbers


def test_an_order_that_is_not_offered_is_an_error(filled: Database) -> None:
    with pytest.raises(KeyError):
        transactions.page(filled, TransactionFilter(), sort="amount; DROP TABLE transactions")
    assert set(transactions.SORTS) == {"value_date", "amount", "description", "merchant", "category", "status"}


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (TransactionFilter(accounts=(CARD,)), [5, 4]),
        (TransactionFilter(accounts=(CARD, ACCOUNT), links=(LINK,)), [3, 5, 4, 2, 1]),
        (TransactionFilter(links=("another",)), []),
        (TransactionFilter(since=date(2026, 11, 3), until=date(2026, 11, 10)), [4, 2]),
        (TransactionFilter(type="INFLOW"), [5, 1]),
        (TransactionFilter(categories=("Uncategorized",)), [3]),
        (TransactionFilter(categories=("Transfers", "Personal Shopping")), [5, 4]),
        (TransactionFilter(statuses=("PENDING",)), [3]),
        (TransactionFilter(currency="USD"), [5]),
        (TransactionFilter(text="  NOMINA "), [1]),
        (TransactionFilter(text="100%"), [3]),
        (TransactionFilter(text="7645", accounts=(ACCOUNT,)), [3, 2]),
        (TransactionFilter(text="acme\npago"), []),
        (TransactionFilter(minimum=Decimal("245.50"), maximum=Decimal(300)), [5, 2]),
        (TransactionFilter(minimum=Decimal(300)), [5, 4, 1]),
        (TransactionFilter(maximum=Decimal("99.90")), [3]),
        (TransactionFilter(maximum=Decimal("99.8999")), []),
        (TransactionFilter(minimum=Decimal(-5), maximum=Decimal(-1)), []),
        (TransactionFilter(maximum=Decimal("-1e29")), []),
        (TransactionFilter(minimum=Decimal("1e29")), []),
        (TransactionFilter(text="pago", type="OUTFLOW", maximum=Decimal(1000)), [2]),
    ],
    ids=str,
)
def test_page_totals_count_and_file_obey_the_same_filter(
    filled: Database, wanted: TransactionFilter, numbers: list[int]
) -> None:
    assert shown(filled, wanted) == numbers
    assert sorted(shown(filled, wanted, sort="amount")) == sorted(numbers)
    assert transactions.count(filled, wanted) == len(numbers)
    assert transactions.totals(filled, wanted)["count"].sum() == len(numbers)
    assert [row[0] for row in transactions.export(filled, wanted)] == [ID[number] for number in numbers]


def test_totals_are_exact_and_one_a_currency(filled: Database) -> None:
    assert records(transactions.totals(filled, TransactionFilter())) == [
        {
            "currency": "MXN",
            "count": 4,
            "inflow": Decimal("12000.00"),
            "outflow": Decimal("1845.65"),
            "net": Decimal("10154.35"),
            "own_count": 0,
            "own_inflow": Decimal("0.00"),
            "own_outflow": Decimal("0.00"),
        },
        {
            "currency": "USD",
            "count": 1,
            "inflow": Decimal("300.00"),
            "outflow": Decimal("0.00"),
            "net": Decimal("300.00"),
            "own_count": 0,
            "own_inflow": Decimal("0.00"),
            "own_outflow": Decimal("0.00"),
        },
    ]
    assert records(transactions.totals(filled, TransactionFilter(text="nothing"))) == []


def test_the_file_has_exact_amounts_and_runs_nothing(filled: Database) -> None:
    columns = transactions.EXPORT_COLUMNS
    rows = csv_file.texts(columns, transactions.export(filled, TransactionFilter()))
    exported = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [row["amount"] for row in exported] == ["-99.90", "300.00", "-1500.25", "-245.50", "12000.00"]
    assert exported[0]["description"] == '\'=HYPERLINK("x") 100% 😀'
    assert exported[0]["category"] == ""
    assert exported[0]["balance"] == ""
    assert exported[3]["value_date"] == "2026-11-03"


def test_a_long_file_is_read_in_several_stretches(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_EXPORT_BATCH", 3)
    days = [date(2026, 11, 1 + number // 2).isoformat() for number in range(20)]
    page = [bodies.transaction(number, value_date=day) for number, day in enumerate(days)]
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, page)
    exported = [row[0] for row in transactions.export(db, TransactionFilter())]
    assert exported == [item["id"] for item in reversed(page)]


def test_an_account_is_that_of_the_link_whose_row_names_it(db: Database) -> None:
    own, other = bodies.account(), bodies.account(ACCOUNT, link=OTHER_LINK, name="Cuenta ajena")
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(1)])
        rows.save_page(connection, "transactions", OTHER_LINK, [bodies.transaction(2, of=other)])
    page = records(transactions.page(db, TransactionFilter(accounts=(ACCOUNT,))))
    assert {row["link"]: row["account_name"] for row in page} == {LINK: own["name"], OTHER_LINK: "Cuenta ajena"}
    moved = records(flows.by_account(db, TransactionFilter(accounts=(ACCOUNT,))))
    assert {row["link"]: row["name"] for row in moved} == {LINK: own["name"], OTHER_LINK: "Cuenta ajena"}


def test_what_comes_while_a_file_is_taken_is_in_it_once_where_it_is_older(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "_EXPORT_BATCH", 2)
    _save(db, {number: f"2026-11-{10 + number:02}" for number in (1, 2, 3, 4)} | {5: None})
    export = transactions.export(db, TransactionFilter())
    taken = [next(export)[0] for _ in range(2)]
    _save(db, {6: "2026-11-20", 7: "2026-11-11", 8: None})
    db.checkpoint()
    taken += [row[0] for row in export]
    assert taken == [bodies.transaction(number)["id"] for number in (4, 3, 2, 7, 1, 8, 5)]


def _save(db: Database, days: dict[int, str | None]) -> None:
    page = [bodies.transaction(number, value_date=day, accounting_date=None) for number, day in days.items()]
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, page)


def test_an_export_that_is_broken_off_gives_its_connection_back(filled: Database) -> None:
    export = transactions.export(filled, TransactionFilter())
    next(export)
    export.close()
    filled.checkpoint()


def test_there_is_to_choose_from_what_is_there(filled: Database) -> None:
    assert transactions.facets(filled) == Facets(
        accounts={ACCOUNT: "Cuenta Perfiles · Erebor Bank", CARD: "Tarjeta Oro · Erebor Bank"},
        categories=("Uncategorized", "Food & Groceries", "Income & Payments", "Personal Shopping", "Transfers"),
        currencies=("MXN", "USD"),
        statuses=("PENDING", "PROCESSED"),
        first_day=date(2026, 10, 30),
        last_day=date(2026, 11, 18),
    )


def test_an_empty_store_offers_nothing(db: Database) -> None:
    assert transactions.facets(db) == Facets({}, (), (), (), None, None)
    assert records(transactions.page(db, TransactionFilter())) == []
    assert records(transactions.totals(db, TransactionFilter())) == []
    assert transactions.count(db, TransactionFilter()) == 0
    assert list(transactions.export(db, TransactionFilter())) == []


def test_rows_without_account_or_day_are_found_as_well(db: Database) -> None:
    nameless = bodies.transaction(1) | {"account": None, "value_date": None, "accounting_date": None}
    with db.write() as connection:
        rows.save_page(connection, "transactions", LINK, [nameless, bodies.transaction(2)])
    assert shown(db, TransactionFilter()) == [2, 1]
    assert shown(db, TransactionFilter(links=(LINK,)), sort="amount") == [2, 1]
    assert shown(db, TransactionFilter(links=("another",))) == []
    page = records(transactions.page(db, TransactionFilter()))
    assert (page[1]["account"], page[1]["account_name"], page[1]["value_date"]) == ("", None, None)
    assert [row[0] for row in transactions.export(db, TransactionFilter())] == [ID[2], ID[1]]


def test_a_deleted_links_transactions_are_nowhere(filled: Database) -> None:
    with filled.write() as connection:
        links.mark_deleted(connection, LINK)
    assert shown(filled, TransactionFilter()) == []
    assert shown(filled, TransactionFilter(), sort="amount") == []
    assert transactions.count(filled, TransactionFilter(text="pago")) == 0
    assert transactions.facets(filled) == Facets({}, (), (), (), None, None)


def test_a_balance_has_the_sign_by_which_the_amount_moves_it(db: Database) -> None:
    card = bodies.card()
    page = [
        bodies.transaction(1, of=card, value_date="2026-11-01", amount=400, balance=400),
        bodies.transaction(2, of=card, value_date="2026-11-02", amount=150, type="INFLOW", balance=250),
        bodies.transaction(3, value_date="2026-11-03", amount=10, balance=-10),
    ]
    save(db, "accounts", bodies.account(), card)
    save(db, "transactions", *page)
    expected = [
        ("2026-11-03", "-10.00", "-10.00"),
        ("2026-11-02", "150.00", "-250.00"),
        ("2026-11-01", "-400.00", "-400.00"),
    ]
    named = ("value_date", "amount", "balance")
    columns = [[*transactions.EXPORT_COLUMNS].index(name) for name in named]
    told = csv_file.texts(transactions.EXPORT_COLUMNS, transactions.export(db, TransactionFilter()))
    exported = [tuple(row[column] for column in columns) for row in told]
    assert exported == expected
    assert transactions.page(db, TransactionFilter())["balance"].tolist() == [-10.0, -250.0, -400.0]


def test_the_accounts_to_choose_from_are_those_of_the_links(filled: Database) -> None:
    assert {*transactions.facets(filled, [LINK]).accounts} == {ACCOUNT, CARD}
    assert transactions.facets(filled, ["another"]).accounts == {}

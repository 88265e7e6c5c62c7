"""Transfers between accounts of one person are listed, and in no sum unless they are asked for."""

import tracemalloc
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.cash_flow.own_transfers import Evidence
from store import Database
from store.queries.banking import flows, own_transfers, remembered, transactions
from store.queries.banking.transactions import TransactionFilter
from store.upkeep import erasure
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.rows import records, save, tuples

OTHER = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)
PAYMENT: dict[str, Any] = {"category": "Credits & Loans", "subcategory": "Credit Card", "reference": "0293929"}


def moved(number: int, day: int, amount: float, of: dict[str, Any] | None = None, **fields: object) -> dict[str, Any]:
    way = "INFLOW" if amount > 0 else "OUTFLOW"
    return bodies.transaction(
        number, of=of or bodies.account(), value_date=f"2026-10-{day:02}", amount=abs(amount), type=way, **fields
    )


def connected(db: Database, *there: tuple[str, str]) -> None:
    with db.write() as connection:
        for link, external_id in there:
            links.save(connection, bodies.link(id=link, external_id=external_id))


@pytest.fixture
def paid(db: Database) -> Database:
    """A salary, a purchase, and the card's payment from the current account."""
    connected(db, (LINK, "maria"), (OTHER_LINK, "maria"))
    save(db, "accounts", bodies.account(), bodies.card())
    salary = moved(1, 15, 28000, category="Income & Payments")
    left, reached = moved(2, 22, -16097.58, **PAYMENT), moved(3, 22, 16097.58, bodies.card(), **PAYMENT)
    save(db, "transactions", salary, left, reached, moved(4, 23, -500, bodies.card(), category="Personal Shopping"))
    return db


def sums(db: Database, wanted: TransactionFilter) -> tuple[Any, ...]:
    (found,) = tuples(transactions.totals(db, wanted), "inflow", "outflow", "own_count", "own_inflow", "own_outflow")
    return (found[0], found[1], found[2], found[3], found[4])


OWN = (2, Decimal("16097.58"), Decimal("16097.58"))


@pytest.mark.parametrize(
    ("wanted", "inflow", "outflow", "own"),
    [
        (TransactionFilter(), 28000, 500, OWN),
        (TransactionFilter(links=(LINK,), text="café"), 28000, 500, OWN),
        (TransactionFilter(transfers="counted"), Decimal("44097.58"), Decimal("16597.58"), OWN),
        (TransactionFilter(transfers="only"), Decimal("16097.58"), Decimal("16097.58"), OWN),
        (TransactionFilter(accounts=(CARD,)), 0, 500, (1, Decimal("16097.58"), 0)),
        (TransactionFilter(type="INFLOW"), 28000, 0, (1, Decimal("16097.58"), 0)),
        (TransactionFilter(without=(OTHER_LINK,)), 28000, 500, OWN),
    ],
    ids=str,
)
def test_own_transfers_are_in_no_sum_and_are_counted(
    paid: Database, wanted: TransactionFilter, inflow: Decimal, outflow: Decimal, own: tuple[Any, ...]
) -> None:
    assert sums(paid, wanted) == (inflow, outflow, *own)


def test_months_and_categories_are_sums_of_the_same(paid: Database) -> None:
    assert tuples(flows.by_month(paid, TransactionFilter()), "inflow", "outflow", "count") == [(28000.0, 500.0, 4)]
    counted = TransactionFilter(transfers="counted")
    assert tuples(flows.by_month(paid, counted), "inflow", "outflow") == [(44097.58, 16597.58)]
    spent = {row["category"]: row["outflow"] for row in records(flows.by_category(paid, TransactionFilter()))}
    assert spent == {"Income & Payments": 0.0, "Credits & Loans": 0.0, "Personal Shopping": 500.0}


def test_rows_and_the_file_name_the_other_end(paid: Database) -> None:
    page = transactions.page(paid, TransactionFilter(), sort="amount", descending=False)
    ids = {number: bodies.transaction(number)["id"] for number in (2, 3)}
    expected = [
        (ids[2], ids[3]),
        (bodies.transaction(4)["id"], None),
        (ids[3], ids[2]),
        (bodies.transaction(1)["id"], None),
    ]
    assert tuples(page, "transaction", "own_transfer") == expected
    named = ("transaction", "own_transfer")
    columns = [[*transactions.EXPORT_COLUMNS].index(name) for name in named]
    exported = {tuple(row[column] for column in columns) for row in transactions.export(paid, TransactionFilter())}
    assert exported == {*expected}


@pytest.mark.parametrize("sort", ["value_date", "amount", "category"])
def test_they_can_be_listed_alone(paid: Database, sort: str) -> None:
    only = TransactionFilter(transfers="only")
    assert transactions.count(paid, only) == 2
    assert {*transactions.page(paid, only, sort=sort)["amount"]} == {16097.58, -16097.58}
    assert len([*transactions.export(paid, only)]) == 2
    assert transactions.page(paid, replace(only, accounts=(ACCOUNT,)))["amount"].tolist() == [-16097.58]


def test_what_a_pull_changes_is_looked_at_again(paid: Database) -> None:
    save(paid, "transactions", moved(5, 24, -700, category="Transfers"))
    assert len(own_transfers.ends(paid)) == 2
    save(paid, "accounts", OTHER, link=OTHER_LINK)
    save(paid, "transactions", moved(6, 25, 700, OTHER, category="Transfers"), link=OTHER_LINK)
    assert len(own_transfers.ends(paid)) == len(own_transfers.ends(paid, [LINK])) == 4
    with paid.write() as connection:
        rows.mark_deleted(connection, "transactions", [bodies.transaction(3)["id"]], link_id=LINK)
    assert len(own_transfers.ends(paid)) == 2
    erasure.erase(paid, OTHER_LINK)
    assert own_transfers.ends(paid) == {}


def test_accounts_of_two_people_exchange_no_own_money(db: Database) -> None:
    connected(db, (LINK, "maria"), (OTHER_LINK, "jorge"))
    save(db, "transactions", moved(1, 5, -700, category="Transfers"))
    save(db, "transactions", moved(2, 5, 700, OTHER, category="Transfers"), link=OTHER_LINK)
    assert own_transfers.ends(db) == {}


def test_what_is_plainly_income_or_a_purchase_is_no_transfer(db: Database) -> None:
    connected(db, (LINK, "maria"))
    save(db, "accounts", bodies.account(), bodies.card())
    salary = moved(1, 5, 700, category="Income & Payments")
    bought = moved(2, 5, -900, bodies.card(), category="Food & Groceries")
    save(db, "transactions", salary, moved(3, 5, -700, bodies.card(), category="Transfers"), bought, moved(4, 6, 900))
    assert own_transfers.ends(db) == {}


def test_each_pair_says_what_speaks_for_it(paid: Database) -> None:
    save(paid, "owners", {**bodies.owner(), "display_name": "María Ruiz López"}, link=LINK)
    named = "SPEI MARIA RUIZ LOPEZ"
    save(paid, "accounts", OTHER, link=OTHER_LINK)
    out = [
        moved(number, number, -amount, category="Transfers", reference=None) for number, amount in ((5, 70), (7, 90))
    ]
    came = [
        moved(number, number, amount, OTHER, category="Transfers", reference=None)
        for number, amount in ((6, 70), (8, 90))
    ]
    save(paid, "transactions", {**out[0], "description": named}, out[1])
    save(paid, "transactions", {**came[0], "description": named}, came[1], link=OTHER_LINK)
    told = {key: evidence for key, (_, evidence) in own_transfers.found(paid).items()}
    assert sorted(told.values()) == sorted([*[Evidence.REFERENCE] * 2, *[Evidence.NAMES] * 2, *[Evidence.NOTHING] * 2])
    end = own_transfers.other_end(paid, out[1]["id"], LINK)
    assert end == (came[1]["id"], Evidence.NOTHING)


def test_movements_that_are_no_pair_are_not_held_in_memory(db: Database) -> None:
    """Of a person with a million of them this was what a loan file's memory grew by."""
    connected(db, (LINK, "maria"), (OTHER_LINK, "maria"))
    save(db, "accounts", bodies.account(), OTHER)
    left = [moved(number, 1 + number % 28, -number, category="Transfers") for number in range(1, 4_001)]
    save(db, "transactions", *left)
    save(db, "transactions", moved(9_001, 8, 7, OTHER, category="Transfers"))
    own_transfers.ends(db, [bodies.LINK])  # what is loaded at the first time is there
    save(db, "transactions", moved(9_002, 8, -4_001, category="Transfers"))
    tracemalloc.start()
    try:
        found = own_transfers.ends(db, [LINK])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sorted(found.values()) == sorted(str(moved(number, 8, 7)["id"]) for number in (7, 9_001))
    assert most < 1_000_000 or db.engine.name != "SQLite"  # a server's driver has blocks of its own


def test_pairs_are_the_same_however_many_are_looked_at_at_a_time(paid: Database) -> None:
    whole = own_transfers.ends(paid)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(remembered, "_AT_A_TIME", 1)
        with paid.read() as connection:
            people = own_transfers._people(connection)
            told = own_transfers._found(paid, connection, people)
    assert {key: other for one in told.values() for key, (other, _) in one.items()} == whole != {}

"""Twins and holds that were never booked are marked, counted, and left out where somebody wants it."""

from dataclasses import replace
from typing import Any

import pytest

from domain.doubtful_rows import Doubt
from store import Database
from store.queries.banking import doubtful_rows, flows, remembered, transactions
from store.queries.banking.transactions import TransactionFilter
from store.sight import Sight
from store.upkeep import erasure
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import save, tuples


def coffee(number: int, reference: str = "7645") -> dict[str, Any]:
    return bodies.transaction(number, value_date="2026-11-15", amount=45.5, reference=reference)


def test_rows_that_their_balances_tell_apart_are_no_twins(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
    told = {"A": (100, 54.5), "B": (100, 100), "C": (None, None), "D": (100, None), "E": (0, 0), "F": (100, 54.5, 54.5)}
    coffees = [
        {**coffee(number), "id": f"{name}{number}", "description": name, "merchant": None, "balance": balance}
        for name, balances in told.items()
        for number, balance in enumerate(balances, 1)
    ]
    save(db, "transactions", *coffees)
    twins = {"B2", "C2", "D2", "E2", "F3"}
    for sight in (Sight.WHOLE, Sight.MASKED):
        page = transactions.page(db.as_seen(sight), TransactionFilter())
        assert {row for row, doubt in tuples(page, "transaction", "doubt") if doubt is not None} == twins
    assert transactions.doubtful(db, TransactionFilter()) == {Doubt.TWIN: len(twins)}


@pytest.fixture
def messy(db: Database) -> Database:
    """Two coffees alike, one of another reference, a hold that was never booked, and one that may be."""
    with db.write() as connection:
        links.save(connection, bodies.link())
    holds = [
        bodies.transaction(number, value_date=day, amount=1, status="PENDING")
        for number, day in ((4, "2026-09-01"), (5, "2026-11-10"))
    ]
    odd = bodies.transaction(6, value_date="9999-12-31", amount=2)
    save(db, "transactions", coffee(1), coffee(2), coffee(3, reference="other"), *holds, odd)
    return db


def test_rows_say_why_they_are_doubtful(messy: Database) -> None:
    page = transactions.page(messy, TransactionFilter(), sort="amount")
    doubts = {row: doubt for row, doubt in tuples(page, "transaction", "doubt") if doubt}
    assert doubts == {bodies.transaction(2)["id"]: Doubt.TWIN, bodies.transaction(4)["id"]: Doubt.NEVER_BOOKED}
    column = [*transactions.EXPORT_COLUMNS].index("doubt")
    exported = sorted(row[column] or "" for row in transactions.export(messy, TransactionFilter()))
    assert exported == ["", "", "", "", "never_booked", "twin"]


@pytest.mark.parametrize(
    ("choice", "count", "outflow"), [(None, 6, 139.5 + 1), ("without", 4, 94.0), ("only", 2, 46.5)]
)
def test_they_count_are_left_out_or_stand_alone(
    messy: Database, choice: str | None, count: int, outflow: float
) -> None:
    wanted = TransactionFilter(doubtful=choice)
    assert transactions.count(messy, wanted) == count
    assert [*map(float, transactions.totals(messy, wanted)["outflow"])] == [outflow]
    assert flows.by_month(messy, wanted)["outflow"].sum() == outflow
    assert flows.by_category(messy, wanted)["outflow"].sum() == outflow
    for sort in ("value_date", "amount", "category"):
        assert len(transactions.page(messy, wanted, sort=sort)) == count
    assert len([*transactions.export(messy, wanted)]) == count


def test_they_are_counted_by_doubt_within_a_filter(messy: Database) -> None:
    both = {Doubt.TWIN: 1, Doubt.NEVER_BOOKED: 1}
    assert transactions.doubtful(messy, TransactionFilter()) == both
    assert transactions.doubtful(messy, TransactionFilter(links=(LINK,), doubtful="without")) == both
    assert transactions.doubtful(messy, TransactionFilter(statuses=("PENDING",))) == {Doubt.NEVER_BOOKED: 1}
    assert transactions.doubtful(messy, replace(TransactionFilter(), text="nothing")) == {}


def test_what_a_pull_changes_is_looked_at_again(messy: Database) -> None:
    assert len(doubtful_rows.marks(messy)) == 2
    with messy.write() as connection:
        rows.mark_deleted(connection, "transactions", [bodies.transaction(1)["id"]], link_id=LINK)
    assert [*doubtful_rows.marks(messy, [LINK]).values()] == [Doubt.NEVER_BOOKED]
    erasure.erase(messy, LINK)
    assert doubtful_rows.marks(messy) == {}


def test_doubts_are_the_same_however_many_rows_are_compared_at_a_time(
    messy: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = doubtful_rows.marks(messy)
    monkeypatch.setattr(remembered, "_AT_A_TIME", 1)
    with messy.read() as connection:
        told = doubtful_rows._found(connection, [LINK])
    assert told == {LINK: whole}
    assert len(whole) == 2

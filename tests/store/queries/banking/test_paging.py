"""However a page is found, it holds what sorting everything would have put there, and reads no more than it must."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources import RESOURCES
from store import Database
from store.core import keyset
from store.core.keyset import Mark, Place
from store.engine import Connection
from store.queries.banking import accounts, flows, paging, transactions
from store.queries.banking.sums import texts
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import overview
from store.schema import row_index
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.files import sqlite_of
from tests.kit.rows import tuples

OWN = [bodies.account(), bodies.card()]
OTHER = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)


def made(number: int) -> dict[str, Any]:
    """One of 120 transactions; every fourth is of the other link, every ninth of no account."""
    foreign = number % 4 == 0
    item = bodies.transaction(
        number,
        of=OTHER if foreign else OWN[number % 2],
        value_date=None if number == 77 else f"2026-{10 + number % 2}-{1 + number * 7 % 28:02d}",
        accounting_date=None,
        amount=(number * 37 % 50) * 10 + (number % 3) / 4,
        type=("INFLOW", "OUTFLOW", "OUTFLOW", None)[number % 4 if number % 5 else 3],
        category=("Transfers", "Taxes", None)[number % 3],
        status="PENDING" if number > 110 else "PROCESSED",
        currency="USD" if number % 10 == 0 else "MXN",
        description=f"{'Café' if number % 6 else 'Té'} número {number}",
        merchant=None,
        reference=None,
    )
    return item | {"account": None} if number % 9 == 0 else item


EVERYTHING = [made(number) for number in range(120)]


@pytest.fixture(scope="module")
def store() -> Iterator[Database]:
    with TemporaryDirectory() as folder, Database.open(Path(folder) / "local.db") as db:
        with db.write() as connection:
            for remainder, link in ((0, OTHER_LINK), (1, LINK), (2, LINK), (3, LINK)):
                page = [item for number, item in enumerate(EVERYTHING) if number % 4 == remainder]
                rows.save_page(connection, "transactions", link, page)
            rows.mark_deleted(connection, "transactions", [EVERYTHING[50]["id"]])
        yield db


@pytest.fixture(scope="module")
def everything(store: Database) -> list[dict[str, Any]]:
    """All rows as they are stored."""
    return _stored(store)


filters = st.builds(
    TransactionFilter,
    links=st.sampled_from([(), (), (LINK,), (OTHER_LINK,), ("nobody",)]),
    accounts=st.sampled_from([(), (), (ACCOUNT,), (CARD, OTHER_ACCOUNT)]),
    since=st.sampled_from([None, None, date(2026, 10, 15), date(2027, 1, 1)]),
    until=st.sampled_from([None, None, date(2026, 11, 10)]),
    type=st.sampled_from([None, None, "INFLOW", "OUTFLOW"]),
    categories=st.sampled_from([(), (), ("Taxes",), ("Transfers", "Uncategorized")]),
    statuses=st.sampled_from([(), (), ("PENDING",)]),
    currency=st.sampled_from([None, None, "USD"]),
    text=st.sampled_from(["", "", "cafe", "TÉ", "número 7", "nothing"]),
    minimum=st.sampled_from([None, None, Decimal(100), Decimal("480.25")]),
    maximum=st.sampled_from([None, None, Decimal(300)]),
)


@given(
    filters,
    st.sampled_from(["value_date", "amount", "category"]),
    st.booleans(),
    st.integers(0, 60),
    st.integers(1, 40),
    st.sampled_from([0, 5, 10_000]),
    st.sampled_from([0, 62]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_is_a_part_of_everything_sorted(
    store: Database,
    everything: list[dict[str, Any]],
    wanted: TransactionFilter,
    sort: str,
    descending: bool,
    offset: int,
    limit: int,
    few: int,
    few_days: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "FEW_DAYS", few_days)
        patch.setattr(paging, "FEW", few)
        patch.setattr(texts, "FEW", few)
        patch.setattr(paging, "MANY", few)
        patch.setattr(paging, "PLENTY", 1)
        page = transactions.page(store, wanted, sort=sort, descending=descending, at=Place(offset=offset, limit=limit))
    matching = sorted(filter(_fulfils(wanted), everything), key=_order(sort), reverse=descending)
    assert page["transaction"].to_list() == [row["id"] for row in matching[offset : offset + limit]]
    assert transactions.count(store, wanted) == len(matching)


@given(
    filters,
    st.sampled_from(["value_date", "amount", "category", "merchant"]),
    st.booleans(),
    st.integers(9, 40),
    st.sampled_from([0, 5, 10_000]),
    st.sampled_from([0, 62]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_that_follow_one_another_are_the_whole_list_and_back_again(
    store: Database,
    everything: list[dict[str, Any]],
    wanted: TransactionFilter,
    sort: str,
    descending: bool,
    limit: int,
    few: int,
    few_days: int,
) -> None:
    listed, ends, after = list[str](), list[Mark](), None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "FEW_DAYS", few_days)
        patch.setattr(paging, "FEW", few)
        patch.setattr(texts, "FEW", few)
        patch.setattr(paging, "MANY", few)
        patch.setattr(paging, "PLENTY", 1)
        while True:
            place = Place(limit=limit, after=after)
            page = transactions.page(store, wanted, sort=sort, descending=descending, at=place)
            if before := ends[-1:]:
                first, _ = keyset.ends(page)
                back = Place(limit=limit, before=first or before[0])
                again = transactions.page(store, wanted, sort=sort, descending=descending, at=back)
                assert again["transaction"].to_list() == (listed if first else listed[:-1])[-limit:]
            if page.empty:
                break
            listed += page["transaction"].to_list()
            _, after = keyset.ends(page)
            assert after is not None
            ends.append(after)
    matching = sorted(filter(_fulfils(wanted), everything), key=_order(sort), reverse=descending)
    assert listed == [row["id"] for row in matching]


days = st.one_of(st.none(), st.dates(date(2026, 9, 20), date(2026, 12, 10)))


@given(filters, days, days, st.sampled_from([(), (), (OTHER_LINK,)]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_of_any_days_are_those_of_their_rows(
    store: Database,
    everything: list[dict[str, Any]],
    wanted: TransactionFilter,
    since: date | None,
    until: date | None,
    without: tuple[str, ...],
) -> None:
    wanted = replace(wanted, since=since, until=until, without=without, text="", minimum=None, maximum=None)
    matching = [row for row in filter(_fulfils(wanted), everything) if row["link"] not in without]
    assert transactions.count(store, wanted) == len(matching)
    dated = [row for row in matching if row["value_date"]]
    by_month = tuples(flows.by_month(store, wanted), "month", "currency", "inflow", "outflow", "count")
    assert {(f"{month:%Y-%m}", *rest) for month, *rest in by_month} == _summed(dated, lambda row: row["value_date"][:7])
    by_category = tuples(flows.by_category(store, wanted), "category", "currency", "inflow", "outflow", "count")
    assert {*by_category} == _summed(matching, lambda row: row["category"] or "Uncategorized")
    totals = tuples(transactions.totals(store, wanted), "currency", "inflow", "outflow", "count")
    found = {("", currency, float(came), float(went), count) for currency, came, went, count in totals}
    assert found == _summed(matching, lambda _: "")
    moved: dict[tuple[str, ...], int] = defaultdict(int)
    for row in matching:
        moved[row["link"], row["account"], row["currency"]] += row["amount"]
    by_account = tuples(flows.by_account(store, wanted), "link", "account", "currency", "moved")
    assert {(*whose, round(amount * 10_000)) for *whose, amount in by_account} == {
        (*whose, units) for whose, units in moved.items()
    }


def _summed(rows: list[dict[str, Any]], part: Any) -> set[tuple[Any, ...]]:  # noqa: ANN401 - of a row
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        mine = sums[part(row), row["currency"]]
        mine[0] += row["amount"] * (row["type"] == "INFLOW")
        mine[1] += row["amount"] * (row["type"] == "OUTFLOW")
        mine[2] += 1
    return {(*key, came / 10_000, went / 10_000, count) for key, (came, went, count) in sums.items()}


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("amount", [10, None])
def test_a_page_far_down_the_amounts_goes_on_where_the_one_before_ended(
    db: Database, monkeypatch: pytest.MonkeyPatch, descending: bool, amount: int | None
) -> None:
    monkeypatch.setattr(paging, "FEW", 5)
    monkeypatch.setattr(texts, "FEW", 5)
    with db.write() as connection:
        more = [bodies.transaction(number, amount=amount) for number in range(200, 210)]
        rows.save_page(connection, "transactions", LINK, EVERYTHING[1::4] + more)
    ordered = [row["id"] for row in sorted(_stored(db), key=_amount_first, reverse=descending)]
    pages = [
        transactions.page(
            db, TransactionFilter(), sort="amount", descending=descending, at=Place(offset=offset, limit=7)
        )
        for offset in range(0, 49, 7)
    ]
    assert [row for page in pages for row in page["transaction"]] == ordered


def _amount_first(row: dict[str, Any]) -> Any:  # noqa: ANN401 - a key for sorted
    amount = row["signed_amount"]
    return (amount == amount, amount if amount == amount else 0, row["key"])


def _stored(db: Database) -> list[dict[str, Any]]:
    frame = db.frame("SELECT * FROM transactions JOIN search_transactions USING (key) WHERE deleted_at IS NULL")
    return [{**row, "category": row["category"] if isinstance(row["category"], str) else ""} for row in _rows(frame)]


def _rows(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a frame
    found: list[dict[str, Any]] = frame.to_dict("records")
    return found


def _order(sort: str) -> Any:  # noqa: ANN401 - a key for sorted
    return _amount_first if sort == "amount" else lambda row: (row[sort], row["key"])


def _fulfils(wanted: TransactionFilter) -> Any:  # noqa: ANN401 - a predicate
    categories = ["" if name == "Uncategorized" else name for name in wanted.categories]
    since, until = str(wanted.since or ""), str(wanted.until or "9999")
    text = {"": "", "TÉ": "te", "número 7": "numero 7"}.get(wanted.text, wanted.text)

    def check(row: dict[str, Any]) -> bool:
        size = Decimal(abs(row["amount"])) / 10_000
        return (
            (not wanted.links or row["link"] in wanted.links)
            and (not wanted.accounts or row["account"] in wanted.accounts)
            and since <= row["value_date"] <= until
            and (wanted.type is None or row["type"] == wanted.type)
            and (not categories or row["category"] in categories)
            and (not wanted.statuses or row["status"] in wanted.statuses)
            and (wanted.currency is None or row["currency"] == wanted.currency)
            and text in row["text"]
            and (wanted.minimum is None or size >= wanted.minimum)
            and (wanted.maximum is None or size <= wanted.maximum)
        )

    return check


UNWANTED = ("SCAN transactions", "SCAN flows_by_month ", "SCAN bodies")

AGGREGATED = (
    TransactionFilter(),
    TransactionFilter(accounts=(ACCOUNT, CARD)),
    TransactionFilter(links=(LINK,)),
    TransactionFilter(since=date(2026, 11, 1), until=date(2026, 11, 30)),
    TransactionFilter(type="OUTFLOW", categories=("Taxes",)),
    TransactionFilter(statuses=("PENDING",), currency="MXN"),
)


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
@pytest.mark.parametrize("wanted", AGGREGATED, ids=str)
@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize("sort", ["value_date", "amount"])
def test_a_page_by_date_or_amount_never_reads_the_whole_table(
    store: Database, monkeypatch: pytest.MonkeyPatch, wanted: TransactionFilter, few: int, sort: str
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    monkeypatch.setattr(texts, "FEW", few)
    with plans(store) as seen:
        transactions.page(store, wanted, sort=sort, at=Place(offset=40))
    assert [step for step in seen if step.startswith("SCAN transactions") and "amount_bucket" not in step] == []
    assert [step for step in seen if "bodies" in step] == []
    if sort == "amount" and few == 0:
        assert "SCAN transactions USING INDEX transactions_amount_bucket" in seen
        assert not any("ORDER BY" in step for step in seen[-3:-1])


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
@pytest.mark.parametrize("wanted", AGGREGATED, ids=str)
def test_sums_read_no_transaction_where_the_aggregates_know(store: Database, wanted: TransactionFilter) -> None:
    with plans(store) as seen:
        transactions.totals(store, wanted)
        transactions.count(store, wanted)
        flows.by_month(store, wanted)
        flows.by_category(store, wanted)
    assert [step for step in seen if "transactions" in step] == []
    if wanted.links or wanted.accounts:
        assert {step for step in seen if "flows" in step} <= {
            "SEARCH flows_by_month USING PRIMARY KEY (link=? AND account=?)",
            "SEARCH flows_by_month USING PRIMARY KEY (link=?)",
        }


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
def test_the_other_pages_read_no_whole_table_of_transactions(store: Database) -> None:
    with plans(store) as seen:
        overview.summary(store)
        accounts.table(store)
        accounts.balances_by_day(store, [ACCOUNT], date(2026, 10, 1), date(2026, 10, 31))
        transactions.facets(store)
        rows.body(store, "transactions", EVERYTHING[0]["id"])
        with store.read() as connection:
            rows.live_count(connection, "transactions", LINK)
    assert [
        step for step in seen if step.startswith(("SCAN transactions", "SCAN flows_by_month ", "SCAN bodies"))
    ] == []
    found_by = row_index.tables(RESOURCES["transactions"])
    assert {f"SEARCH {table} USING PRIMARY KEY (slot=?)" for table in found_by} <= {*seen}


@pytest.mark.sqlite_only(reason="looks at plans of SQLite's")
def test_text_is_searched_beside_the_table(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "FEW", 50)
    monkeypatch.setattr(texts, "FEW", 50)
    with plans(store) as seen:
        transactions.page(store, TransactionFilter(text="nothing"))
        transactions.totals(store, TransactionFilter(text="nothing"))
    assert "SCAN search_transactions" in seen
    assert [step for step in seen if step.startswith("SCAN transactions")] == []


@contextmanager
def plans(db: Database) -> Iterator[list[str]]:
    """The steps of every query that is run inside, as SQLite plans them."""
    statements: list[str] = []
    seen: list[str] = []
    with db.read() as connection:
        sqlite_of(connection).set_trace_callback(statements.append)
    try:
        yield seen
    finally:
        with db.read() as connection:
            sqlite_of(connection).set_trace_callback(None)
            for statement in statements:
                if statement.lstrip().startswith("SELECT"):
                    seen.extend(_plan(connection, statement))


def _plan(connection: Connection, statement: str) -> list[str]:
    return [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]

"""Sums changed by deltas equal sums made from scratch, to the unit, whatever happened to the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import Database, engine
from store.queries.banking import flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.upkeep import erasure
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK

DIRECTIONS = ("INFLOW", "OUTFLOW")
TABLES = ("flows_by_month", "flows_by_day", "row_counts")
ACCOUNTS = {
    LINK: [bodies.account(), bodies.card()],
    OTHER_LINK: [bodies.account(bodies.OTHER_ACCOUNT, link=OTHER_LINK)],
}

numbers = st.integers(0, 11)
changes = st.fixed_dictionaries(
    {
        "amount": st.one_of(st.none(), st.decimals(0, 10**7, places=4).map(float), st.just(0.00001)),
        "type": st.sampled_from(["INFLOW", "OUTFLOW", None, "SOMETHING_NEW"]),
        "category": st.sampled_from(["Transfers", "Taxes", None]),
        "status": st.sampled_from(["PENDING", "PROCESSED"]),
        "currency": st.sampled_from(["MXN", "USD", None]),
        "value_date": st.sampled_from(["2026-11-01", "2026-11-02", "2026-12-01", None, "no day"]),
    }
)
saves = st.tuples(st.just("save"), st.lists(st.tuples(numbers, changes), max_size=6))
removals = st.tuples(st.just("mark_rows_deleted"), st.lists(numbers, max_size=4))
of_links = st.tuples(st.sampled_from(["erase", "mark_deleted"]), st.sampled_from([LINK, OTHER_LINK]))


@pytest.fixture(scope="module")
def store() -> Iterator[Database]:
    with TemporaryDirectory() as folder, Database.open(Path(folder) / "local.db") as db:
        yield db


@given(st.lists(st.one_of(saves, saves, removals, of_links), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_deltas_equal_a_rebuild(store: Database, operations: list[tuple[str, Any]]) -> None:
    for link in (LINK, OTHER_LINK):
        erasure.erase(store, link)
    for operation, argument in operations:
        _carry_out(store, operation, argument)
        by_deltas = _aggregates(store)
        with store.write() as connection:
            flows.rebuild(connection)
        assert by_deltas == _aggregates(store)


@given(st.lists(st.one_of(saves, saves, removals), max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_equal_those_of_the_rows_that_belvo_still_has(store: Database, operations: list[tuple[str, Any]]) -> None:
    for link in (LINK, OTHER_LINK):
        erasure.erase(store, link)
    live: dict[int, dict[str, Any]] = {}
    for operation, argument in operations:
        _carry_out(store, operation, argument)
        if operation == "save":
            live |= {number: _transaction(number, change) for number, change in argument}
        else:
            live = {number: item for number, item in live.items() if number not in argument}
    expected: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for item in live.values():
        sums = expected[item["currency"] or ""]
        if item["type"] in DIRECTIONS:
            sums[DIRECTIONS.index(item["type"])] += _exact(item["amount"])
    found = transactions.totals(store, TransactionFilter())
    assert dict(zip(found["currency"], zip(found["inflow"], found["outflow"], strict=True), strict=True)) == {
        currency: tuple(sums) for currency, sums in expected.items()
    }
    assert transactions.count(store, TransactionFilter()) == len(live)


def test_a_rebuild_of_nothing_is_nothing(db: Database) -> None:
    with db.write() as connection:
        flows.rebuild(connection)
    assert _aggregates(db) == {name: Counter() for name in TABLES}


def test_what_is_summed_is_what_was_saved(filled: Database) -> None:
    kinds = "type, category, status, currency, amount, count"
    by_month = filled.frame(f"SELECT account, month, {kinds} FROM flows_by_month")
    by_day = filled.frame(f"SELECT day, {kinds} FROM flows_by_day ORDER BY day")
    income = ("INFLOW", "Income & Payments", "PROCESSED", "MXN", 120_000_000, 1)
    food = ("OUTFLOW", "Food & Groceries", "PROCESSED", "MXN", 2_455_000, 1)
    shopping = ("OUTFLOW", "Personal Shopping", "PROCESSED", "MXN", 15_002_500, 1)
    transfer = ("INFLOW", "Transfers", "PROCESSED", "USD", 3_000_000, 1)
    pending = ("OUTFLOW", "", "PENDING", "MXN", 999_000, 1)
    assert sorted(map(tuple, by_month.to_numpy().tolist())) == sorted(
        [
            (bodies.ACCOUNT, "2026-10", *income),
            (bodies.ACCOUNT, "2026-11", *food),
            (bodies.ACCOUNT, "2026-11", *pending),
            (bodies.CARD, "2026-11", *shopping),
            (bodies.CARD, "2026-11", *transfer),
        ]
    )
    assert [tuple(row) for row in by_day.to_numpy().tolist()] == [
        ("2026-10-30", *income),
        ("2026-11-03", *food),
        ("2026-11-10", *shopping),
        ("2026-11-12", *transfer),
        ("2026-11-18", *pending),
    ]


def test_sums_are_written_in_the_order_of_their_keys(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that of two writers who change the same ones neither has what the other waits for."""
    written = list[tuple[str, list[tuple[Any, ...]]]]()
    upsert = engine.upsert_many

    def noted(connection: Any, table: str, columns: Any, key: Any, rows: Any, **more: Any) -> None:  # noqa: ANN401
        listed = [*rows]
        written.append((table, [row[: len(key)] for row in listed]))
        upsert(connection, table, columns, key, listed, **more)

    monkeypatch.setattr(engine, "upsert_many", noted)
    known = {number: {"category": f"Another {number % 7}", "amount": number} for number in range(1, 6)}
    new = {number: {"value_date": f"2026-{1 + number % 9:02}-11"} for number in range(60, 30, -1)}
    with filled.write() as connection:
        page = [_transaction(number, change) for number, change in (known | new).items()]
        rows.save_page(connection, "transactions", LINK, page)
    by_day = engine.IN_SETS["flows_by_day"] if db_has_sets(filled) else "flows_by_day"
    order = ("row_counts", "flows_by_month", by_day)
    sums = [(order.index(table), key) for table, keys in written if table in order for key in keys]
    assert sums == sorted({*sums})
    assert len(sums) > 50


def db_has_sets(db: Database) -> bool:
    with db.read() as connection:
        return engine.has_sets(connection)


def _carry_out(db: Database, operation: str, argument: Any) -> None:  # noqa: ANN401 - as the strategy made it
    if operation == "erase":
        erasure.erase(db, argument)
        return
    with db.write() as connection:
        if operation == "save":
            for link in (LINK, OTHER_LINK):
                page = [_transaction(number, change) for number, change in argument if _link(number) == link]
                rows.save_page(connection, "transactions", link, page)
        elif operation == "mark_rows_deleted":
            rows.mark_deleted(connection, "transactions", [bodies.transaction(number)["id"] for number in argument])
        else:
            links.mark_deleted(connection, argument)


def _exact(amount: float | None) -> Decimal:
    """What the store keeps of an amount: 1/10,000."""
    return Decimal(repr(amount or 0)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def _link(number: int) -> str:
    return OTHER_LINK if number % 4 == 0 else LINK


def _transaction(number: int, change: dict[str, Any]) -> dict[str, Any]:
    accounts = ACCOUNTS[_link(number)]
    item = bodies.transaction(number, of=accounts[number % len(accounts)], **change)
    return item | {"account": None} if number == 5 else item


def _aggregates(db: Database) -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row of every aggregate; counts of nothing only say that there once was something."""
    found = {name: Counter(map(tuple, db.frame(f"SELECT * FROM {name}").to_numpy().tolist())) for name in TABLES}
    found["row_counts"] = Counter({row: count for row, count in found["row_counts"].items() if row[-1]})
    return found

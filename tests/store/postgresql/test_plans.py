"""Pages of transactions as a server finds them: in their order, by the indexes that it has beside."""

import re
from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from store import Database
from store.core import keyset
from store.core.keyset import Mark, Place
from store.engine.postgresql.connection import PostgresqlConnection, PostgresqlCursor
from store.queries.banking import paging, transactions
from store.queries.banking.sums import texts
from store.queries.banking.transactions import TransactionFilter
from store.write import revisions, rows
from store_address import Address
from tests.kit import bodies
from tests.kit.bodies import CARD, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.postgresql import Cluster

OTHER = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK)
OWN = (bodies.account(), bodies.card())

WANTED = (
    TransactionFilter(),
    TransactionFilter(links=(LINK,)),
    TransactionFilter(links=(LINK, OTHER_LINK), accounts=(CARD, OTHER_ACCOUNT)),
    TransactionFilter(without=(OTHER_LINK,), since=date(2026, 10, 5)),
    TransactionFilter(since=date(2026, 10, 5), until=date(2026, 11, 20)),
    TransactionFilter(links=(LINK,), type="OUTFLOW", until=date(2026, 11, 20)),
    TransactionFilter(text="cafe"),
    TransactionFilter(minimum=Decimal(30), since=date(2026, 10, 5)),
)


@pytest.fixture(scope="module")
def store(postgresql: Cluster, empty_database: str) -> Iterator[Database]:
    made = [
        bodies.transaction(
            number,
            of=OTHER if number % 3 == 0 else OWN[number % 2],
            value_date=None if number == 31 else f"2026-{10 + number % 2}-{1 + number * 7 % 28:02d}",
            amount=number * 37 % 50,
            description="Café" if number % 3 else "Té",
            merchant=None,
            reference=None,
            type="OUTFLOW" if number % 5 else "INFLOW",
        )
        for number in range(60)
    ]
    with postgresql.database(empty_database) as url, Database.open(Address(None, url)) as db:
        with db.write() as connection:
            rows.save_page(connection, "transactions", OTHER_LINK, made[::3])
            rows.save_page(connection, "transactions", LINK, made[1::3] + made[2::3])
            rows.mark_deleted(connection, "transactions", [made[7]["id"]])
        yield db


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each way of finding a page be taken in a short table."""
    monkeypatch.setattr(paging, "FEW", 5)
    monkeypatch.setattr(texts, "FEW", 5)
    monkeypatch.setattr(paging, "PLENTY", 1)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("wanted", WANTED, ids=str)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_by_date_are_parts_of_everything_sorted(
    store: Database, wanted: TransactionFilter, descending: bool
) -> None:
    way = "DESC" if descending else "ASC"
    in_order = store.frame(
        "SELECT id, link, account, value_date, type, amount, description FROM transactions WHERE deleted_at IS NULL"
        f" ORDER BY value_date {way} NULLS LAST, key {way}"
    )
    expected = [row["id"] for row in in_order.to_dict("records") if takes(wanted, row)]
    assert len(expected) > 7
    after: Mark | None = None
    for offset in range(0, len(expected), 7):
        for place in (Place(limit=7, offset=offset), Place(limit=7, after=after)):
            page = transactions.page(store, wanted, descending=descending, at=place)
            assert page["transaction"].to_list() == expected[offset : offset + 7]
        _, after = keyset.ends(page)


def takes(wanted: TransactionFilter, row: dict[Hashable, Any]) -> bool:
    return (
        (not wanted.links or row["link"] in wanted.links)
        and row["link"] not in wanted.without
        and (not wanted.accounts or row["account"] in wanted.accounts)
        and (not wanted.since or row["value_date"] >= wanted.since.isoformat())
        and (not wanted.until or row["value_date"] <= wanted.until.isoformat())
        and wanted.type in (None, row["type"])
        and (not wanted.text or row["description"] == "Café")
        and row["amount"] >= (wanted.minimum or 0) * 10_000
    )


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_no_query_is_run_for_each_row_of_the_table(
    store: Database, monkeypatch: pytest.MonkeyPatch, wanted: TransactionFilter
) -> None:
    for plan in plans(store, monkeypatch, wanted, "value_date"):
        assert not re.search(r"Filter: .*SubPlan", plan), plan


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(("sort", "index"), [("value_date", "transactions_day"), ("amount", "transactions_by_amount")])
def test_lists_of_all_links_are_read_in_the_order_of_an_index(
    store: Database, monkeypatch: pytest.MonkeyPatch, sort: str, index: str
) -> None:
    walked = [plan for plan in plans(store, monkeypatch, TransactionFilter(), sort) if f"using {index}" in plan]
    assert walked
    assert not [plan for plan in walked if "Sort" in plan]


def plans(db: Database, monkeypatch: pytest.MonkeyPatch, wanted: TransactionFilter, sort: str) -> list[str]:
    """How the server would answer what a page asks if the tables were too long to be read whole."""
    asked = list[bytes]()
    run = PostgresqlConnection.run

    def noted(connection: PostgresqlConnection, sql: bytes) -> PostgresqlCursor:
        asked.append(sql)
        return run(connection, sql)

    with db.write() as connection:
        revisions.bump(connection)  # or the page is the one that another test has asked for
    with monkeypatch.context() as patch:
        patch.setattr(PostgresqlConnection, "run", noted)
        transactions.page(db, wanted, sort=sort, at=Place(limit=7))
    with db.read() as connection:
        assert isinstance(connection, PostgresqlConnection)
        connection.run(b"SET LOCAL enable_seqscan = off")
        told = [
            "\n".join(line for (line,) in connection.run(b"EXPLAIN " + sql))
            for sql in asked
            if sql.lstrip().startswith(b"SELECT") and b"FROM transactions" in sql
        ]
    assert told
    return told

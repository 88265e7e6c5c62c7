"""How long the queries behind the pages take as the store grows.

    python -m benchmarks.queries [ROWS …] [--links N] [--postgresql] [--rounds N] [--json FILE]

Per number of rows (10,000 and 100,000 if none is named), of one link or shared by `--links`, a store is filled, and
each query is run in turns: the best of
the rounds, in milliseconds, and how many times as long as at the first number of rows. "Part of months" are 200 days
that begin and end inside of months; "rare" is a category of one row in a hundred. `pandas` reads the table of
transactions and groups it by month, which `cash flow` answers from the aggregates.
With --postgresql the stores are in a server of its own.
The goals at 1,000,000 rows: pages by date and by amount at most 1.5 times as long as at 10,000 and 200 ms; the first
rows for text and amounts 200 ms; totals and facets 1 s; cash flow 50 times faster than pandas.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pandas as pd

from benchmarks import report
from benchmarks.transactions import JSON, LINK, PAGE, Transactions, links
from store import Database
from store.core.keyset import Place
from store.queries.banking import accounts, flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.schema import migrations
from store.write import rows
from store_address import Address
from tests.kit.postgresql import running_cluster

Milliseconds = dict[str, float]

_TEXT = TransactionFilter(text="café uber")
_RARE = TransactionFilter(text=" 777")
_LARGE = TransactionFilter(minimum=Decimal(2000))
_RARE_CATEGORY = "Taxes"
_BY_MONTH = "SELECT value_date, currency, type, amount FROM transactions WHERE deleted_at IS NULL"


def filled(address: Address, size: int, number: int) -> Database:
    """A store with so many transactions of so many links."""
    db, now = Database.open(address), datetime.now(UTC)
    for link in links(number):
        made = Transactions(size // number, now, link)
        for first in range(0, made.count, PAGE):
            with db.write() as connection:
                page = made.between(first, min(first + PAGE, made.count))
                rows.save_page(connection, "transactions", link, [*map(_some_rare, page)])
    db.checkpoint()
    if db.engine.name == "PostgreSQL":
        with db.engine.naming_errors(), closing(db.engine.connect()) as connection:
            connection.execute("ANALYZE")  # as the server does by itself after a while
    return db


def addresses(stack: ExitStack, *, are_served: bool) -> Iterator[Address]:
    """Of empty stores, as many as are asked for."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    cluster = stack.enter_context(running_cluster(is_durable=True)) if are_served else None
    for number in count():
        if cluster is None:
            yield Address(folder / f"{number}.db")
            continue
        address = Address(None, stack.enter_context(cluster.database()))
        migrations.migrate(address)
        yield address


def _some_rare(row: JSON) -> JSON:
    return row | {"category": _RARE_CATEGORY} if row["reference"].endswith("77") else row


def with_pandas(db: Database) -> "pd.Series[int]":
    """Cash flow by month as somebody without the aggregates would get it."""
    frame = db.frame(_BY_MONTH)
    frame["month"] = frame["value_date"].str[:7]
    return frame.groupby(["month", "currency", "type"])["amount"].sum()


def queries(db: Database, size: int, number: int) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    middle, today = size // 2, datetime.now(UTC).date()
    every, of_link = TransactionFilter(), TransactionFilter(links=(LINK,))
    held = accounts.table(db)["account"].to_list()
    first, last = (today.replace(day=11) - timedelta(days=31 * months) for months in (8, 1))
    part, rare = replace(of_link, since=first, until=last), TransactionFilter(categories=(_RARE_CATEGORY,))
    return {
        "by date": lambda: transactions.page(db, every),
        "by date, amid": lambda: transactions.page(db, every, at=Place(middle)),
        "by date, of a link": lambda: transactions.page(db, of_link),
        "by date, of a link, amid": lambda: transactions.page(db, of_link, at=Place(middle // number)),
        "by date, part of months": lambda: transactions.page(db, part),
        "by date, rare": lambda: transactions.page(db, rare),
        "by amount": lambda: transactions.page(db, every, sort="amount"),
        "by amount, of a link": lambda: transactions.page(db, of_link, sort="amount"),
        "by amount, rare": lambda: transactions.page(db, rare, sort="amount"),
        "by description, rare": lambda: transactions.page(db, rare, sort="description"),
        "text": lambda: transactions.page(db, _TEXT),
        "rare text": lambda: transactions.page(db, _RARE),
        "amounts from": lambda: transactions.page(db, _LARGE),
        "totals": lambda: transactions.totals(db, every),
        "totals of a link": lambda: transactions.totals(db, of_link),
        "totals, part of months": lambda: transactions.totals(db, part),
        "totals of text": lambda: transactions.totals(db, _TEXT),
        "facets": lambda: transactions.facets(db),
        "cash flow": lambda: flows.by_month(db, every),
        "cash flow of a link": lambda: flows.by_month(db, of_link),
        "cash flow, part of months": lambda: flows.by_month(db, part),
        "by account": lambda: flows.by_account(db, every),
        "known from, of a link": lambda: flows.known_from(db, of_link),
        "balances, 90 days": lambda: accounts.balances_by_day(db, held, today - timedelta(days=90), today),
        "balances known from": lambda: accounts.known_from(db, held),
        "export of a link": lambda: sum(1 for _ in transactions.export(db, of_link)),
        "pandas": lambda: with_pandas(db),
    }


def milliseconds(query: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    query()
    return (time.perf_counter() - began) * 1000


def measure(counts: list[int], rounds: int, number: int, *, are_served: bool = False) -> dict[int, Milliseconds]:
    """The best of the rounds, by number of rows and query; all stores are asked in turns."""
    with ExitStack() as stack:
        empty = addresses(stack, are_served=are_served)
        stores = {size: stack.enter_context(filled(next(empty), size, number)) for size in counts}
        asked = {size: queries(db, size, number) for size, db in stores.items()}
        found: dict[int, Milliseconds] = {size: {} for size in counts}
        for _ in range(rounds):
            for name in next(iter(asked.values())):
                for size in counts:
                    taken = milliseconds(asked[size][name])
                    found[size][name] = min(taken, found[size].get(name, taken))
    return found


def compared(found: dict[int, Milliseconds]) -> dict[str, dict[str, float]]:
    """By query: milliseconds at each number of rows, and the largest against the smallest."""
    least, most = min(found), max(found)
    lines = {
        name: {
            **{f"{count:,}": round(line[name], 2) for count, line in found.items()},
            "to smallest": found[most][name] / found[least][name],
        }
        for name in found[least]
    }
    lines["cash flow"]["pandas to it"] = found[most]["pandas"] / found[most]["cash flow"]
    return lines


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(10_000, 100_000), rounds=5)
    parser.add_argument("--links", type=int, default=1, help="links that share the transactions")
    parser.add_argument("--postgresql", action="store_true", help="have the stores in a server")
    asked = parser.parse_args()
    lines = compared(measure(asked.rows, asked.rounds, asked.links, are_served=asked.postgresql))
    report.table(f"Queries, milliseconds, {asked.links} of links", lines)
    report.write(asked.json, "queries", lines)


if __name__ == "__main__":
    main()

"""How long the queries behind the pages take as the store grows.

    python -m benchmarks.queries [ROWS …] [--rounds N] [--json FILE]

Per number of rows (10,000 and 100,000 if none is named) a store is filled, and each query is run in turns: the best of
the rounds, in milliseconds, and how many times as long as at the first number of rows. `pandas` reads the table of
transactions and groups it by month, which `cash flow` answers from the aggregates.
The goals at 1,000,000 rows: pages by date and by amount at most 1.5 times as long as at 10,000 and 200 ms; the first
rows for text and amounts 200 ms; totals and facets 1 s; cash flow 50 times faster than pandas.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from benchmarks import report
from benchmarks.transactions import LINK, PAGE, Transactions
from store import Database
from store.queries.banking import flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.write import rows

Milliseconds = dict[str, float]

_TEXT = TransactionFilter(text="café uber")
_RARE = TransactionFilter(text=" 777")
_LARGE = TransactionFilter(minimum=Decimal(2000))
_BY_MONTH = "SELECT value_date, currency, type, amount FROM transactions WHERE deleted_at IS NULL"


def filled(path: Path, count: int) -> Database:
    """A store with so many transactions."""
    made = Transactions(count, datetime.now(UTC))
    db = Database.open(path)
    for first in range(0, count, PAGE):
        with db.write() as connection:
            rows.save_page(connection, "transactions", LINK, made.between(first, min(first + PAGE, count)))
    db.checkpoint()
    return db


def with_pandas(db: Database) -> "pd.Series[int]":
    """Cash flow by month as somebody without the aggregates would get it."""
    frame = db.frame(_BY_MONTH)
    frame["month"] = frame["value_date"].str[:7]
    return frame.groupby(["month", "currency", "type"])["amount"].sum()


def queries(db: Database, count: int) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    middle = count // 2
    return {
        "by date": lambda: transactions.page(db, TransactionFilter()),
        "by date, amid": lambda: transactions.page(db, TransactionFilter(), offset=middle),
        "by amount": lambda: transactions.page(db, TransactionFilter(), sort="amount"),
        "by amount, of a link": lambda: transactions.page(db, TransactionFilter(links=(LINK,)), sort="amount"),
        "text": lambda: transactions.page(db, _TEXT),
        "rare text": lambda: transactions.page(db, _RARE),
        "amounts from": lambda: transactions.page(db, _LARGE),
        "totals": lambda: transactions.totals(db, TransactionFilter()),
        "totals of text": lambda: transactions.totals(db, _TEXT),
        "facets": lambda: transactions.facets(db),
        "cash flow": lambda: flows.by_month(db, TransactionFilter()),
        "pandas": lambda: with_pandas(db),
    }


def milliseconds(query: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    query()
    return (time.perf_counter() - began) * 1000


def measure(counts: list[int], rounds: int) -> dict[int, Milliseconds]:
    """The best of the rounds, by number of rows and query; all stores are asked in turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asked = {count: queries(stack.enter_context(filled(folder / f"{count}.db", count)), count) for count in counts}
        found: dict[int, Milliseconds] = {count: {} for count in counts}
        for _ in range(rounds):
            for name in next(iter(asked.values())):
                for count in counts:
                    taken = milliseconds(asked[count][name])
                    found[count][name] = min(taken, found[count].get(name, taken))
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
    asked = report.parser(__doc__, rows=(10_000, 100_000), rounds=5).parse_args()
    lines = compared(measure(asked.rows, asked.rounds))
    report.table("Queries, milliseconds", lines)
    report.write(asked.json, "queries", lines)


if __name__ == "__main__":
    main()

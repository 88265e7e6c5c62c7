"""How much work a board of twenty cells is, over one store in a file and over the same on a server.

    python -m benchmarks.boards [LINKS] [--transactions N] [--rounds N] [--json FILE]

Stores of so many people of the local Belvo (100 if no number is given) and so many more transactions (100,000) are
filled, and a board is opened, each time in a session of its own: figures, charts and tables of nine pages, two queries
and a table. In milliseconds of processor of this process, in which all cells are drawn beside each other, the median of
the rounds; `changed` after something of the newest link has changed, so that what is kept in memory is found anew. What
PostgreSQL takes by itself is not among them.
"""

import argparse
import gc
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

from actions import boards, views
from belvo_sandbox import serve
from benchmarks import crowd, report
from benchmarks.desk import opened
from components.ui import desk
from context import PAGES, Context
from domain.access.views import BOARD, Pairs
from domain.roles import HERE
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.queries.people.index import index_of
from store.schema import migrations
from store.write import links, revisions
from store_address import Address
from tests.kit.postgresql import running_cluster

_NET = "SELECT substr(day, 1, 7) AS month, sum(amount) AS net FROM v_transactions WHERE currency = 'MXN' GROUP BY 1"
_BY_MONTH: Pairs = (("sql", _NET),)
_BY_BANK: Pairs = (("sql", "SELECT institution, count(*) AS accounts FROM v_accounts GROUP BY institution"),)
_OUT: Pairs = (("type", "OUTFLOW"),)


def cells(newest: str) -> list[tuple[str, Pairs, str]]:
    """Page, filters and part of each; those of one person are of the newest link."""
    one: Pairs = (("link", newest),)
    return [
        *(("transactions", (), part) for part in ("totals", "by_month", "by_category", "rows")),
        *(("transactions", _OUT, part) for part in ("totals", "by_category")),
        *(("accounts", (), part) for part in ("holdings", "balances")),
        *(("person", one, part) for part in ("figures", "by_month")),
        *(("cash_flow", one, part) for part in ("figures", "by_day")),
        *(("links", (), part) for part in ("states", "rows")),
        *(("fiscal", (), part) for part in ("totals", "by_month")),
        ("people", (), "number"),
        ("query", _BY_MONTH, "chart"),
        ("query", _BY_BANK, "rows"),
        ("rows", (), "owners"),
    ]


def measured(open_it: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor of this process, the median."""
    taken = []
    for _ in range(rounds):
        gc.collect()  # what earlier runs left is not this one's to clear away
        before = time.process_time()
        open_it()
        taken.append((time.process_time() - before) * 1000)
    return median(taken)


def measure(db: Database, rounds: int) -> dict[str, float]:
    """Opened again, and after a change, with how many cells there are."""
    newest = str(links.table(db)["link"].iloc[0])
    board = views.keep(db, "Twenty", BOARD, (), actor=HERE, is_shared=True).id
    there = cells(newest)
    for page, pairs, part in there:
        boards.add(db, board, f"{page} {part}", page, pairs, part, actor=HERE)
    index_of(db.unmasked).bring_up_to_date(db.unmasked, date.today(), patience=3_600.0)  # noqa: DTZ011 - whichever

    def open_it() -> None:
        opened("board", {"id": board})

    def open_changed() -> None:
        with db.write() as connection:
            revisions.bump(connection, newest)
        open_it()

    open_it()  # imports, and what is kept from the first time
    return {"cells": len(there), "ms": measured(open_it, rounds), "changed": measured(open_changed, rounds)}


@contextmanager
def over(settings: Settings) -> Iterator[Database]:
    """The pages work with the store that the settings name."""
    usual = desk.context
    with Context(settings, PAGES) as context:
        desk.context = lambda: context
        try:
            yield context.database
        finally:
            desk.context = usual


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("links", type=int, nargs="?", default=100, metavar="LINKS")
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    asked = parser.parse_args()
    for talkative in ("streamlit", "uvicorn"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    figures: dict[str, dict[str, float]] = {}
    with (
        tempfile.TemporaryDirectory() as name,
        serve(Path(name) / "belvo") as server,
        running_cluster(is_durable=True) as cluster,
        cluster.database() as url,
    ):
        migrations.migrate(Address(None, url))
        for engine, store in (("SQLite", ""), ("PostgreSQL", url)):
            given = Settings(
                data_dir=Path(name) / engine,
                secret_id=LOCAL_KEYS[0],
                secret_password=Secret(LOCAL_KEYS[1]),
                base_url=server.url,
                store_address=Secret(store) if store else None,
            )
            with over(given) as db:
                crowd.fill(db, server.url, asked.links)
                crowd.fill_up(db, server.url, asked.transactions)
                figures[engine] = measure(db, asked.rounds)
    report.table(f"A board over {asked.transactions:,} transactions, milliseconds of processor", figures)
    report.write(asked.json, "boards", figures)


if __name__ == "__main__":
    main()

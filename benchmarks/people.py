"""How long the list of people takes where there are very many.

    python -m benchmarks.people [PEOPLE …] [--rounds N] [--json FILE]

Per number of people (1,000 and 50,000 if none is named) a store is filled with a link for each, the list is worked out,
and figures are put into it. Then the page is opened as it is, sorted, narrowed and searched: `script` is the median of
the milliseconds of processor that the script's thread took, whatever else the machine does. The goal is 200.
"""

import logging
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import report
from benchmarks.desk import Stopwatch, compiled_once, opened, over
from components.ui import desk
from store import Database
from store.queries.people.index import index_of
from store.write import rows
from tests.kit import bodies

TOGETHER = 1_000
WHILE = 3_600.0
"""Seconds for which the list may be worked out."""

VIEWS: dict[str, Mapping[str, str]] = {
    "as it is": {},
    "by income": {"sort": "income"},
    "by name": {"sort": "person"},
    "salary cut, owing much": {"flags": "cut", "owed_least": "5000"},
    "found by a name": {"text": "person 4999"},
    "a page amid": {"page": "20"},
}

_FIGURES = """
    UPDATE people SET currency = CASE rowid % 3 WHEN 0 THEN 'MXN' WHEN 1 THEN 'BRL' ELSE 'USD' END, bank = 1,
        income = abs(random()) % 1000000000, salary = abs(random()) % 1000000000, owed = abs(random()) % 100000000,
        utilisation = (abs(random()) % 100) / 100.0, below_zero = abs(random()) % 90, flag_cut = rowid % 7 = 0,
        flag_overdrawn = rowid % 11 = 0, flags = (rowid % 7 = 0) + (rowid % 11 = 0), trust = abs(random()) % 100
"""


def fill(db: Database, number: int) -> None:
    """Store so many people, each with a link."""
    for first in range(0, number, TOGETHER):
        made = [
            bodies.link(f"{place:08x}-0000-4000-8000-000000000000", external_id=f"person {place}")
            for place in range(first, min(first + TOGETHER, number))
        ]
        with db.write() as connection:
            rows.save_page(connection, "links", None, made)
    db.checkpoint()


def work_out(db: Database) -> None:
    """Have the list of all of them, and figures in it."""
    index_of(db).bring_up_to_date(db.unmasked, date.today(), patience=WHILE)  # noqa: DTZ011 - whichever month it is
    with index_of(db).read() as connection:
        connection.execute(_FIGURES)


def measure(rounds: int) -> dict[str, float]:
    """Milliseconds of processor by view."""
    found, watch = {}, Stopwatch()
    for name, address in VIEWS.items():
        watch.times.clear()
        with compiled_once():
            opened("people", address)
            with watch.in_place():
                for _ in range(rounds):
                    opened("people", address)
        found[name] = median(taken for taken, _ in watch.times) * 1000
    return found


def main() -> None:
    """Measure, print, write."""
    asked = report.parser(__doc__, rows=(1_000, 50_000), rounds=5, what="people").parse_args()
    for talkative in ("streamlit", "uvicorn"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    figures: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.rows:
            data = Path(folder) / f"{size}"
            with Database.open(data / "local.db") as db:
                fill(db, size)
            with over(data, "http://127.0.0.1:9"):
                work_out(desk.database())
                for name, taken in measure(asked.rounds).items():
                    figures[name] = figures.get(name, {}) | {f"script at {size:,}": round(taken)}
    report.table("The list of people, milliseconds of a run of the script", figures)
    report.write(asked.json, "people", figures)


if __name__ == "__main__":
    main()

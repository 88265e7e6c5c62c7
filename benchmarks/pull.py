"""How long a pull of transactions takes, against the same pages fetched and parsed with nothing stored.

    python -m benchmarks.pull [ROWS …] [--rounds N] [--json FILE]

A server of its own process serves ready-made pages of 1,000 rows from memory. Per number of rows (10,000 and 100,000
if none is named), in rounds that take turns so that all meet the same machine:

floor   requests.get and .json() on every page, nothing kept
client  the same pages through belvo_client
pull    a first pull into an empty store, with the job, the link and the count around it
again   the next pull, when nothing is new
full    a pull that lists everything, when nothing is new

Printed as a table and, with --json, written as JSON: the best of the rounds, on the clock and on this process's
processor, which a busy machine disturbs less. A pull fetches a page while it stores another, so that it takes less
time on the clock than on the processor. `room` is the database against the rows as JSON.
The goals, on the clock: pull at most 2 floors; again at most a fifth of a pull; room at most 1.
"""

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import requests

from belvo_client import BelvoClient, Retries
from benchmarks import report
from benchmarks.lists import served
from benchmarks.transactions import LINK, PAGE
from store import Database
from store.ops import jobs
from sync.worker import LEASE, carry_out, collect_rarely

MEASURES = ("floor", "client", "pull", "again", "full")

Seconds = dict[str, tuple[float, float]]
"""By measure: on the clock, on the processor."""


def floor(url: str) -> int:
    """Fetch and parse every page; returns the number of rows."""
    rows, following = 0, f"{url}/api/transactions/?page_size={PAGE}&link={LINK}"
    with requests.Session() as session:
        session.trust_env = False
        while following:
            page = session.get(following, timeout=60).json()
            rows, following = rows + len(page["results"]), page["next"]
    return rows


def through_client(client: BelvoClient) -> int:
    """The same through the client."""
    return sum(len(page.results) for page in client.transactions.pages(link=LINK))


def pull(db: Database, client: BelvoClient, *, full: bool = False) -> int:
    """Carry out a job as the worker does; returns the number of rows fetched."""
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["transactions"], "operator", full=full)
    job = jobs.claim(db, "benchmark", LEASE)
    assert job is not None
    outcome = carry_out(db, client, job, Event())
    assert outcome is not None
    assert not outcome.errors, outcome.errors
    return outcome.results[0].tally.fetched


def round_of(url: str, rows: int) -> tuple[Seconds, int]:
    """What each measure takes once, and how many bytes the database then has."""
    with (
        tempfile.TemporaryDirectory() as folder,
        BelvoClient(url, "an-id", "a-password", retries=Retries.off()) as client,
        Database.open(Path(folder) / "benchmark.db") as db,
    ):
        calls: dict[str, Callable[[], int]] = {
            "floor": lambda: floor(url),
            "client": lambda: through_client(client),
            "pull": lambda: pull(db, client),
            "again": lambda: pull(db, client),
            "full": lambda: pull(db, client, full=True),
        }
        seconds = {}
        usual = gc.get_threshold()
        for name in MEASURES:
            collect_rarely() if name in ("pull", "again", "full") else gc.set_threshold(*usual)
            began, worked = time.perf_counter(), time.process_time()
            fetched = calls[name]()
            seconds[name] = time.perf_counter() - began, time.process_time() - worked
            assert name == "again" or fetched == rows, (name, fetched)
        db.checkpoint()
        return seconds, db.path.stat().st_size


def measure(rows: int, rounds: int) -> dict[str, dict[str, float]]:
    """The best of the rounds, by measure, and the ratios of them."""
    with served(rows) as url:
        floor(url)
        received = int(requests.get(f"{url}/size", timeout=60).text)
        taken = [round_of(url, rows) for _ in range(rounds)]
    clock, processor = (
        {name: min(seconds[name][side] for seconds, _ in taken) for name in MEASURES} for side in (0, 1)
    )
    found = {
        name: {
            "seconds": clock[name],
            "processor": processor[name],
            "rows/s": round(rows / clock[name]),
            "to floor": clock[name] / clock["floor"],
            "to pull": clock[name] / clock["pull"],
            "processor to floor": processor[name] / processor["floor"],
        }
        for name in MEASURES
    }
    found["pull"]["room"] = taken[0][1] / received
    return found


def main() -> None:
    """Measure, print, write."""
    asked = report.parser(__doc__, rows=(10_000, 100_000), rounds=3).parse_args()
    found = {}
    for rows in asked.rows:
        found[rows] = measure(rows, asked.rounds)
        report.table(f"{rows:,} transactions", found[rows])
    report.write(asked.json, "pull", found)


if __name__ == "__main__":
    main()

"""How long a pull of transactions takes, against the same pages fetched and parsed with nothing stored.

    python -m benchmarks.pull [ROWS …] [--links N] [--rounds N] [--json FILE]

A server of its own process serves ready-made pages of 1,000 rows from memory. Per number of rows (10,000 and 100,000
if none is named), all of one link or shared by `--links`, in rounds that take turns so that all meet the same machine:

floor   requests.get and .json() on every page, nothing kept
client  the same pages through belvo_client
pull    a first pull into an empty store, with the job, the link and the count around it; of several links as the
        worker pulls them, many at once
again   the next pull, when nothing is new
full    a pull that lists everything, when nothing is new

Printed as a table and, with --json, written as JSON: the best of the rounds, on the clock and on this process's
processor, which a busy machine disturbs less. A pull fetches a page while it stores another, so that it takes less
time on the clock than on the processor. `room` is the database against the rows as JSON; `sums` are the
rows of the sums by month.
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
from benchmarks.transactions import PAGE, links
from store import Database
from store.ops import jobs
from sync.attempt import Tools
from sync.worker import PULLS, Pulls, collect_rarely

MEASURES = ("floor", "client", "pull", "again", "full")

Seconds = dict[str, tuple[float, float]]
"""By measure: on the clock, on the processor."""


def floor(url: str, of: list[str]) -> int:
    """Fetch and parse every page; returns the number of rows."""
    rows = 0
    with requests.Session() as session:
        session.trust_env = False
        for link in of:
            following = f"{url}/api/transactions/?page_size={PAGE}&link={link}"
            while following:
                page = session.get(following, timeout=60).json()
                rows, following = rows + len(page["results"]), page["next"]
    return rows


def through_client(client: BelvoClient, of: list[str]) -> int:
    """The same through the client."""
    return sum(len(page.results) for link in of for page in client.transactions.pages(link=link))


def pull(db: Database, client: BelvoClient, of: list[str], *, full: bool = False) -> int:
    """Carry out a job of each link as the worker does; returns the number of rows fetched."""
    with db.write() as connection:
        before = connection.execute("SELECT coalesce(max(id), 0) FROM jobs").fetchone()[0]
        for link in of:
            jobs.enqueue(connection, link, ["transactions"], "operator", full=full)
    under_way = Pulls(Tools(db, client), PULLS, Event(), "benchmark")
    under_way.take_jobs()
    while under_way:
        under_way.wait()
        under_way.look_after()
        under_way.take_jobs()
    with db.read() as connection:
        ended = connection.execute("SELECT state FROM jobs WHERE id > :before", {"before": before}).fetchall()
        assert [state for (state,) in ended] == ["done"] * len(of), [*map(tuple, ended)]
        sql = "SELECT sum(fetched) FROM sync_runs WHERE job > :before AND resource = 'transactions'"
        fetched: int = connection.execute(sql, {"before": before}).fetchone()[0]
    return fetched


def round_of(url: str, rows: int, of: list[str]) -> tuple[Seconds, int, int]:
    """What each measure takes once, and how many bytes and rows of sums the database then has."""
    with (
        tempfile.TemporaryDirectory() as folder,
        BelvoClient(url, "an-id", "a-password", retries=Retries.off()) as client,
        Database.open(Path(folder) / "benchmark.db") as db,
    ):
        calls: dict[str, Callable[[], int]] = {
            "floor": lambda: floor(url, of),
            "client": lambda: through_client(client, of),
            "pull": lambda: pull(db, client, of),
            "again": lambda: pull(db, client, of),
            "full": lambda: pull(db, client, of, full=True),
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
        with db.read() as connection:
            sums: int = connection.execute("SELECT count(*) FROM flows_by_month").fetchone()[0]
        return seconds, db.engine.size().whole, sums


def measure(rows: int, rounds: int, number: int) -> dict[str, dict[str, float]]:
    """The best of the rounds, by measure, and the ratios of them."""
    of = links(number)
    with served(rows, number) as url:
        floor(url, of)
        received = int(requests.get(f"{url}/size", timeout=60).text)
        taken = [round_of(url, rows, of) for _ in range(rounds)]
    clock, processor = (
        {name: min(seconds[name][side] for seconds, *_ in taken) for name in MEASURES} for side in (0, 1)
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
    _, size, sums = taken[0]
    found["pull"] |= {"room": size / received, "bytes/row": round(size / rows), "sums": sums}
    return found


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(10_000, 100_000), rounds=3)
    parser.add_argument("--links", type=int, default=1, help="links that share the transactions")
    asked = parser.parse_args()
    found = {}
    for rows in asked.rows:
        found[rows] = measure(rows, asked.rounds, asked.links)
        report.table(f"{rows:,} transactions, {asked.links} of links", found[rows])
    report.write(asked.json, "pull", found)


if __name__ == "__main__":
    main()

"""How many rows writers store in a second, one alone and several at the same time.

    python -m benchmarks.writers [PAGES …] [--writers N …] [--rounds N] [--json FILE]

Per engine and number of writers (1, 4 and 8), each a process of its own, so many pages (12 if none is named) of 1,000
new transactions are stored by each, of a link of its own, as a pull does: they are made ready before, and each is one
transaction, guarded by its job, with bodies, texts, sums and the run's progress. All write in the same days and
categories. A PostgreSQL of its own is started for it, which writes to no disk; without one, SQLite is measured alone.
The best of the rounds counts. `client` and `server` are what a row took of the processor in microseconds, which other
programs on the machine disturb less than the rows in a second. In the round with most rows a second `cores` is how many
of them writers and server kept busy, `of all` how many the whole machine did, and `locks %` how often a backend that
had something to do waited for another's lock. One writer keeps one core busy at most, several as many as there are.
Afterwards the sums are held against a rebuild.
The goal on PostgreSQL: four writers store at least twice as many rows in a second as one.
"""

import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks import report
from benchmarks.claims import LEASE, Figures, Store, stores, together
from benchmarks.transactions import PAGE, Transactions, links
from benchmarks.waiting import watched
from store import Database
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.ops.writer_process import Claim, Progress, store_batch
from store.write import aggregates
from store.write import links as links_written
from store.write.batch import Batch, prepare
from store_address import Address
from tests.kit.postgresql import Cluster, NoPostgresql, running_cluster

WRITERS = (1, 4, 8)


def fill(address: Address, writers: int) -> None:
    """A link with a job for each writer."""
    with Database.open(address) as db, db.write() as connection:
        for link in links(writers):
            links_written.save(connection, {"id": link, "institution": "bank", "status": "valid"})
            jobs.enqueue(connection, link, ["transactions"], "schedule")


def batches(link: str, pages: int) -> list[Batch]:
    """Pages of a link as they come to be stored."""
    made = Transactions(pages * PAGE, datetime.now(UTC), link)
    found = [prepare("transactions", link, made.between(first, first + PAGE)) for first in range(0, made.count, PAGE)]
    for batch in found:
        batch.get_ready()
    return found


def write(address: Address, pages: int) -> None:
    """Once told to, store the pages of a job; say how many rows, and seconds of processor."""
    with Database.open(address) as db:
        job = jobs.claim(db, f"writer {psutil.Process().pid}", LEASE)
        assert job is not None
        made = batches(job.link, pages)
        with db.write() as connection:
            run = runs.start(connection, job.id, job.link, "transactions")
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        began = time.process_time()
        count = _store(db, job, run, made)
        sys.stdout.write(f"{count} {time.process_time() - began}\n")
        sys.stdout.flush()
        sys.stdin.readline()


def _store(db: Database, job: Job, run: int, made: list[Batch]) -> int:
    total = len(made) * PAGE
    return sum(
        store_batch(db, Claim(job.id, job.fence), Progress(run, number * PAGE, total, number), batch).added
        for number, batch in enumerate(made, 1)
    )


def measure(store: Store, writers: int, pages: int) -> Figures:
    """What it took so many writers to store their pages."""
    command = [sys.executable, "-m", "benchmarks.writers", "--write", str(pages)]
    command.append(store.address.url or str(store.address.file))
    with watched(store.address.url) as seen:
        told, taken, served = together(command, writers, store.server)
    rows = sum(int(count) for count, _ in told)
    assert rows == writers * pages * PAGE
    assert_sums(store.address)
    return {
        "rows/s": round(rows / taken),
        "client": round(sum(float(seconds) for _, seconds in told) / rows * 1e6, 1),
        "server": round(served / rows * 1e6, 1),
        "cores": round((sum(float(seconds) for _, seconds in told) + served) / taken, 2),
        "of all": round(seen.cores, 2),
        "locks %": round(100 * seen.share("Lock", "LWLock")),
    }


def assert_sums(address: Address) -> None:
    """What was added up row by row is what the rows come to."""
    with Database.open(address) as db:
        kept = [db.frame(f"SELECT * FROM {name} ORDER BY {', '.join(key)}") for name, key in aggregates.KEYS.items()]
        with db.write() as connection:
            aggregates.rebuild(connection)
        for (name, key), before in zip(aggregates.KEYS.items(), kept, strict=True):
            assert before.equals(db.frame(f"SELECT * FROM {name} ORDER BY {', '.join(key)}")), name


def rounds(pages: int, writers: tuple[int, ...], number: int) -> dict[str, Figures]:
    """By engine and writers, the best of the rounds; all are asked in turns."""
    found: dict[str, Figures] = {}
    with ExitStack() as stack:
        cluster: Cluster | None = None
        try:
            cluster = stack.enter_context(running_cluster())
        except NoPostgresql:
            sys.stderr.write("No PostgreSQL is found here.\n")
        for _ in range(number):
            for several in writers:
                for engine in ("SQLite", "PostgreSQL") if cluster else ("SQLite",):
                    with stores(engine, cluster) as store:
                        fill(store.address, several)
                        taken = measure(store, several, pages)
                    best = found.setdefault(f"{engine}, {several}", taken)
                    if taken["rows/s"] > best["rows/s"]:
                        best |= {name: taken[name] for name in ("rows/s", "cores", "of all", "locks %")}
                    for name in ("client", "server"):
                        best[name] = min(best[name], taken[name])
    for name, line in found.items():
        engine, _, _ = name.partition(",")
        line["to one writer"] = round(line["rows/s"] / found[f"{engine}, {writers[0]}"]["rows/s"], 2)
    return found


def main() -> None:
    """Measure, print, write."""
    if "--write" in sys.argv:
        pages, told = sys.argv[-2:]
        write(Address(None, told) if "://" in told else Address(Path(told)), int(pages))
        return
    parser = report.parser(__doc__, rows=[12], rounds=3, what="pages")
    parser.add_argument("--writers", nargs="*", type=int, default=[*WRITERS], metavar="N", help="numbers of writers")
    options = parser.parse_args()
    figures = {count: rounds(count, tuple(options.writers), options.rounds) for count in options.rows}
    for count, lines in figures.items():
        report.table(f"{count:,} pages a writer", lines)
    report.write(options.json, "writers", figures)


if __name__ == "__main__":
    main()

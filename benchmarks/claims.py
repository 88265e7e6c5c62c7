"""How many jobs workers claim and end in a second, when there is nothing to do in them.

    python -m benchmarks.claims [JOBS …] [--workers N …] [--rounds N] [--json FILE]

Per engine and number of workers (1, 4 and 8), each a process of its own with eight slots, so many jobs (2,000 if none
is named) of as many links of 20 institutions are claimed and ended: as a worker does, it claims at once what it has
slots for, and ends one by one. A PostgreSQL of its own is started
for it, which writes to no disk; without one, SQLite is measured alone. The best of the rounds counts; `processor` is
what a job took of it in microseconds, workers and server together, which other programs on the machine disturb less.
`least` and `most` are how many jobs a worker got, of the round that counts.
Then jobs are queued one at a time, and it is said how many milliseconds after the commit one and eight processes that
listen are woken, at the median and for 95 of 100.
The goals on PostgreSQL: 1,000 jobs a second by eight workers; 95 of 100 are woken within 20 ms.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks import report
from benchmarks.lists import ROOT
from domain.pulls.slots import Slots
from store import Database
from store.ops import jobs
from store.schema import migrations
from store.write import links
from store_address import Address
from tests.kit.postgresql import Cluster, NoPostgresql, running_cluster

INSTITUTIONS = 20
PULLS = 8
LEASE = timedelta(minutes=1)
WORKERS = (1, 4, 8)

Figures = dict[str, float]


class Store(NamedTuple):
    """Where jobs are, and the server that keeps them, if there is one."""

    address: Address
    server: psutil.Process | None = None


def fill(address: Address, count: int) -> None:
    """So many links, each with a job."""
    with Database.open(address) as db, db.write() as connection:
        for number in range(count):
            bank = f"bank_{number % INSTITUTIONS:02}"
            links.save(connection, {"id": f"link-{number}", "institution": bank, "status": "valid"})
            jobs.enqueue(connection, f"link-{number}", ["accounts"], "schedule")


def work(address: Address) -> None:
    """Once told to, claim and end jobs as long as there are any; say how many, and seconds of processor."""
    with Database.open(address) as db:
        db.probe()
        print("ready", flush=True)
        sys.stdin.readline()
        began, count = time.process_time(), 0
        while some := jobs.claim_all(db, f"worker {psutil.Process().pid}", LEASE, Slots(PULLS)):
            for job in some:
                jobs.finish(db, job)
            count += len(some)
        print(count, time.process_time() - began, flush=True)
        sys.stdin.readline()


def measure(store: Store, workers: int) -> Figures:
    """What it took so many workers to end all jobs of the store."""
    command = [sys.executable, "-m", "benchmarks.claims", "--work", store.address.url or str(store.address.file)]
    told, taken, served = together(command, workers, store.server)
    got = [int(count) for count, _ in told]
    spent = served + sum(float(seconds) for _, seconds in told)
    return {
        "jobs/s": round(sum(got) / taken),
        "processor": round(spent / sum(got) * 1e6),
        "least": min(got),
        "most": max(got),
    }


def listen(address: Address) -> None:
    """Say when one is woken, by the clock that all processes of a machine share."""
    with Database.open(address) as db:
        db.probe()
        listening = db.engine.listen(lambda: print(time.monotonic(), flush=True))
        print("ready", flush=True)
        sys.stdin.readline()
        if listening is not None:
            listening.close()


def wake_ups(store: Store, listeners: int, count: int = 100) -> Figures:
    """Milliseconds from the end of a commit that queues a job until each of so many processes is woken."""
    command = [sys.executable, "-m", "benchmarks.claims", "--listen", str(store.address.url)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(listeners)
    ]
    for one in started:
        said(one)
    late: list[float] = []
    with Database.open(store.address) as db:
        for number in range(count):
            with db.write(link=f"woken-{number}") as connection:
                jobs.enqueue(connection, f"woken-{number}", ["accounts"], "schedule")
            committed = time.monotonic()
            late += [max(float(said(one)) - committed, 0) * 1000 for one in started]
    for one in started:
        tell(one)
        one.wait()
    late.sort()
    return {"median": round(late[len(late) // 2], 2), "95 of 100": round(late[int(len(late) * 0.95)], 2)}


def together(
    command: Sequence[str], number: int, server: psutil.Process | None
) -> tuple[list[list[str]], float, float]:
    """What so many processes of this command say, begun at one moment; the seconds, and the server's of processor."""
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(number)
    ]
    for one in started:
        said(one)
    before, began = processor(server), time.perf_counter()
    for one in started:
        tell(one)
    told = [said(one).split() for one in started]
    taken, served = time.perf_counter() - began, processor(server) - before
    for one in started:
        tell(one)
        one.wait()
    return told, taken, served


def tell(worker: "subprocess.Popen[str]") -> None:
    """Have it go on."""
    assert worker.stdin is not None
    worker.stdin.write("\n")
    worker.stdin.flush()


def said(worker: "subprocess.Popen[str]") -> str:
    """Its next line, which is waited for."""
    assert worker.stdout is not None
    return worker.stdout.readline()


def processor(server: psutil.Process | None) -> float:
    """Seconds of processor that a server and all that belongs to it have taken; those that ended do not count."""
    if server is None:
        return 0
    return sum(sum(one.cpu_times()[:2]) for one in (server, *server.children(recursive=True)))


@contextmanager
def stores(engine: str, cluster: Cluster | None) -> Iterator[Store]:
    """An empty store of the engine's."""
    with ExitStack() as stack:
        if engine == "SQLite" or cluster is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            yield Store(Address(Path(folder) / "claims.db"))
        else:
            address = Address(None, stack.enter_context(cluster.database()))
            migrations.migrate(address)
            yield Store(address, psutil.Process(cluster.pid))


def rounds(count: int, workers: tuple[int, ...], number: int) -> dict[str, Figures]:
    """By engine and workers, the best of the rounds; all are asked in turns."""
    found: dict[str, Figures] = {}
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(running_cluster())
        except NoPostgresql:
            cluster = None
        engines = ("SQLite", "PostgreSQL") if cluster else ("SQLite",)
        for _ in range(number):
            for several in workers:
                for engine in engines:
                    name = f"{engine}, {several}"
                    with stores(engine, cluster) as store:
                        fill(store.address, count)
                        taken = measure(store, several)
                    if name not in found or found[name]["jobs/s"] < taken["jobs/s"]:
                        found[name] = taken
    for name, line in found.items():
        engine, _, _ = name.partition(",")
        line["to one worker"] = round(line["jobs/s"] / found[f"{engine}, {workers[0]}"]["jobs/s"], 2)
    return found


def woken() -> dict[str, Figures]:
    """By number of listeners; nothing where there is no PostgreSQL."""
    with suppress(NoPostgresql), running_cluster() as cluster, stores("PostgreSQL", cluster) as store:
        return {f"{listeners} listening": wake_ups(store, listeners) for listeners in (1, 8)}
    return {}


def main() -> None:
    """Measure, print, write."""
    told = sys.argv[-1]
    if "--listen" in sys.argv:
        listen(Address(None, told))
        return
    if "--work" in sys.argv:
        work(Address(None, told) if "://" in told else Address(Path(told)))
        return
    parser = report.parser(__doc__, rows=[2000], rounds=3, what="jobs")
    parser.add_argument("--workers", nargs="*", type=int, default=[*WORKERS], metavar="N", help="numbers of workers")
    options = parser.parse_args()
    figures = {count: rounds(count, tuple(options.workers), options.rounds) for count in options.rows}
    for count, lines in figures.items():
        report.table(f"{count:,} jobs", lines)
    if late := woken():
        report.table("Woken, milliseconds after a commit", late)
    report.write(options.json, "claims", figures | {"woken": late})


if __name__ == "__main__":
    main()

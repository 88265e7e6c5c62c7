"""How long many links take whose institutions answer late: pulled at once, and one by one.

    python -m benchmarks.many_links [LINKS …] [--rounds N] [--json FILE]

A server of its own process answers each call about a link after 0.3 s, and those about one institution's never.
Per number of links (200 if none is named), of 20 institutions, in one run against the same server:

one      a twentieth of them, one of each institution, one by one; what all would take is reckoned from that
eight    all of them, by a worker with eight slots
dead     the same, and besides as many links as one institution has of one that never answers
now      a person's pull of a link that is well, while those are at it

Printed as a table and, with --json, written as JSON. `p95` is when 95 % of the links that are well have been pulled,
against that of `eight`; `began` is how long the person's pull waited, in seconds.
The goals: eight at least 6 times as fast as one by one; dead's p95 at most 1.2; began within a second.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from uuid import NAMESPACE_URL, uuid5

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from belvo_client import BelvoClient, Retries, Timeouts
from benchmarks import report
from benchmarks.lists import serve, served_by
from benchmarks.transactions import Transactions
from store import Database
from store.core import instants
from store.ops import jobs
from store.write import links
from sync.worker import PULLS, work

INSTITUTIONS = 20
LATENCY = 0.3  # seconds that an answer about a link takes
PATIENCE = 5.0  # seconds after which the client takes an institution for dead; 60 in the desk
RESOURCES = ("accounts", "transactions", "owners")
ROWS = 20
DEAD = "dead_bank"


def institution(number: int) -> str:
    return f"bank_{number % INSTITUTIONS:02}"


def link_id(number: int, bank: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{bank}/{number}"))


class LateBelvo:
    """Belvo as seen from links whose institutions take their time; a link's id tells its institution."""

    def __init__(self, count: int) -> None:
        known = [*range(count + 1)]
        self._banks = {link_id(number, institution(number)): institution(number) for number in known}
        self._banks |= {link_id(number, DEAD): DEAD for number in known}
        self._rows = Transactions(ROWS, instants.decode(instants.now())).between(0, ROWS)

    def app(self) -> Starlette:
        """The application that serves it."""
        return Starlette(
            routes=[
                Route("/healthz", lambda _: JSONResponse({"status": "ok", "instance": "benchmark"})),
                Route("/api/", lambda _: JSONResponse({})),
                Route("/api/links/{id}/", self._link),
                Route("/api/{resource}/", self._list),
                Route("/api/{region}/{resource}/", self._list),
            ]
        )

    async def _link(self, request: Request) -> Response:
        identity = request.path_params["id"]
        await anyio.sleep(LATENCY)
        return JSONResponse({"id": identity, "institution": self._banks[identity], "status": "valid"})

    async def _list(self, request: Request) -> Response:
        link, resource = request.query_params.get("link", ""), request.path_params["resource"]
        await anyio.sleep(10 * PATIENCE if self._banks.get(link) == DEAD else LATENCY)
        rows = [self._of(link, row) for row in self._rows] if resource == "transactions" else []
        return JSONResponse({"count": len(rows), "next": None, "previous": None, "results": rows})

    def _of(self, link: str, row: dict[str, object]) -> dict[str, object]:
        account = {"id": str(uuid5(NAMESPACE_URL, link)), "link": link}
        return {**row, "id": str(uuid5(NAMESPACE_URL, f"{link}{row['id']}")), "account": account}


@contextmanager
def working(db: Database, url: str, pulls: int) -> Iterator[None]:
    """A worker in a thread, with a client that counts no calls."""
    stop = Event()
    timeouts = Timeouts(read=PATIENCE)
    with BelvoClient(url, "an-id", "a-password", retries=Retries.off(), timeouts=timeouts) as client:
        thread = Thread(target=partial(work, pulls=pulls), args=(db, client, stop))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def queue(db: Database, banks: dict[str, str], reason: str = "schedule") -> list[int]:
    """A job for each link, by its id and its institution."""
    with db.write() as connection:
        for link, bank in banks.items():
            links.save(connection, {"id": link, "institution": bank, "status": "valid"})
        return [jobs.enqueue(connection, link, RESOURCES, reason) for link in banks]


def durations(db: Database, wanted: list[int]) -> list[float]:
    """Seconds from being queued to being pulled, of each of the jobs; waits for them."""
    found: list[jobs.Job] = []
    for number in wanted:
        while (job := jobs.get(db, number)) is None or job.finished_at is None:
            time.sleep(0.05)
        assert job.state is jobs.State.DONE, job.error
        found.append(job)
    return [_seconds(job.created_at, job.finished_at) for job in found]


def _seconds(since: str, until: str | None) -> float:
    return (instants.decode(until or since) - instants.decode(since)).total_seconds()


def well(count: int) -> dict[str, str]:
    return {link_id(number, institution(number)): institution(number) for number in range(count)}


def measure(url: str, count: int) -> dict[str, dict[str, float]]:
    """The figures of so many links."""
    with tempfile.TemporaryDirectory() as folder:
        with Database.open(Path(folder) / "one.db") as db, working(db, url, 1):
            one = max(durations(db, queue(db, well(INSTITUTIONS)))) * count / INSTITUTIONS
        with Database.open(Path(folder) / "eight.db") as db, working(db, url, PULLS):
            eight = durations(db, queue(db, well(count)))
        with Database.open(Path(folder) / "dead.db") as db, working(db, url, PULLS):
            queue(db, {link_id(number, DEAD): DEAD for number in range(count // INSTITUTIONS)})
            beside = queue(db, well(count))
            time.sleep(2 * LATENCY)
            (now,) = queue(db, {link_id(count, institution(count)): institution(count)}, "operator")
            while (asked := jobs.get(db, now)) is None or asked.started_at is None:
                time.sleep(0.01)
            dead = durations(db, beside)
    ninety_five = [_p95(seconds) for seconds in (eight, dead)]
    return {
        "one": {"seconds": one},
        "eight": {"seconds": max(eight), "times as fast": one / max(eight), "p95": 1.0},
        "dead": {"seconds": max(dead), "p95": ninety_five[1] / ninety_five[0]},
        "now": {"began": _seconds(asked.created_at, asked.started_at)},
    }


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def main() -> None:
    options = report.parser(__doc__, rows=[200], rounds=1, what="links").parse_args()
    figures = {}
    for count in options.rows:
        with served_by("benchmarks.many_links", "--serve", str(count)) as url:
            rounds = [measure(url, count) for _ in range(options.rounds)]
        best = min(rounds, key=lambda figures: figures["eight"]["seconds"])
        report.table(f"{count:,} links of {INSTITUTIONS} institutions", best)
        figures[str(count)] = best
    report.write(options.json, "many_links", figures)


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve(LateBelvo(int(sys.argv[2])).app())
    else:
        main()

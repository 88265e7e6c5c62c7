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
processor, which a busy machine disturbs less; ratios are those of the clock.
The goals: pull at most 2 floors; again at most a fifth of a pull.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import orjson
import requests
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from belvo_client import BelvoClient, Retries
from store import Database, jobs
from sync.worker import LEASE, carry_out

ROOT = Path(__file__).resolve().parent.parent
LINK = "0d3ffb69-f83b-456e-ad8e-208d0998d71d"
PAGE = 1000
Seconds = dict[str, tuple[float, float]]
"""By measure: on the clock, on the processor."""
MEASURES = ("floor", "client", "pull", "again", "full")

CATEGORIES = ("Food & Groceries", "Transport & Travel", "Bills & Utilities", "Transfers", "Income & Payments")
WORDS = ("OXXO", "PEMEX", "LIVERPOOL", "SORIANA", "UBER", "CFE", "TELMEX", "SPEI", "NÓMINA", "FARMACIA", "CAFÉ")


class Lists:
    """A Belvo of one link with so many transactions over two years; every answer is made once and then ready."""

    def __init__(self, rows: int) -> None:
        made = random.Random(rows)  # noqa: S311 - the same rows on every machine
        newest = datetime.now(UTC)
        step = timedelta(days=730) / rows
        self._rows = [_transaction(made, rows - place, newest - place * step) for place in range(rows)]
        self._answers: dict[str, bytes] = {}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/links/{id}/", lambda _: _json({"id": LINK, "institution": "erebor_mx_retail"})),
                Route("/api/{resource}/", self._list),
            ]
        )

    def _list(self, request: Request) -> Response:
        asked = str(request.url)
        if asked not in self._answers:
            self._answers[asked] = self._answer(request)
        return Response(self._answers[asked], media_type="application/json")

    def _answer(self, request: Request) -> bytes:
        query = request.query_params
        page, size = int(query.get("page", "1")), int(query.get("page_size", "100"))
        rows = self._rows if request.path_params["resource"] == "transactions" else []
        for name in ("created_at", "value_date"):
            rows = [row for row in rows if row[name] >= query.get(f"{name}__gte", "")]
        more = page * size < len(rows)
        following = str(request.url.include_query_params(page=page + 1)) if more else None
        results = rows[(page - 1) * size : page * size]
        return orjson.dumps({"count": len(rows), "next": following, "previous": None, "results": results})


def _json(content: object) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


def _transaction(made: random.Random, number: int, at: datetime) -> dict[str, Any]:
    instant = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    inflow = made.random() < 0.1
    return {
        "id": f"{made.getrandbits(128):032x}",
        "internal_identification": f"{number:032}",
        "account": _account(number % 3),
        "collected_at": instant,
        "created_at": instant,
        "value_date": instant[:10],
        "transacted_at": instant,
        "accounting_date": instant[:10],
        "amount": round(made.lognormvariate(5, 1.2), 2),
        "local_currency_amount": None,
        "balance": None,
        "currency": "MXN",
        "description": " ".join(made.choices(WORDS, k=4)) + f" {number}",
        "observations": None,
        "merchant": {"logo": None, "website": "https://example.com", "merchant_name": made.choice(WORDS)},
        "category": made.choice(CATEGORIES),
        "subcategory": None,
        "reference": str(made.randrange(10**8)),
        "type": "INFLOW" if inflow else "OUTFLOW",
        "status": "PROCESSED",
        "credit_card_data": None,
    }


def _account(number: int) -> dict[str, object]:
    return {
        "id": f"{number:08}-0000-4000-8000-000000000000",
        "link": LINK,
        "institution": {"name": "erebor_mx_retail", "type": "bank"},
        "collected_at": "2026-11-20T08:00:00.000000Z",
        "created_at": "2026-01-01T08:00:01.000000Z",
        "last_accessed_at": "2026-11-20T08:00:00.000000Z",
        "category": "CHECKING_ACCOUNT",
        "balance_type": "ASSET",
        "type": "Cuentas",
        "subtype": None,
        "name": f"Cuenta {number}",
        "number": f"40570681151{number:02}",
        "agency": None,
        "balance": {"current": 5874.13, "available": 5621.12},
        "currency": "MXN",
        "public_identification_name": "CLABE",
        "public_identification_value": f"01247{number:013}",
        "internal_identification": f"account-{number}",
        "credit_data": None,
        "loan_data": None,
        "funds_data": None,
    }


@contextmanager
def served(rows: int) -> Iterator[str]:
    """A server process with that many rows, at the URL that it yields."""
    command = [sys.executable, "-m", "benchmarks.pull", "--serve", str(rows)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def serve(rows: int) -> None:
    """Be that process."""
    server = uvicorn.Server(uvicorn.Config(Lists(rows).app(), port=0, log_level="error", lifespan="off", ws="none"))
    announced = server.startup

    async def startup(sockets: object = None) -> None:
        await announced(sockets)  # type: ignore[arg-type]  # handed through as it came
        print(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", flush=True)

    server.startup = startup  # type: ignore[method-assign]  # the one place that knows the port in time
    server.run()


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


def round_of(url: str, rows: int) -> Seconds:
    """What each measure takes once."""
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
        for name in MEASURES:
            began, worked = time.perf_counter(), time.process_time()
            fetched = calls[name]()
            seconds[name] = time.perf_counter() - began, time.process_time() - worked
            assert name == "again" or fetched == rows, (name, fetched)
        return seconds


def measure(rows: int, rounds: int) -> Seconds:
    """The best of the rounds."""
    with served(rows) as url:
        floor(url)  # makes the pages
        taken = [round_of(url, rows) for _ in range(rounds)]
    return {
        name: (min(seconds[name][0] for seconds in taken), min(seconds[name][1] for seconds in taken))
        for name in MEASURES
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure a pull against its floor.")
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        serve(options.serve)
        return
    found = {rows: measure(rows, options.rounds) for rows in options.rows}
    for rows, seconds in found.items():
        print(f"\n{rows:,} transactions")
        print(f"{'':8}{'seconds':>10}{'processor':>11}{'rows/s':>11}{'to floor':>10}{'to pull':>10}")
        for name, (clock, processor) in seconds.items():
            ratios = f"{clock / seconds['floor'][0]:10.2f}{clock / seconds['pull'][0]:10.2f}"
            print(f"{name:8}{clock:10.3f}{processor:11.3f}{rows / clock:11,.0f}{ratios}")
    if options.json:
        report = {"python": platform.python_version(), "machine": platform.machine(), "seconds": found}
        options.json.write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

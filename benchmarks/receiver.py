"""How long the webhook receiver takes to answer while a pull runs, against itself at rest.

    python -m benchmarks.receiver [ROWS …] [--rounds N] [--json FILE]

The receiver and the pull (`python -m sync`) are processes of their own on one database, as they are beside a server.
Webhooks come one after the other, 20 ms apart: as many at rest as then during a first pull of so many transactions
(100,000 if none is named). In milliseconds, over all rounds. The goal, at p95: 3 times as long as at rest, and 50 ms.
The same is asked of a route that stores nothing, which shows what is the machine's: pull, lists and receiver share it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import settings
from benchmarks import report
from benchmarks.lists import ROOT, serve, served
from benchmarks.transactions import LINK
from context import ROUTES, Context
from web.routes import routes

AT_REST = 200
_PAUSE = 0.02


async def answer_alone(request: Request) -> Response:
    """Read a webhook and store nothing."""
    await request.json()
    return JSONResponse({"received": True})


KINDS: dict[str, Callable[[], list[BaseRoute]]] = {
    "desk": lambda: routes(Context(settings.load(), ROUTES)),
    "storing nothing": lambda: [Route("/webhooks/belvo", answer_alone, methods=["POST"])],
}


class Sender:
    """Sends webhooks, each a new one about a link that nobody pulls, and keeps how long they took."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._sent = 0

    def send(self) -> float:
        """Milliseconds until the answer has come."""
        self._sent += 1
        body = {
            "webhook_id": f"{self._sent:032x}",
            "webhook_type": "TRANSACTIONS",
            "webhook_code": "historical_update",
            "link_id": "00000000-0000-4000-8000-000000000000",
            "data": {"total_transactions": 3},
        }
        began = time.perf_counter()
        self._connection.request("POST", "/webhooks/belvo", json.dumps(body), {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken = (time.perf_counter() - began) * 1000
        time.sleep(_PAUSE)
        return taken

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def receiver(environment: dict[str, str], kind: str) -> Iterator[str]:
    """The routes of the desk, or the one that stores nothing, in a process of their own, at the URL that it yields."""
    command = [sys.executable, "-m", "benchmarks.receiver", "--serve", kind]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def round_of(belvo: str, kind: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each webhook, at rest and during a pull."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BELVO_ENV": "local", "BELVO_BASE_URL": belvo, "LINKDESK_DATA_DIR": folder}
        with receiver(environment, kind) as url:
            sender = Sender(url)
            for _ in range(20):
                sender.send()
            rest = [sender.send() for _ in range(AT_REST)]
            command = [sys.executable, "-m", "sync", LINK, "--resource", "transactions"]
            busy = []
            with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as pulling:
                while not _has_pages(Path(folder)) and pulling.poll() is None:
                    time.sleep(_PAUSE)
                while pulling.poll() is None:
                    busy.append(sender.send())
            assert pulling.returncode == 0, pulling.returncode
            sender.close()
    return rest, busy


def _has_pages(folder: Path) -> bool:
    """Whether the pull has begun to write."""
    return any(file.stat().st_size > 4_000_000 for file in folder.glob("*.db-wal"))


def measure(rows: int, rounds: int) -> dict[str, dict[str, float]]:
    """Figures over all rounds."""
    with served(rows) as belvo:
        taken = {kind: [round_of(belvo, kind) for _ in range(rounds)] for kind in KINDS}
    found = {}
    for kind, parts in taken.items():
        rest, busy = (_figures([value for part in parts for value in part[side]]) for side in (0, 1))
        found[f"{kind}, at rest"] = rest
        found[f"{kind}, during a pull"] = busy | {"to rest": busy["p95"] / rest["p95"]}
    return found


def _figures(values: list[float]) -> dict[str, float]:
    return {
        "webhooks": len(values),
        "median": median(values),
        "p95": quantiles(values, n=20)[-1],
        "longest": max(values),
    }


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(100_000,), rounds=2)
    parser.add_argument("--serve", choices=KINDS, help="be the receiver")
    asked = parser.parse_args()
    if asked.serve:
        serve(Starlette(routes=KINDS[asked.serve]()))
        return
    found = {}
    for rows in asked.rows:
        found[rows] = measure(rows, asked.rounds)
        report.table(f"Webhooks answered, milliseconds, and a pull of {rows:,}", found[rows])
    report.write(asked.json, "receiver", found)


if __name__ == "__main__":
    main()

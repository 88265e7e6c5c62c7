"""A Belvo of one link whose lists are ready-made: what a pull costs, and not what an emulator does.

    python -m benchmarks.lists ROWS

Serves in a process of its own; pages of 1,000 rows lie in memory as they are sent.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.transactions import LINK, PAGE, Transactions

ROOT = Path(__file__).resolve().parent.parent
_BOUNDS = ("created_at__gte", "value_date__gte")


class Lists:
    """The lists of one link with so many transactions; of everything else there is nothing."""

    def __init__(self, count: int) -> None:
        self._transactions = Transactions(count, datetime.now(UTC))
        self._pages = [
            orjson.dumps(self._transactions.between(first, min(first + PAGE, count))) for first in range(0, count, PAGE)
        ]

    @property
    def size(self) -> int:
        """The bytes of all rows as JSON."""
        return sum(map(len, self._pages))

    def app(self) -> Starlette:
        """The application that serves them."""
        link = orjson.dumps({"id": LINK, "institution": "erebor_mx_retail"})
        return Starlette(
            routes=[
                Route("/healthz", lambda _: _json(b'{"status":"ok","instance":"benchmark"}')),
                Route("/api/", lambda _: _json(b"{}")),
                Route("/size", lambda _: _json(str(self.size).encode())),
                Route("/api/links/{id}/", lambda _: _json(link)),
                Route("/api/{resource}/", self._list),
            ]
        )

    def _list(self, request: Request) -> Response:
        query = request.query_params
        page, size = int(query.get("page", "1")), int(query.get("page_size", "100"))
        count = 0
        if request.path_params["resource"] == "transactions":
            bounds = [self._transactions.since(query[name].replace("+00:00", "")) for name in _BOUNDS if name in query]
            count = min([self._transactions.count, *bounds])
        following = str(request.url.include_query_params(page=page + 1)) if page * size < count else None
        head = orjson.dumps({"count": count, "next": following, "previous": None})
        return _json(head[:-1] + b',"results":' + self._results(page, size, count) + b"}")

    def _results(self, page: int, size: int, count: int) -> bytes:
        first, last = (page - 1) * size, min(page * size, count)
        if size == PAGE and (last - first == PAGE or last == self._transactions.count > first):
            return self._pages[page - 1]
        return orjson.dumps(self._transactions.between(first, max(first, last)))


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


@contextmanager
def served(count: int) -> Iterator[str]:
    """A server process with that many rows, at the URL that it yields."""
    with served_by("benchmarks.lists", str(count)) as url:
        yield url


@contextmanager
def served_by(module: str, *arguments: str) -> Iterator[str]:
    """A server process of a module that says its URL when it is ready."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def serve(app: Starlette) -> None:
    """Serve on a free port, and print the URL when it is ready."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
    announced = server.startup

    async def startup(sockets: object = None) -> None:
        await announced(sockets)  # type: ignore[arg-type]  # handed through as it came
        print(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", flush=True)

    server.startup = startup  # type: ignore[method-assign]  # the one place that knows the port in time
    server.run()


if __name__ == "__main__":
    serve(Lists(int(sys.argv[1])).app())

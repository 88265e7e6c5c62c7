"""A Belvo of one or more links whose lists are ready-made: what a pull costs, and not what an emulator does.

    python -m benchmarks.lists ROWS [LINKS]

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

from benchmarks.transactions import LINK, PAGE, Transactions, links

ROOT = Path(__file__).resolve().parent.parent
_BOUNDS = ("created_at__gte", "value_date__gte")


class Lists:
    """The lists of links that share so many transactions; of everything else there is nothing."""

    def __init__(self, count: int, number: int = 1) -> None:
        now = datetime.now(UTC)
        self._lists = {link: _List(Transactions(count // number, now, link)) for link in links(number)}

    @property
    def size(self) -> int:
        """The bytes of all rows as JSON."""
        return sum(one.size for one in self._lists.values())

    def app(self) -> Starlette:
        """The application that serves them."""
        return Starlette(
            routes=[
                Route("/healthz", lambda _: _json(b'{"status":"ok","instance":"benchmark"}')),
                Route("/api/", lambda _: _json(b"{}")),
                Route("/size", lambda _: _json(str(self.size).encode())),
                Route("/api/links/{id}/", self._link),
                Route("/api/{resource}/", self._list),
            ]
        )

    def _link(self, request: Request) -> Response:
        return _json(orjson.dumps({"id": request.path_params["id"], "institution": "erebor_mx_retail"}))

    def _list(self, request: Request) -> Response:
        query = request.query_params
        page, size = int(query.get("page", "1")), int(query.get("page_size", "100"))
        rows = self._lists[query.get("link", LINK)]
        bounds = [query[name].replace("+00:00", "") for name in _BOUNDS if name in query]
        count = rows.count(bounds) if request.path_params["resource"] == "transactions" else 0
        following = str(request.url.include_query_params(page=page + 1)) if page * size < count else None
        head = orjson.dumps({"count": count, "next": following, "previous": None})
        return _json(head[:-1] + b',"results":' + rows.results(page, size, count) + b"}")


class _List:
    """One link's, in pages that lie ready."""

    def __init__(self, made: Transactions) -> None:
        self._made = made
        self._pages = [
            orjson.dumps(made.between(first, min(first + PAGE, made.count))) for first in range(0, made.count, PAGE)
        ]

    @property
    def size(self) -> int:
        return sum(map(len, self._pages))

    def count(self, bounds: list[str]) -> int:
        return min([self._made.count, *map(self._made.since, bounds)])

    def results(self, page: int, size: int, count: int) -> bytes:
        first, last = (page - 1) * size, min(page * size, count)
        if size == PAGE and (last - first == PAGE or last == self._made.count > first):
            return self._pages[page - 1]
        return orjson.dumps(self._made.between(first, max(first, last)))


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


@contextmanager
def served(count: int, number: int = 1) -> Iterator[str]:
    """A server process with that many rows of so many links, at the URL that it yields."""
    with served_by("benchmarks.lists", str(count), str(number)) as url:
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
    serve(Lists(*map(int, sys.argv[1:])).app())

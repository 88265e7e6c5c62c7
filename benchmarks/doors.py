"""What a server needs while a million rows leave it, through each of its doors.

    python -m benchmarks.doors [ROWS] [--store FILE] [--json FILE]

A store of so many transactions (1,000,000 if no number is given) is filled once, or taken from a file, of which a copy
is used. For each door a server of its own is started over it, and its memory looked at before and, twenty times a
second, while a client takes every row: `/export/transactions.<format>` in one request, `/api/v1/transactions` in pages
of 500, `/export/query.<format>` of all rows of a query, and `/export/loan-file.zip` of one person who has all, in ten
links. In MB and seconds of the server's processor time; of the loan file's PDF, which a child sets, they are not.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil
from starlette.applications import Starlette

import settings
from actions.access import tokens
from benchmarks import report
from benchmarks.lists import ROOT, serve
from benchmarks.queries import filled
from benchmarks.transactions import links
from context import ROUTES, Context
from domain.roles import SYSTEM, Role
from store import Database
from store.write import links as saved
from store_address import Address
from tests.kit import bodies
from web.routes import routes

ROWS, PAGE = 1_000_000, 500
_MB = 1 << 20
_LOOK = 0.05
_FORMATS = ("csv", "parquet", "jsonl", "xlsx")
_NUMBER, _OWNER = 10, "million"
"""How many links the rows are of, and the external id that these have for the loan file."""

_QUERY = "SELECT * FROM transactions"

Figures = dict[str, float]


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    """A server of the routes over the store, at the URL that it yields."""
    command = [sys.executable, "-m", "benchmarks.doors", "--serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), psutil.Process(process.pid)
        finally:
            process.terminate()


@contextmanager
def measured(process: psutil.Process, figures: Figures) -> Iterator[None]:
    """Memory and processor time of the process over the block."""
    over, most = Event(), [process.memory_info().rss]
    figures["before"] = most[0] / _MB
    spent = sum(process.cpu_times()[:2])

    def look() -> None:
        while not over.wait(_LOOK):
            most[0] = max(most[0], process.memory_info().rss)

    looking = Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
    figures |= {"most": most[0] / _MB, "seconds": sum(process.cpu_times()[:2]) - spent}


def take(url: str, token: str, extension: str) -> Figures:
    """Every row as one file; rows of CSV and JSON Lines are counted by their ends."""
    return _counted(fetch(url, token, f"/export/transactions.{extension}"), extension)


def ask(url: str, token: str, extension: str) -> Figures:
    """The same rows as the file of a query."""
    return _counted(fetch(url, token, f"/export/query.{extension}?{urlencode({'sql': _QUERY})}"), extension)


def _counted(found: Figures, extension: str) -> Figures:
    has_lines = extension in ("csv", "jsonl")
    return {"size": found["size"], **({"rows": found["ends"] - (extension == "csv")} if has_lines else {})}


def fetch(url: str, token: str, address: str) -> Figures:
    """What is at the address, thrown away as it comes: how large it was, and how many ends of lines it had."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=3_600)
    headers = {"Authorization": f"Bearer {token}"}
    connection.request("GET", address, headers=headers)
    answer, size, ends = connection.getresponse(), 0, 0
    assert answer.status == 200, answer.read()
    while part := answer.read(1 << 16):
        size, ends = size + len(part), ends + part.count(b"\n")
    connection.close()
    return {"size": size / _MB, "ends": ends}


def walk(url: str, token: str) -> Figures:
    """Every row in pages, as a program reads them, as often as the token's rate lets it."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=600)
    size, rows = 0, 0
    following: str | None = f"/api/v1/transactions?limit={PAGE}"
    while following:
        where = urlsplit(following)
        connection.request("GET", f"{where.path}?{where.query}", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 429:
            time.sleep(int(answer.headers["Retry-After"]))
            continue
        assert answer.status == 200, body
        told: dict[str, Any] = json.loads(body)
        size, rows, following = size + len(body), rows + len(told["results"]), told["next"]
    connection.close()
    return {"size": size / _MB, "rows": rows}


def measure(store: Path, folder: Path, wanted: Collection[str]) -> dict[str, Figures]:
    """The figures of the doors that are wanted, or of each, over this store."""
    environment = {
        **os.environ,
        "BELVO_ENV": "sandbox",
        "BELVO_SECRET_ID": "an-id",
        "BELVO_SECRET_PASSWORD": "a-password",
        "LINKDESK_DATA_DIR": str(folder),
        "LINKDESK_STORE": f"sqlite:///{store}",
        "LINKDESK_QUERY_SECONDS": "600",
    }
    with Database.open(store) as db:
        name = f"doors-{time.time_ns()}"  # a store that was measured before has its token
        token = tokens.make(db, name, Role.OPERATOR, actor=SYSTEM, rate=1_200)
    doors: dict[str, Callable[[str], Figures]] = {
        f"/export .{extension}": lambda url, extension=extension: take(url, token, extension)  # type: ignore[misc]
        for extension in _FORMATS
    }
    for extension in _FORMATS:
        doors[f"query .{extension}"] = lambda url, extension=extension: ask(url, token, extension)  # type: ignore[misc]
    doors["/api/v1 pages"] = lambda url: walk(url, token)
    doors[_LOAN_FILE] = lambda url: {"size": fetch(url, token, f"/export/loan-file.zip?external_id={_OWNER}")["size"]}
    found: dict[str, Figures] = {}
    for name, door in doors.items():
        if wanted and name not in wanted:
            continue
        figures: Figures = {}
        if name == _LOAN_FILE:  # the last one: whose rows are changes what other doors look at
            own_all(store)
        with server(environment) as (url, process):
            take_first(url, token)
            with measured(process, figures):
                figures |= door(url)
        found[name] = figures
        print(name, figures, file=sys.stderr, flush=True)
    return found


_LOAN_FILE = "loan file .zip"


def own_all(store: Path) -> None:
    """Have all links be one person's."""
    with Database.open(store) as db, db.write() as connection:
        for link in links(_NUMBER):
            saved.save(connection, bodies.link(link, external_id=_OWNER))


def take_first(url: str, token: str) -> None:
    """One request to each, so that what is imported at the first use is there before."""
    for path in ("/export/bills.parquet", "/api/v1/bills"):
        connection = HTTPConnection(urlsplit(url).netloc, timeout=600)
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        connection.getresponse().read()
        connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=ROWS, metavar="ROWS")
    parser.add_argument("--store", type=Path, help="a store that is filled already")
    parser.add_argument("--door", action="append", default=[], help="only this one, by its name in the table")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(Starlette(routes=routes(Context(settings.load(), ROUTES))))
        return
    with tempfile.TemporaryDirectory(prefix="doors-") as name:
        folder = Path(name)
        store = folder / "store.db"
        if options.store:
            shutil.copy(options.store, store)
        else:
            filled(Address(store), options.rows, _NUMBER).close()
        figures = measure(store, folder, options.door)
    report.table("A million rows through each door, in MB and seconds of processor time", figures)
    report.write(options.json, "doors", figures)


if __name__ == "__main__":
    main()

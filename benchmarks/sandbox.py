"""How soon the sandbox's users for load are ready, how fast their transactions are listed, and in how much memory.

    python -m benchmarks.sandbox [ROWS …] [--json FILE]

Per number of rows (10,000, 100,000 and 1,000,000 if none is named) a sandbox of its own, in a process of its own:

ready     seconds from POST /api/links/ to the first page of 1,000 rows
rows/s    all pages one after the other, as `next` leads to them; each row is rendered for it
again     rows a second of the last 50 pages, once more: they are kept
filter    seconds to the first page of `value_date__gte`, and then to that page again
memory    the process's largest, in MB; Linux tells it

Printed as a table and, with --json, written as JSON. The goals: ready within three seconds, tens of thousands of rows
a second, and memory that does not grow with the rows.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import orjson
import requests

from benchmarks.mock_server import KEYS, running

SIZES = (10_000, 100_000, 1_000_000)
PAGE = 1000
_KEPT = 50  # pages
_LIST = f"/api/transactions/?page_size={PAGE}&link="


class Client:
    """Asks a sandbox for pages, which it reads no further than to the address of the next one."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url, self._session = url, session

    def link(self, rows: int) -> str:
        """The list of a new link with so many transactions."""
        body = {"institution": "erebor_mx_retail", "username": f"bulk_{rows}", "password": "any"}
        answer = self._session.post(f"{self._url}/api/links/", json=body, timeout=600)
        answer.raise_for_status()
        return f"{self._url}{_LIST}{answer.json()['id']}"

    def next(self, url: str) -> str | None:
        """The address of the page after this one."""
        answer = self._session.get(url, timeout=600)
        answer.raise_for_status()
        found: str | None = orjson.loads(answer.content.partition(b',"results"')[0] + b"}")["next"]
        return found


def measure(rows: int) -> dict[str, Any]:
    """One sandbox: what is measured, by name."""
    with tempfile.TemporaryDirectory() as folder, requests.Session() as session:
        session.auth = KEYS
        command = (sys.executable, "-m", "belvo_sandbox", "--data-dir", folder)
        with running(*command, path="/healthz") as port:
            return _measure(Client(f"http://127.0.0.1:{port}", session), rows, port)


def _measure(client: Client, rows: int, port: int) -> dict[str, Any]:
    started = time.perf_counter()
    first = client.link(rows)
    client.next(first)
    ready = time.perf_counter() - started
    pages = -(-rows // PAGE)
    listed = _seconds(client, first, pages)
    kept = min(_KEPT, pages)
    again = _seconds(client, f"{first}&page={pages - kept + 1}", kept)
    day = f"{first}&value_date__gte={time.strftime('%Y-01-01')}"
    filtered = [_seconds(client, day, 1) for _ in range(2)]
    return {
        "rows": rows,
        "ready": round(ready, 2),
        "rows_per_second": round(rows / listed),
        "again_per_second": round(min(rows, kept * PAGE) / again),
        "filter": [round(seconds, 3) for seconds in filtered],
        "memory": _memory(port),
    }


def _seconds(client: Client, url: str | None, pages: int) -> float:
    started = time.perf_counter()
    for _ in range(pages):
        if url is None:
            sys.exit("The list ended too early.")
        url = client.next(url)
    return time.perf_counter() - started


def _memory(port: int) -> int | None:
    """The most that the process at a port has taken so far, in MB."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"--port\0{port}\0" in (status.parent / "cmdline").read_text():
                return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) // 1024
        except OSError:
            continue
    return None


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", default=SIZES, metavar="ROWS", help="at most a million")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    asked = parser.parse_args()
    print(f"{'rows':>10}{'ready':>10}{'rows/s':>10}{'again':>10}{'filter':>18}{'memory':>12}")
    found = []
    for rows in asked.rows:
        one = measure(rows)
        found.append(one)
        filtered = " then ".join(f"{seconds:.2f}" for seconds in one["filter"])
        print(
            f"{rows:>10,}{one['ready']:>8.2f} s{one['rows_per_second']:>10,}{one['again_per_second']:>10,}"
            f"{filtered:>16} s{one['memory'] or '?':>9} MB"
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()

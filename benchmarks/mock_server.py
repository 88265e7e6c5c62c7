"""How many lists of 100 transactions a second the sandbox answers, against a generic mock server.

    python -m benchmarks.mock_server DESCRIPTION [--seconds N] [--rounds N] [--json FILE]

DESCRIPTION is Belvo's OpenAPI description, as JSON. Needs Node.js: the mock server is Prism (`@stoplight/prism-cli`),
which npx fetches. Each server runs in a process of its own; one client asks all of them, in rounds that take turns so
that all meet the same machine:

sandbox  GET /api/transactions/ with page_size=100, of a link of the sandbox
prism    the same rows, given to Prism as the example of that list
prism 1  the description as it is, whose example has one transaction

Printed as a table and, with --json, written as JSON: the best of the rounds, and how often faster the sandbox is.
The goal: 5 times as fast as prism.
"""

import argparse
import base64
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("local-sandbox-id", "local-sandbox-password")
ROWS = 100
CONNECTIONS = 4
PRISM = ("npx", "--yes", "@stoplight/prism-cli", "mock")
GOAL = 5
_PATH = "/api/transactions/"


@contextmanager
def running(*command: str, path: str) -> Iterator[int]:
    """A server in a process of its own, once it answers; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    started = [*command, "--port", str(port)]
    process = subprocess.Popen(started, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(process, port, path)
        yield port
    finally:
        # npx leaves its child behind when it is ended alone
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    for _ in range(1200):
        try:
            requests.get(f"http://127.0.0.1:{port}{path}", auth=KEYS, timeout=30)
        except requests.ConnectionError:
            if process.poll() is not None:
                sys.exit(f"The server ended with status {process.returncode} before it answered: see its words above.")
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not answer within two minutes.")


def new_link(port: int) -> str:
    """The path, with its query, of a list of a new link of the sandbox."""
    body = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}
    answer = requests.post(f"http://127.0.0.1:{port}/api/links/", json=body, auth=KEYS, timeout=60)
    answer.raise_for_status()
    return f"{_PATH}?link={answer.json()['id']}&page_size={ROWS}"


def with_example(description: dict[str, Any], page: object) -> dict[str, Any]:
    """The description with a page as the example of the list."""
    listed = description["paths"][_PATH]["get"]
    content = listed["responses"]["200"]["content"]["application/json"]
    answer = {**content, "examples": {"page": {"value": page}}}
    answer.pop("example", None)
    response = {**listed["responses"]["200"], "content": {"application/json": answer}}
    operation = {**listed, "responses": {**listed["responses"], "200": response}}
    path = {**description["paths"][_PATH], "get": operation}
    return {**description, "paths": {**description["paths"], _PATH: path}}


def rate(port: int, path: str, seconds: float) -> float:
    """Answers a second over some connections that are kept open."""
    deadline = time.perf_counter() + seconds
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        started = time.perf_counter()
        answered = sum(pool.map(lambda _: _ask(port, path, deadline), range(CONNECTIONS)))
        return answered / (time.perf_counter() - started)


def _ask(port: int, path: str, deadline: float) -> int:
    headers = {"Authorization": "Basic " + base64.b64encode(":".join(KEYS).encode()).decode()}
    connection, answered = HTTPConnection("127.0.0.1", port, timeout=60), 0
    try:
        while time.perf_counter() < deadline:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"{path} answered {answer.status}")
            answered += 1
    finally:
        connection.close()
    return answered


def measure(description: Path, seconds: float, rounds: int) -> dict[str, Any]:
    """All servers side by side; requests a second and ratios by name."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = (sys.executable, "-m", "belvo_sandbox", "--data-dir", str(folder / "sandbox"))
        ports = {"sandbox": stack.enter_context(running(*sandbox, path="/healthz"))}
        path = new_link(ports["sandbox"])
        page = _page(ports["sandbox"], path)
        filled = folder / "description.json"
        filled.write_text(json.dumps(with_example(json.loads(description.read_text()), page)))
        for name, document in (("prism", filled), ("prism 1", description.resolve())):
            mock = (*PRISM, str(document), "--verboseLevel", "error")
            ports[name] = stack.enter_context(running(*mock, path=path))
        rows = {name: len(_page(port, path)["results"]) for name, port in ports.items()}
        if (rows["sandbox"], rows["prism"]) != (ROWS, ROWS):
            sys.exit(f"A list should have {ROWS} rows: {rows}")
        rates = _best(rounds, {name: partial(rate, port, path, seconds) for name, port in ports.items()})
    return {
        "rows": rows,
        "requests_per_second": {name: round(value, 1) for name, value in rates.items()},
        "sandbox_is_faster": {name: round(rates["sandbox"] / value, 2) for name, value in rates.items()},
    }


def _page(port: int, path: str) -> dict[str, Any]:
    answer = requests.get(f"http://127.0.0.1:{port}{path}", auth=KEYS, timeout=60)
    answer.raise_for_status()
    page: dict[str, Any] = answer.json()
    return page


def _best(rounds: int, measures: dict[str, Callable[[], float]]) -> dict[str, float]:
    best = dict.fromkeys(measures, 0.0)
    for _ in range(rounds):
        for name, measured in measures.items():
            best[name] = max(best[name], measured())
    return best


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("description", type=Path)
    parser.add_argument("--seconds", type=float, default=3, help="how long each server is asked in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    asked = parser.parse_args()
    found = measure(asked.description, asked.seconds, asked.rounds)
    print(f"{'server':<10}{'rows':>6}{'requests/s':>14}{'sandbox is':>14}")
    for name, value in found["requests_per_second"].items():
        print(f"{name:<10}{found['rows'][name]:>6}{value:>14,.1f}{found['sandbox_is_faster'][name]:>13.2f}x")
    print(f"The goal, {GOAL}x prism, is {'met' if found['sandbox_is_faster']['prism'] >= GOAL else 'missed'}.")
    print(json.dumps(found))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()

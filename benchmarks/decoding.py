"""What reading an answer costs: a page of 1000 transactions with orjson, against the standard library's json.

    python -m benchmarks.decoding

Prints one line of JSON: the median seconds of each and their ratio, measured in turns in one run.
"""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import orjson
import requests

from belvo_sandbox import serve

_ROUNDS = 60
_NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def page() -> bytes:
    """A page of 1000 transactions, as the local Belvo sends it."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder), now=_NOW) as sandbox:
        keys = (sandbox.secret_id, sandbox.secret_password)
        login = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}
        link = requests.post(f"{sandbox.url}/api/links/", json=login, auth=keys, timeout=60).json()["id"]
        query = {"link": link, "page_size": "1000"}
        return requests.get(f"{sandbox.url}/api/transactions/", query, auth=keys, timeout=60).content


def seconds(decode: Callable[[bytes], object], content: bytes) -> float:
    """How long one decoding takes."""
    started = time.perf_counter()
    decode(content)
    return time.perf_counter() - started


def main() -> None:
    """Measure both in turns, and print what was found."""
    content = page()
    rounds = [(seconds(json.loads, content), seconds(orjson.loads, content)) for _ in range(_ROUNDS)]
    standard, fast = (median(times) for times in zip(*rounds, strict=True))
    print(json.dumps({"bytes": len(content), "json": standard, "orjson": fast, "ratio": round(standard / fast, 2)}))


if __name__ == "__main__":
    main()

"""How much memory and time a file of many rows takes, by format.

    python -m benchmarks.files [ROWS] [--json FILE]

A store of so many transactions (1,000,000 if no number is given) is filled once; each format is then written by a
process of its own, which tells its memory before the first row and at its most, its processor time and the file's size.
CSV, Parquet and JSON Lines are thrown away piece by piece, as a reader takes them; Excel's file is made on the disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks import report
from benchmarks.queries import filled
from store import Database
from store.core.files.formats import FORMATS
from store.core.files.sheet import Sheet
from store.queries.links import people
from store.queries.tables import catalogue, whose
from store_address import Address

ROWS = 1_000_000
_MB = 1 << 20


def measure(path: Path, extension: str) -> dict[str, float]:
    """Write a file of all transactions in this process: MB, seconds of processor time, and rows."""
    table = catalogue.find("transactions")
    assert table is not None
    with Database.open(path) as db:
        wanted = catalogue.wanted(db, table, [])
        rows = whose.told(table.columns, wanted.rows(db), people.of_links(db))
        sheet = Sheet("transactions", whose.columns(table.columns), rows, {}, table.adds_up)
        before, size = psutil.Process().memory_info().rss, 0
        began = time.process_time()
        for part in FORMATS[extension].parts(sheet):
            size += len(part)
        took = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"before": before / _MB, "most": most / _MB, "seconds": took, "size": size / _MB}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=ROWS, metavar="ROWS")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--of", help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.of:
        print(json.dumps(measure(options.store, options.of)))
        return
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="files-") as folder:
        path = Path(folder) / "store.db"
        filled(Address(path), options.rows, 10).close()
        for extension in FORMATS:
            command = [sys.executable, "-m", "benchmarks.files", "--of", extension, "--store", str(path)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            figures[extension] = json.loads(answer.stdout)
    report.table(f"Files of {options.rows:,} transactions, in MB and seconds of processor time", figures)
    report.write(options.json, "files", figures)


if __name__ == "__main__":
    main()

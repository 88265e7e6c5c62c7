"""How long a pull of transactions takes, against dlt, a widely used extractor, writing the same pages to a file.

    python -m benchmarks.extractor --dlt PYTHON [ROWS …] [--rounds N] [--json FILE]

PYTHON is the interpreter of a virtual environment that dlt has been installed into (`pip install dlt`); it is no
requirement of ours. dlt lists the pages with its own REST client and writes them as JSON lines (its filesystem
destination), with nothing set but that; its start is not counted. Beside it, in rounds that take turns, the floor and
the pull of `benchmarks.pull`. The best of the rounds. The goal: a pull 12 times as fast.
"""

import subprocess
import tempfile

from benchmarks import report
from benchmarks.lists import served
from benchmarks.pull import floor, round_of
from benchmarks.transactions import LINK, PAGE

PIPELINE = """
import sys, time
import dlt
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator

url, folder, link, size = sys.argv[1:]
client = RESTClient(url, paginator=JSONLinkPaginator(next_url_path="next"), data_selector="results")

@dlt.resource(name="transactions")
def transactions():
    yield from client.paginate("/api/transactions/", params={"link": link, "page_size": size})

began = time.perf_counter()
pipeline = dlt.pipeline(
    "benchmark", pipelines_dir=f"{folder}/work", dataset_name="belvo", destination=dlt.destinations.filesystem(folder)
)
pipeline.run(transactions(), loader_file_format="jsonl").raise_on_failed_jobs()
print(time.perf_counter() - began, pipeline.last_trace.last_normalize_info.row_counts["transactions"])
"""


def extract(python: str, url: str) -> tuple[float, int]:
    """Seconds that dlt takes, and how many rows it has written."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-c", PIPELINE, url, folder, LINK, str(PAGE)]
        environment = {"RUNTIME__DLTHUB_TELEMETRY": "false"}
        done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    seconds, rows = done.stdout.split()[-2:]
    return float(seconds), int(rows)


def measure(python: str, rows: int, rounds: int) -> dict[str, dict[str, float]]:
    """The best of the rounds."""
    with served(rows) as url:
        floor(url, [LINK])
        taken = []
        for _ in range(rounds):
            ours, *_ = round_of(url, rows, [LINK])
            theirs, extracted = extract(python, url)
            assert extracted == rows, extracted
            taken.append({"floor": ours["floor"][0], "pull": ours["pull"][0], "dlt": theirs})
    best = {name: min(seconds[name] for seconds in taken) for name in taken[0]}
    return {
        name: {"seconds": seconds, "to floor": seconds / best["floor"], "to pull": seconds / best["pull"]}
        for name, seconds in best.items()
    }


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(100_000,), rounds=3)
    parser.add_argument("--dlt", required=True, metavar="PYTHON", help="the interpreter that has dlt")
    asked = parser.parse_args()
    found = {}
    for rows in asked.rows:
        found[rows] = measure(asked.dlt, rows, asked.rounds)
        report.table(f"{rows:,} transactions", found[rows])
    report.write(asked.json, "extractor", found)


if __name__ == "__main__":
    main()

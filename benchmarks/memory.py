"""How much memory a desk's server and its worker have, at rest and while many links are pulled without a pause.

    python -m benchmarks.memory [--links N] [--minutes N] [--json FILE]

A desk of its own speaks to a server that answers late (`benchmarks.many_links`): 200 links of 20 institutions, and as
many as one institution has of one that takes 50 s for each answer. They are queued again as they have been pulled, for
so many minutes (30), while somebody looks at one page after the other in a real Chromium. Every five seconds it is
noted what each process has to itself, in MB: `rest` before the first pull and the first visit; `first`, `second` and
`last` are medians of a sixth of the time each, of which the first is when modules are loaded and caches fill; `most` is
the most of all. Steady is whose last is as the second.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as Slow

from benchmarks import report
from benchmarks.lists import served_by
from benchmarks.many_links import DEAD, INSTITUTIONS, link_id, queue, well
from store import Database
from tests.kit.browser import chromium, page_of
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import until

EVERY = 5.0
"""Seconds between two looks."""

PARTS = 6
"""Parts of the time."""

VIEWS = ("", "links", "accounts", "transactions", "cash-flow", "institutions", "api_log", "health", "people")
"""What somebody looks at, in turns."""

_PATIENCE = 20_000  # milliseconds for each part of a page
_MB = 1024**2

Noted = dict[str, list[float]]
"""By process, the MB that it had at each look."""


def owned(desk: Desk) -> dict[str, float]:
    """The MB that no other process shares, of the server, its workers and those that store for these."""
    found = {"server": psutil.Process(desk.process.pid)}
    for worker in desk.workers:
        found["worker"] = worker
        for child in worker.children():
            found["writer"] = child
    return {name: megabytes for name, process in found.items() if (megabytes := _of(process))}


def _of(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().uss / _MB)
    except psutil.Error:  # it has just ended
        return 0.0


def keep_busy(db: Database, count: int) -> None:
    """Queue once more whoever is neither queued nor pulled, if that is most of them."""
    with db.read() as connection:
        left = {link for (link,) in connection.execute("SELECT link FROM jobs WHERE state IN ('queued', 'running')")}
    if len(left) < count // 4:
        every = {link_id(number, DEAD): DEAD for number in range(count // INSTITUTIONS)} | well(count)
        queue(db, {link: bank for link, bank in every.items() if link not in left})


def look(page: Page, url: str) -> None:
    """Open a page and wait until it stands there; on a machine that is too busy for it, go on to the next."""
    with suppress(Slow):
        page.goto(url, timeout=_PATIENCE)
        page.wait_for_selector("[data-testid=stMain] h1", timeout=_PATIENCE)
        page.wait_for_selector(".stApp[data-test-script-state=notRunning]", timeout=_PATIENCE)


def watch(desk: Desk, pages: Iterator[str], page: Page, *, count: int, minutes: float) -> Noted:
    """What the processes have while all are busy, look by look."""
    noted: Noted = defaultdict(list)
    with desk.store() as db:
        end = time.monotonic() + 60 * minutes
        while (began := time.monotonic()) < end:
            keep_busy(db, count)
            look(page, f"{desk.url}/{next(pages)}")
            for name, megabytes in owned(desk).items():
                noted[name].append(megabytes)
            time.sleep(max(0.0, EVERY - (time.monotonic() - began)))
    return noted


def figures(rest: Mapping[str, float], noted: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """The line of each process."""
    lines = {}
    for name, seen in noted.items():
        part = max(1, len(seen) // PARTS)
        own = {"rest": rest[name]} if name in rest else {}
        lines[name] = own | {
            "first": median(seen[:part]),
            "second": median(seen[part : 2 * part] or seen),
            "last": median(seen[-part:]),
            "most": max(seen),
        }
    return lines


def measure(count: int, minutes: float) -> dict[str, dict[str, float]]:
    """The figures of so many links over so many minutes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served_by("benchmarks.many_links", "--serve", str(count)) as url,
        running_desk(Path(folder), {"BELVO_BASE_URL": url}) as desk,
        chromium() as browser,
    ):
        until(lambda: desk.workers)
        time.sleep(2 * EVERY)
        rest = owned(desk)
        with page_of(browser) as page:
            noted = watch(desk, cycle(VIEWS), page, count=count, minutes=minutes)
        return figures(rest, noted)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    asked = parser.parse_args()
    found = measure(asked.links, asked.minutes)
    report.table(f"MB to itself, {asked.links} links, {asked.minutes:g} minutes", found)
    report.write(asked.json, "memory", found)


if __name__ == "__main__":
    main()

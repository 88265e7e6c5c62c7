"""What a server's backends wait for while others measure, and what else the machine does meanwhile."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import psutil
import psycopg

_EVERY = 0.02
"""Seconds between two looks."""

_LOOK = b"""
    SELECT concat_ws(':', coalesce(wait_event_type, 'processor'), wait_event) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


@dataclass
class Waiting:
    """How often backends that had something to do were seen waiting for what, and the machine's cores in the while."""

    seen: Counter[str] = field(default_factory=Counter)
    cores: float = 0
    """Cores that the machine's processes used together."""

    def share(self, *kinds: str) -> float:
        """Of the looks, how many found one of these kinds, from 0 to 1."""
        wanted = sum(count for what, count in self.seen.items() if what.partition(":")[0] in kinds)
        return wanted / (sum(self.seen.values()) or 1)


@contextmanager
def watched(url: str) -> Iterator[Waiting]:
    """Look at the backends of a database as long as the block lasts; without one at the machine alone."""
    found, ended = Waiting(), Event()
    looking = Thread(target=_look, args=(url, found, ended)) if url else None
    if looking:
        looking.start()
    busy, began = _busy(), time.perf_counter()
    try:
        yield found
    finally:
        found.cores = (_busy() - busy) / (time.perf_counter() - began)
        ended.set()
        if looking:
            looking.join()


def _busy() -> float:
    times = psutil.cpu_times()
    return float(sum(times[:3]) + times.softirq + times.irq)


def _look(url: str, found: Waiting, ended: Event) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        while not ended.wait(_EVERY):
            found.seen.update(kind for (kind,) in connection.execute(_LOOK).fetchall())

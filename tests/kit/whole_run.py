"""How the tests of a whole run share the machine, and what each file of them took.

A test often waits: for a browser, a server or a database, each a process of its own.
"""

import ctypes
import gc
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import psutil
import pytest

_BESIDE = 1
"""More than there are cores: with two a core what browsers draw comes late, and a test may see what nobody would."""

_MOST = 8
"""Processes that run tests; each takes up to a gigabyte."""

LONGEST_FIRST = ("e2e", "deploy", "benchmarks", "reality", "sync", "pages", "web")
"""Folders whose files take longest each, so that none of them is what everybody waits for in the end."""

_ROOM = 64 * 1024**2
"""Bytes by which a process may grow before it looks what of them it can give back."""

_WHOLE = 100  # tests; who runs fewer knows which
_SHOWN = 15


def processes() -> int:
    """How many processes run tests where all are run."""
    return min((os.cpu_count() or 1) + _BESIDE, _MOST)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests; the order within a folder stays."""
    return sorted(items, key=_place)


def _place(item: pytest.Item) -> int:
    folder = item.nodeid.split("/")[1]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


class Memory:
    """What this process holds of it: rows and figures of a module that is done are given back to the system.

    The collector would find them late, since little is in a cycle but much may hang on it, and the C library keeps what
    many threads have freed.
    """

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._held = self._size()

    def give_back(self) -> bool:
        """Give back what nobody needs, if that may be much; whether it was tried."""
        if self._size() < self._held + _ROOM:
            return False
        gc.collect()
        if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # glibc's own
            trim(0)
        self._held = self._size()
        return True

    def _size(self) -> int:
        return int(self._process.memory_info().rss)


def told(terminal: pytest.TerminalReporter) -> Iterator[str]:
    """The files that took longest, by the clock of whichever process ran them; nothing where few tests ran."""
    reports = [each for kind in terminal.stats.values() for each in kind if isinstance(each, pytest.TestReport)]
    if len({each.nodeid for each in reports}) < _WHOLE:
        return
    taken = _by_file(reports)
    yield f"{sum(taken.values()):.0f} s in all; longest were"
    for file in sorted(taken, key=taken.__getitem__, reverse=True)[:_SHOWN]:
        yield f"{taken[file]:6.0f} s  {file}"


def _by_file(reports: Iterable[pytest.TestReport]) -> Mapping[str, float]:
    taken: defaultdict[str, float] = defaultdict(float)
    for each in reports:
        taken[each.nodeid.split("::", 1)[0]] += each.duration
    return taken

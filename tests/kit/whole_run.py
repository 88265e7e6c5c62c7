"""How the tests of a whole run share the machine, and what each file of them took.

Half of the time a test waits: for a browser, a server or a database, each a process of its own.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest

_A_CORE = 2
_MOST = 8
"""Processes that run tests; each takes up to a gigabyte."""

LONGEST_FIRST = ("e2e", "deploy", "benchmarks", "reality", "sync", "pages", "web")
"""Folders whose files take longest each, so that none of them is what everybody waits for in the end."""

_WHOLE = 100  # tests; who runs fewer knows which
_SHOWN = 15


def processes() -> int:
    """How many processes run tests where all are run."""
    return min(_A_CORE * (os.cpu_count() or 1), _MOST)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests; the order within a folder stays."""
    return sorted(items, key=_place)


def _place(item: pytest.Item) -> int:
    folder = item.nodeid.split("/")[1]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


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

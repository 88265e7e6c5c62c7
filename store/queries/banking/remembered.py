"""What is worked out of many rows when somebody asks, and kept in memory until the revisions of its rows move."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from store.database import Database

Found = TypeVar("Found")
Row = TypeVar("Row")
Revisions = Mapping[str, object]
"""By what is worked out each time, a link or a person: the revisions that it follows from."""

_AT_A_TIME = 2_000


class Remembered(Generic[Found]):
    """What was found in each store that is open, by link or by person."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stores: WeakKeyDictionary[Database, _Known[Found]] = WeakKeyDictionary()

    def of(self, db: Database) -> "_Known[Found]":
        """What is known of this store; one reader at a time brings it up to date, under its `lock`."""
        with self._lock:
            return self._stores.setdefault(db, _Known())


class _Known(Generic[Found]):
    def __init__(self) -> None:
        self.lock = Lock()
        self._found: dict[str, tuple[object, Found]] = {}

    def bring_up_to_date(
        self, now: Revisions, wanted: Iterable[str], find: Callable[[list[str]], Mapping[str, Found]]
    ) -> list[Found]:
        """What is wanted, of which only that is found anew whose revisions have moved; what is no longer there goes."""
        names = [*wanted]
        stale = [name for name in names if name not in self._found or self._found[name][0] != now[name]]
        self._found |= {name: (now[name], found) for name, found in (find(stale) if stale else {}).items()}
        for gone in self._found.keys() - now.keys():
            del self._found[gone]
        return [self._found[name][1] for name in names]


def together(groups: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """The rows of the groups, some at a time, so that few are in memory; no group is taken apart."""
    some: list[Row] = []
    for group in groups:
        some += group
        if len(some) >= _AT_A_TIME:
            yield some
            some = []
    if some:
        yield some

"""What was worked out lately of some links, kept in memory until a revision of one of them moves."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from store import engine
from store.database import Database

Found = TypeVar("Found")

MOST = 16
"""Answers of each store that are kept: those to whoever turns pages."""


class Lately(Generic[Found]):
    """The last answers of each store that is open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stores: WeakKeyDictionary[Database, OrderedDict[Hashable, tuple[object, Found]]] = WeakKeyDictionary()

    def of(self, db: Database, links: Sequence[str], about: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` answers about these links, from before where nothing of theirs has changed."""
        key = (tuple(links), about)
        with db.read() as connection:
            revisions = [tuple(row) for row in connection.execute(_REVISIONS, {"links": engine.array(links)})]
        with self._lock:
            kept = self._stores.setdefault(db, OrderedDict())
            if key in kept and kept[key][0] == revisions:
                kept.move_to_end(key)
                return kept[key][1]
        found = find()
        with self._lock:
            kept[key] = revisions, found
            while len(kept) > MOST:
                kept.popitem(last=False)
        return found


_REVISIONS = f"SELECT link, number FROM revisions WHERE {engine.among('link', 'links')} ORDER BY link"

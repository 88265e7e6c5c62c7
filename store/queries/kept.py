"""Answers of queries, kept in memory until the revision of all links moves.

A page asks the same of all links each time that it runs: its sums and charts do not change while somebody turns its
pages, sorts or opens a row. What rests on calls, heartbeats or widget sessions, which move no revision, is not kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from store.database import Database
from store.write import revisions

P = ParamSpec("P")
T = TypeVar("T")

MOST = 128
"""Answers of each store that are kept."""

MOST_ROWS = 50_000
"""Of a frame that is kept."""

MOST_ROWS_IN_ALL = 200_000
"""Of all frames that are kept of one way to see a store: some tens of megabytes."""


class _Answers:
    """Those of one way to see a store, of several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: object = None
        self._found: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, state: object, about: Hashable) -> Any:  # noqa: ANN401 - whatever a query answers
        """What was answered in this state; all of another state is let go of."""
        with self._lock:
            if state != self._state:
                self._state = state
                self._found.clear()
            if about in self._found:
                self._found.move_to_end(about)
            return self._found.get(about)

    def put(self, state: object, about: Hashable, found: object) -> None:
        """Unless something has changed meanwhile."""
        with self._lock:
            if state == self._state and _rows(found) <= MOST_ROWS:
                self._found[about] = found
                while len(self._found) > MOST or sum(map(_rows, self._found.values())) > MOST_ROWS_IN_ALL:
                    self._found.popitem(last=False)


def kept(find: Callable[Concatenate[Database, P], T]) -> Callable[Concatenate[Database, P], T]:
    """The same answer, found anew only once something of a link has changed.

    What the function is asked must say all that its answer follows from, but for the store. A frame may be changed by
    whoever has it; any other answer must be one that can't be.
    """

    @wraps(find)
    def answer(db: Database, /, *given: P.args, **named: P.kwargs) -> T:
        with _LOCK:
            answers = _STORES.setdefault(db, _Answers())
        state = revisions.current(db), db.known_of_people
        about = (find, _plain(given), _plain(named))
        found = answers.get(state, about)
        if found is None:
            found = find(db, *given, **named)
            answers.put(state, about, found)
        return cast("T", _own(found))

    return answer


def _rows(found: Any) -> int:  # noqa: ANN401 - whatever a query answers
    return len(found) if _is_frame(found) else 0


def _own(found: Any) -> Any:  # noqa: ANN401 - whatever a query answers
    return found.copy(deep=False) if _is_frame(found) else found  # pandas copies what is written to


def _is_frame(found: object) -> bool:
    return type(found).__name__ == "DataFrame"  # without pandas, which whoever never draws does not load


def _plain(value: Any) -> Hashable:  # noqa: ANN401 - whatever a query is asked
    """The same as something that can be looked up; every field of a filter counts, also those not compared."""
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(_plain(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, Mapping):
        return tuple(sorted((name, _plain(one)) for name, one in value.items()))
    if isinstance(value, Collection) and not isinstance(value, str):
        return tuple(map(_plain, value))
    return value  # type: ignore[no-any-return]  # a day, a text or a number


_LOCK = Lock()
_STORES: WeakKeyDictionary[Database, _Answers] = WeakKeyDictionary()

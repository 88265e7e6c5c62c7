"""Answers of queries, kept in memory until the revision of all links moves, or rows of each link until that of it does.

A page asks the same of all links each time that it runs: its sums and charts do not change while somebody turns its
pages, sorts or opens a row. What rests on calls, heartbeats or widget sessions, which move no revision, is not kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
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


def kept_by_link(
    find: Callable[Concatenate[Database, Sequence[str], P], Iterable[tuple[str, T]]],
) -> Callable[Concatenate[Database, Sequence[str], P], list[T]]:
    """Rows that each follow from one link alone, of which only those of links are found anew that have changed.

    The function finds rows of some links, or of all where none is named, each with its link; what it answers then has
    those of the links asked for, or of all, one link after the other. Rows must be such as can't be changed.
    """

    @wraps(find)
    def answer(db: Database, links: Sequence[str], /, *given: P.args, **named: P.kwargs) -> list[T]:
        with _LOCK:
            parts = _PARTS.setdefault(db, _Parts())
        about, now = (find, _plain(given), _plain(named)), parts.revisions(db)
        wanted = {link: (now[link], db.known_of_people) for link in (dict.fromkeys(links) or now) if link in now}
        known = parts.get(about, wanted)
        if stale := [link for link in wanted if link not in known]:
            found: dict[str, list[T]] = {link: [] for link in stale}
            for link, row in find(db, stale if links or known else (), *given, **named):
                if link in found:
                    found[link].append(row)
            known |= found
            parts.put(about, {link: (wanted[link], rows) for link, rows in found.items()}, now)
        return [row for link in wanted for row in known[link]]

    return answer


class _Parts:
    """The rows of each link, by what was asked of one way to see a store; of several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: object = None
        self._now: Mapping[str, int] = {}
        self._found: OrderedDict[Hashable, dict[str, tuple[object, Sequence[Any]]]] = OrderedDict()
        self._numbers: dict[Hashable, int] = {}

    def revisions(self, db: Database) -> Mapping[str, int]:
        """Those of all links of which rows are stored."""
        state = revisions.current(db)
        with self._lock:
            if state == self._state:
                return self._now
        now = revisions.of_each(db)
        with self._lock:
            self._state, self._now = state, now
        return now

    def get(self, about: Hashable, wanted: Mapping[str, object]) -> dict[str, Sequence[Any]]:
        """What is known of the links as they are now."""
        with self._lock:
            found = self._found.get(about, {})
            if found:
                self._found.move_to_end(about)
            return {link: found[link][1] for link, state in wanted.items() if link in found and found[link][0] == state}

    def put(self, about: Hashable, found: Mapping[str, tuple[object, Sequence[Any]]], there: Collection[str]) -> None:
        """What was found of some links; of those that are not there any more nothing is kept."""
        with self._lock:
            kept = {**self._found.get(about, {}), **found}
            self._found[about] = known = {link: one for link, one in kept.items() if link in there}
            self._numbers[about] = sum(len(rows) for _, rows in known.values())
            while sum(self._numbers.values()) > MOST_ROWS_IN_ALL:
                gone, _ = self._found.popitem(last=False)
                del self._numbers[gone]


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
_PARTS: WeakKeyDictionary[Database, _Parts] = WeakKeyDictionary()

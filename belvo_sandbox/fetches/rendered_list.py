"""A link's rows of one resource as lists show them: rendered once, joined page by page."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

import orjson

from belvo_sandbox.core.caches import Cache
from belvo_sandbox.core.clock import text
from belvo_sandbox.core.lazy import Lazy
from belvo_sandbox.fetches.fetched_rows import Run, candidates_of, covered, redated
from belvo_sandbox.fetches.fetches import Collection
from belvo_sandbox.products.declaration import Candidate, Resource, Stamp
from belvo_sandbox.products.filters import ListFilter, Predicate
from belvo_sandbox.products.link_data import LinkData

# A shelf of more rows than this renders them when they are looked at; the others do it at once, since they would
# otherwise hold on to a whole life.
_MANY = 10_000
_BLOCK = 250  # rows that are rendered together

# What is made of shelves and can be made again: blocks of rows, columns, places.
Kept = Cache[Sequence[Any]]


def weigh(kept: Sequence[Any]) -> int:
    """About how many bytes of memory it takes."""
    if isinstance(kept, array):
        return kept.itemsize * len(kept)
    if kept and isinstance(kept[0], bytes):
        return sum(map(len, kept))
    return 80 * len(kept)


@dataclass(frozen=True)
class Shelf:
    """Rows, oldest first, and what is known of them without reading them."""

    ids: Sequence[str]
    rows: Sequence[bytes]  # as JSON
    bodies: Sequence[dict[str, Any]]
    column: Callable[[ListFilter], Sequence[Any]]  # the values that a filter looks at, row by row
    runs: Sequence[Run]
    key: Hashable
    kept: Kept

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, place: int) -> bytes:
        """One row as JSON."""
        return self.rows[place]

    def find(self, row_id: str) -> int | None:
        """The place of a row."""
        ids = self.kept.get((self.key, "ids"), lambda: [*self.ids])
        return ids.index(row_id) if row_id in ids else None

    def places(self, asked: Sequence[tuple[ListFilter, Predicate]], query: Hashable) -> Sequence[int]:
        """The places of the rows that a query asks for, newest first."""
        if not asked:
            return range(len(self) - 1, -1, -1)
        return self.kept.get((self.key, "places", query), lambda: self._matching(asked))

    def found_by(self, number: int) -> list[int]:
        """The places of the rows that this collection was the last to find, newest first."""
        ends = accumulate(run.end - run.start for run in self.runs)
        spans = [range(end - 1, end - 1 - (run.end - run.start), -1) for run, end in zip(self.runs, ends, strict=True)]
        return [
            place
            for run, span in zip(self.runs[::-1], spans[::-1], strict=True)
            if run.found[-1].number == number
            for place in span
        ]

    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return 1000 if isinstance(self.rows, Lazy) else 1000 + sum(map(len, self.rows)) + 300 * len(self)

    def _matching(self, asked: Sequence[tuple[ListFilter, Predicate]]) -> Sequence[int]:
        places: Iterable[int] = range(len(self) - 1, -1, -1)
        for filter_, holds in asked:
            column = self.kept.get((self.key, "column", filter_.name), partial(self.column, filter_))
            places = [place for place in places if holds(column[place])]
        return array("I", places)


def build(
    data: LinkData,
    resource: Resource,
    collections: Mapping[str, Sequence[Collection]],
    deletions: Mapping[str, int],
    accounts: Shelf | None,
    key: Hashable,
    kept: Kept,
) -> Shelf:
    """The shelf of a resource; `accounts` is the accounts' shelf, for resources that embed them.

    `key` names it among what is `kept` of all shelves.
    """
    found = collections.get(resource.name, ())
    candidates = candidates_of(data, resource, found)
    view = _View(data, resource, candidates, covered(data, resource, candidates, found, deletions), accounts)
    places = range(len(view))
    if len(places) > _MANY:
        rows = Lazy(places, lambda place: _row(view, place, key, kept))
        return Shelf(Lazy(places, view.id), rows, Lazy(places, view.body), view.column, view.runs, key, kept)
    rendered = [*map(view.row, places)]
    bodies = Lazy(places, lambda place: orjson.loads(rendered[place]))
    ids = [*map(view.id, places)]
    return Shelf(ids, rendered, bodies, lambda filter_: [*map(filter_.value, bodies)], view.runs, key, kept)


def _row(view: "_View", place: int, key: Hashable, kept: Kept) -> bytes:
    number, within = divmod(place, _BLOCK)

    def render() -> list[bytes]:
        first = number * _BLOCK
        return [*map(view.row, range(first, min(first + _BLOCK, len(view))))]

    row: bytes = kept.get((key, number), render)[within]
    return row


class _View:
    """Makes what is on a shelf, each row from its place."""

    def __init__(
        self,
        data: LinkData,
        resource: Resource,
        candidates: Sequence[Candidate],
        runs: Sequence[Run],
        accounts: Shelf | None,
    ) -> None:
        self.runs = runs
        self._data, self._resource, self._candidates = data, resource, candidates
        self._ends = [*accumulate(run.end - run.start for run in runs)]
        self._accounts = None if accounts is None else _by_key(data, accounts)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def id(self, place: int) -> str:
        """The id of a row."""
        return self._id(self._at(place)[0])

    def body(self, place: int) -> dict[str, Any]:
        """A row's body."""
        body = self._body(place)
        if self._accounts is not None:
            body["account"] = orjson.loads(self._accounts.get(body["account"], b"null"))
        return body

    def row(self, place: int) -> bytes:
        """A row as JSON; the account in it was rendered before."""
        body = self._body(place)
        if self._accounts is not None:
            body["account"] = orjson.Fragment(self._accounts.get(body["account"], b"null"))
        # A copy: what orjson makes keeps its buffer, several times the size of a row.
        return bytes(memoryview(orjson.dumps(body)))

    def column(self, filter_: ListFilter) -> list[Any]:
        """The values that a filter looks at, row by row; no body is made for what can be told without."""
        where = filter_.row_path
        if not isinstance(self._candidates, Lazy) and any(candidate.correction for candidate in self._candidates):
            return [filter_.value(self.body(place)) for place in range(len(self))]
        if where in ("created_at", "collected_at"):
            stamps = [text(run.found[0 if where == "created_at" else -1].at) for run in self.runs]
            return [stamp for stamp, run in zip(stamps, self.runs, strict=True) for _ in range(run.start, run.end)]
        if self._accounts is not None and where.startswith("account__"):
            rows = {key: orjson.loads(row) for key, row in self._accounts.items()}
            values: dict[str | None, Any] = {key: filter_.value({"account": row}) for key, row in rows.items()}
            return [values.get(candidate.account) for candidate in self._found()]
        if tell := self._resource.readers.get(where):
            return [filter_.value({where: tell(candidate)}) for candidate in self._found()]
        return [filter_.value(self.body(place)) for place in range(len(self))]

    def _found(self) -> Iterator[Candidate]:
        for run in self.runs:
            yield from self._candidates[run.start : run.end]

    def _body(self, place: int) -> dict[str, Any]:
        candidate, run = self._at(place)
        stamp = Stamp(self._id(candidate), run.found[0].at, run.found[-1].at, run.asked)
        return self._resource.body(self._data, candidate, redated(self._data, candidate, stamp, run))

    def _at(self, place: int) -> tuple[Candidate, Run]:
        order = bisect_right(self._ends, place)
        run = self.runs[order]
        return self._candidates[run.end - self._ends[order] + place], run

    def _id(self, candidate: Candidate) -> str:
        return self._data.row_id(self._resource.path, *candidate.key)


def _by_key(data: LinkData, accounts: Shelf) -> dict[str, bytes]:
    rows = dict(zip(accounts.ids, accounts.rows, strict=True))
    return {account.key: rows.get(data.account_id(account.key), b"null") for account in data.accounts}

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
from belvo_sandbox.core.lazy import LazySequence
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.fetches.fetched_rows import Span, candidates_until, corrected_stamp, fetched_spans
from belvo_sandbox.products.declaration import Candidate, Resource, Stamp
from belvo_sandbox.products.filters import ListFilter, Predicate
from belvo_sandbox.products.link_data import LinkData

# A list of more rows than this renders them when they are looked at; the others do it at once, since they would
# otherwise hold on to a whole history.
_MANY = 10_000
_BLOCK = 250  # rows that are rendered together

# What is made of lists and can be made again: blocks of rows, columns, indexes.
RowCache = Cache[Sequence[Any]]


def weigh(values: Sequence[Any]) -> int:
    """About how many bytes of memory they take."""
    if isinstance(values, array):
        return values.itemsize * len(values)
    if values and isinstance(values[0], bytes):
        return sum(map(len, values))
    return 80 * len(values)


@dataclass(frozen=True)
class RenderedList:
    """Rows, oldest first, and what can be said of them without reading them."""

    ids: Sequence[str]
    rows: Sequence[bytes]  # as JSON
    bodies: Sequence[dict[str, Any]]
    column: Callable[[ListFilter], Sequence[Any]]  # the values that a filter looks at, row by row
    spans: Sequence[Span]
    key: Hashable
    cache: RowCache

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, row_id: str) -> int | None:
        """The index of a row."""
        ids = self.cache.get((self.key, "ids"), lambda: [*self.ids])
        return ids.index(row_id) if row_id in ids else None

    def indexes(self, predicates: Sequence[tuple[ListFilter, Predicate]], query: Hashable) -> Sequence[int]:
        """The indexes of the rows that a query asks for, newest first."""
        if not predicates:
            return range(len(self) - 1, -1, -1)
        return self.cache.get((self.key, "indexes", query), lambda: self._matching(predicates))

    def fetched_by(self, number: int) -> list[int]:
        """The indexes of the rows that this fetch was the last to return, newest first."""
        ends = accumulate(span.length for span in self.spans)
        indexes = [range(end - 1, end - 1 - span.length, -1) for span, end in zip(self.spans, ends, strict=True)]
        return [
            index
            for span, of_span in zip(self.spans[::-1], indexes[::-1], strict=True)
            if span.fetches[-1].number == number
            for index in of_span
        ]

    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return 1000 if isinstance(self.rows, LazySequence) else 1000 + sum(map(len, self.rows)) + 300 * len(self)

    def _matching(self, predicates: Sequence[tuple[ListFilter, Predicate]]) -> Sequence[int]:
        indexes: Iterable[int] = range(len(self) - 1, -1, -1)
        for filter_, predicate in predicates:
            column = self.cache.get((self.key, "column", filter_.name), partial(self.column, filter_))
            indexes = [index for index in indexes if predicate(column[index])]
        return array("I", indexes)


def render_list(
    data: LinkData,
    resource: Resource,
    fetches: Mapping[str, Sequence[Fetch]],
    deletions: Mapping[str, int],
    accounts: RenderedList | None,
    key: Hashable,
    cache: RowCache,
) -> RenderedList:
    """The list of a resource; `accounts` is that of the accounts, for resources that embed them.

    `key` names it in the cache, which all lists share.
    """
    of_resource = fetches.get(resource.name, ())
    candidates = candidates_until(data, resource, of_resource)
    spans = fetched_spans(data, resource, candidates, of_resource, deletions)
    renderer = _Renderer(data, resource, candidates, spans, accounts)
    indexes = range(len(renderer))
    if len(indexes) > _MANY:
        return RenderedList(
            LazySequence(indexes, renderer.id),
            LazySequence(indexes, lambda index: _row(renderer, index, key, cache)),
            LazySequence(indexes, renderer.body),
            renderer.column,
            spans,
            key,
            cache,
        )
    rows = [*map(renderer.row, indexes)]
    bodies = LazySequence(indexes, lambda index: orjson.loads(rows[index]))
    ids = [*map(renderer.id, indexes)]
    return RenderedList(ids, rows, bodies, lambda filter_: [*map(filter_.value, bodies)], spans, key, cache)


def _row(renderer: "_Renderer", index: int, key: Hashable, cache: RowCache) -> bytes:
    number, within = divmod(index, _BLOCK)

    def render() -> list[bytes]:
        first = number * _BLOCK
        return [*map(renderer.row, range(first, min(first + _BLOCK, len(renderer))))]

    row: bytes = cache.get((key, number), render)[within]
    return row


class _Renderer:
    """Makes the rows of a list, each from its index."""

    def __init__(
        self,
        data: LinkData,
        resource: Resource,
        candidates: Sequence[Candidate],
        spans: Sequence[Span],
        accounts: RenderedList | None,
    ) -> None:
        self._data, self._resource, self._candidates, self._spans = data, resource, candidates, spans
        self._ends = [*accumulate(span.length for span in spans)]
        self._accounts = None if accounts is None else _rows_by_key(data, accounts)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def id(self, index: int) -> str:
        return self._id(self._at(index)[0])

    def body(self, index: int) -> dict[str, Any]:
        body = self._body(index)
        if self._accounts is not None:
            body["account"] = orjson.loads(self._accounts.get(body["account"], b"null"))
        return body

    def row(self, index: int) -> bytes:
        """A row as JSON; the account in it was rendered before."""
        body = self._body(index)
        if self._accounts is not None:
            body["account"] = orjson.Fragment(self._accounts.get(body["account"], b"null"))
        # A copy: what orjson makes keeps its buffer, several times the size of a row.
        return bytes(memoryview(orjson.dumps(body)))

    def column(self, filter_: ListFilter) -> list[Any]:
        """The values that a filter looks at, row by row; no body is made for what can be told without."""
        path = filter_.row_path
        if not isinstance(self._candidates, LazySequence) and any(each.correction for each in self._candidates):
            return [filter_.value(self.body(index)) for index in range(len(self))]
        if path in ("created_at", "collected_at"):
            stamps = [text(span.fetches[0 if path == "created_at" else -1].at) for span in self._spans]
            return [stamp for stamp, span in zip(stamps, self._spans, strict=True) for _ in range(span.length)]
        if self._accounts is not None and path.startswith("account__"):
            rows = {key: orjson.loads(row) for key, row in self._accounts.items()}
            values: dict[str | None, Any] = {key: filter_.value({"account": row}) for key, row in rows.items()}
            return [values.get(candidate.account) for candidate in self._fetched()]
        if reader := self._resource.readers.get(path):
            return [filter_.value({path: reader(candidate)}) for candidate in self._fetched()]
        return [filter_.value(self.body(index)) for index in range(len(self))]

    def _fetched(self) -> Iterator[Candidate]:
        for span in self._spans:
            yield from self._candidates[span.start : span.end]

    def _body(self, index: int) -> dict[str, Any]:
        candidate, span = self._at(index)
        stamp = Stamp(self._id(candidate), span.fetches[0].at, span.fetches[-1].at, span.parameters)
        return self._resource.body(self._data, candidate, corrected_stamp(self._data, candidate, stamp, span))

    def _at(self, index: int) -> tuple[Candidate, Span]:
        order = bisect_right(self._ends, index)
        span = self._spans[order]
        return self._candidates[span.end - self._ends[order] + index], span

    def _id(self, candidate: Candidate) -> str:
        return self._data.row_id(self._resource.path, *candidate.key)


def _rows_by_key(data: LinkData, accounts: RenderedList) -> dict[str, bytes]:
    rows = dict(zip(accounts.ids, accounts.rows, strict=True))
    return {account.key: rows.get(data.account_id(account.key), b"null") for account in data.accounts}

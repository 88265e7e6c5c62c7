"""A link's rows of one resource as lists show them: rendered once, joined page by page."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from belvo_sandbox.collecting import Collection
from belvo_sandbox.filters import Filter
from belvo_sandbox.people import EPOCH
from belvo_sandbox.resources import Candidate, Resource, Stamp
from belvo_sandbox.sources import Source

_NEVER = -1

# The first and the last collection that found a row, by their order, and what they and those between asked for.
_Found = tuple[int, int, Mapping[str, Any]]


@dataclass
class Shelf:
    """Rows, oldest first. The account that a row embeds is kept once, and put in when the row is read."""

    ids: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of the collection that found the row last
    _heads: list[bytes] = field(default_factory=list)
    _accounts: list[bytes] = field(default_factory=list)
    _tails: list[bytes] = field(default_factory=list)
    _columns: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, place: int) -> bytes:
        """One row as JSON."""
        return self._heads[place] + self._accounts[place] + self._tails[place]

    def find(self, row_id: str) -> int | None:
        """The place of a row."""
        return self.ids.index(row_id) if row_id in self.ids else None

    def column(self, filter_: Filter) -> list[Any]:
        """The values that a filter looks at, row by row."""
        if filter_.name not in self._columns:
            rows = map(orjson.loads, map(self.row, range(len(self))))
            self._columns[filter_.name] = [filter_.value(row) for row in rows]
        return self._columns[filter_.name]

    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return 1000 + sum(map(len, self._heads)) + sum(map(len, self._tails)) + 300 * len(self)

    def add(self, row_id: str, number: int, body: Mapping[str, Any], accounts: Mapping[str, bytes] | None) -> None:
        """Put a row at the end; with `accounts`, its account is named by its key."""
        self.ids.append(row_id)
        self.numbers.append(number)
        if accounts is None:
            head, account, tail = orjson.dumps(body), b"", b""
        else:
            before, after = _around_account(body)
            head = orjson.dumps(before)[:-1] + b',"account":'
            account = accounts.get(body["account"], b"null")
            tail = b"," + orjson.dumps(after)[1:]
        self._heads.append(head)
        self._accounts.append(account)
        self._tails.append(tail)


def build(
    source: Source,
    resource: Resource,
    collections: Mapping[str, Sequence[Collection]],
    deletions: Mapping[str, int],
    accounts: Shelf | None,
) -> Shelf:
    """The shelf of a resource; `accounts` is the accounts' shelf, for resources that embed them."""
    shelf, found = Shelf(), collections.get(resource.name, ())
    if not found:
        return shelf
    candidates = list(resource.candidates(source, max(collection.at for collection in found)))
    # Deletions are rare, and an id costs more than everything else about a row that is not shown.
    after = [_after(source, resource, candidate, deletions) for candidate in candidates] if deletions else None
    embedded = _by_key(source, accounts) if accounts is not None else None
    for place, (first, last, asked) in sorted(_covered(source, resource, candidates, found, after).items()):
        candidate = candidates[place]
        stamp = Stamp(source.row_id(resource.path, *candidate.key), found[first].at, found[last].at, asked)
        if candidate.correction:
            kept = [one for one in found if after is None or one.number > after[place]]
            stamp = _redated(
                source, candidate, stamp, [one for one in kept if _finds(source, resource, candidate, one)]
            )
        shelf.add(stamp.id, found[last].number, resource.body(source, candidate, stamp), embedded)
    return shelf


def covered(source: Source, resource: Resource, found: Sequence[Collection]) -> set[tuple[object, ...]]:
    """The keys of the candidates that collections find."""
    if not found:
        return set()
    candidates = list(resource.candidates(source, max(collection.at for collection in found)))
    return {candidates[place].key for place in _covered(source, resource, candidates, found, None)}


def corrected(
    source: Source, resource: Resource, earlier: Sequence[Collection], newest: Collection
) -> tuple[list[str], list[str]]:
    """The ids of rows that were found before and that a collection finds corrected, and of those it finds deleted."""
    candidates = list(resource.candidates(source, newest.at))
    before = _covered(source, resource, candidates, earlier, None)
    found = [*earlier, newest]
    after = _covered(source, resource, candidates, found, None)
    updated, deleted = [], []
    for place, (_, last, _) in sorted(before.items()):
        candidate = candidates[place]
        id_ = source.row_id(resource.path, *candidate.key)
        if place not in after:
            deleted.append(id_)
        elif candidate.correction and earlier[last].at < candidate.correction.at <= found[after[place][1]].at:
            updated.append(id_)
    return updated, deleted


def _covered(
    source: Source,
    resource: Resource,
    candidates: Sequence[Candidate],
    collections: Sequence[Collection],
    after: Sequence[int] | None,
) -> dict[int, _Found]:
    """The places of the candidates that were found, with the collections that found them."""
    found: dict[int, _Found] = {}
    moments = [candidate.moment for candidate in candidates]
    for order, collection in enumerate(collections):
        start, end = _span(source, resource, moments, collection)
        for place in range(start, end):
            if after is not None and collection.number <= after[place]:
                continue
            if _wanted(source, resource, candidates[place], collection):
                if _is_taken_back(candidates[place], collection):
                    found.pop(place, None)
                    continue
                first, _, asked = found.get(place, (order, order, collection.asked))
                found[place] = (first, order, {**asked, **collection.asked} if collection.asked else asked)
    return found


def _is_taken_back(candidate: Candidate, collection: Collection) -> bool:
    correction = candidate.correction
    return correction is not None and correction.deletes and correction.at <= collection.at


def _finds(source: Source, resource: Resource, candidate: Candidate, collection: Collection) -> bool:
    """Whether a collection finds a candidate, whatever was deleted."""
    start, end = _span(source, resource, [candidate.moment], collection)
    return start < end and _wanted(source, resource, candidate, collection)


def _redated(source: Source, candidate: Candidate, stamp: Stamp, found: Sequence[Collection]) -> Stamp:
    """The stamp of a row that was collected before its correction and after it: its dates move for it, or stay."""
    at = candidate.correction.at if candidate.correction else stamp.collected_at
    before = [one.at for one in found if one.at < at]
    after = [one.at for one in found if one.at >= at]
    if not before or not after:
        return stamp
    if source.corrections == "dates_move":
        return stamp._replace(created_at=after[0])
    return stamp._replace(collected_at=before[-1], seen_at=stamp.collected_at)


def _wanted(source: Source, resource: Resource, candidate: Candidate, collection: Collection) -> bool:
    if resource.narrowed and collection.asked.get("type") not in (None, candidate.kind):
        return False
    if candidate.span and not _meets(candidate.span, collection.asked):
        return False
    account = candidate.account
    return collection.account is None or (account is not None and source.account_id(account) == collection.account)


def _meets(span: tuple[date, date], asked: Mapping[str, Any]) -> bool:
    first, last = (day.isoformat() for day in span)
    return bool(asked.get("date_from", first) <= last and first <= asked.get("date_to", last))


def _span(
    source: Source, resource: Resource, moments: Sequence[tuple[Any, int]], collection: Collection
) -> tuple[int, int]:
    end = bisect_right(moments, source.moment(collection.at))
    if not resource.dated:
        return 0, end
    start = bisect_left(moments, (collection.since or EPOCH, 0))
    if collection.until:
        end = min(end, bisect_right(moments, (collection.until, 86_400)))
    return start, end


def _after(source: Source, resource: Resource, candidate: Candidate, deletions: Mapping[str, int]) -> int:
    """The number of the last collection that no longer counts for a row: it, or its account, was deleted then."""
    after = deletions.get(source.row_id(resource.path, *candidate.key), _NEVER)
    if candidate.account and resource.path != "accounts":
        after = max(after, deletions.get(source.account_id(candidate.account), _NEVER))
    if resource.owned_by_accounts:
        of_accounts = [deletions.get(source.account_id(account.key), _NEVER) for account in source.accounts]
        after = max(after, min(of_accounts, default=_NEVER))
    return after


def _by_key(source: Source, accounts: Shelf) -> dict[str, bytes]:
    rows = {id_: accounts.row(place) for place, id_ in enumerate(accounts.ids)}
    return {account.key: rows.get(source.account_id(account.key), b"null") for account in source.accounts}


def _around_account(body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = list(body)
    place = names.index("account")
    return {name: body[name] for name in names[:place]}, {name: body[name] for name in names[place + 1 :]}

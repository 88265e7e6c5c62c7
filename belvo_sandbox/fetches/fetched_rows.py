"""The candidates of a link that were fetched, each with its fetches."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, pairwise
from typing import Any, NamedTuple

from belvo_sandbox.core.lazy import LazySequence
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.people import EPOCH
from belvo_sandbox.products.declaration import Candidate, Resource, Stamp
from belvo_sandbox.products.link_data import LinkData, Moment

_NEVER = -1


class Span(NamedTuple):
    """Neighbouring candidates that the same fetches returned, and the parameters of these."""

    start: int
    end: int
    fetches: tuple[Fetch, ...]
    parameters: Mapping[str, Any]

    @property
    def length(self) -> int:
        return self.end - self.start


class Changes(NamedTuple):
    """The difference that a fetch makes to earlier ones: how many new rows, and the ids of others."""

    new: int
    updated: list[str]  # returned before, and corrected since
    deleted: list[str]  # returned before, and deleted by the institution since


def candidates_until(data: LinkData, resource: Resource, fetches: Sequence[Fetch]) -> Sequence[Candidate]:
    """The candidates of the latest of some fetches, sorted by moment."""
    if not fetches:
        return ()
    candidates = resource.candidates(data, max(fetch.at for fetch in fetches))
    return candidates if isinstance(candidates, Sequence) else [*candidates]


def changes_since(data: LinkData, resource: Resource, earlier: Sequence[Fetch], newest: Fetch) -> Changes:
    candidates = candidates_until(data, resource, [newest])
    after = _last_fetches(fetched_spans(data, resource, candidates, [*earlier, newest], {}))
    if not resource.has_period:
        # These are worked out anew each time: what there was can't be told from what there is.
        earlier_candidates = candidates_until(data, resource, earlier[-1:])
        earlier_spans = fetched_spans(data, resource, earlier_candidates, earlier, {})
        earlier_keys = {earlier_candidates[index].key for index in _last_fetches(earlier_spans)}
        return Changes(len({candidates[index].key for index in after} - earlier_keys), [], [])
    before = _last_fetches(fetched_spans(data, resource, candidates, earlier, {}))
    changes = Changes(len(after.keys() - before.keys()), [], [])
    if not isinstance(candidates, LazySequence):
        for index, last in before.items():
            correction = candidates[index].correction
            if correction and last.at < correction.at <= newest.at:
                row_id = data.row_id(resource.path, *candidates[index].key)
                _add_correction(changes, row_id, correction.at, after.get(index))
    return changes


def _last_fetches(spans: Sequence[Span]) -> dict[int, Fetch]:
    """The last fetch of each candidate, by its index."""
    return {index: span.fetches[-1] for span in spans for index in range(span.start, span.end)}


def _add_correction(changes: Changes, row_id: str, at: datetime, fetch: Fetch | None) -> None:
    if fetch is None:
        changes.deleted.append(row_id)
    elif at <= fetch.at:
        changes.updated.append(row_id)


def corrected_stamp(data: LinkData, candidate: Candidate, stamp: Stamp, span: Span) -> Stamp:
    """The stamp of a row that was fetched before its correction and after it: its dates move for it, or stay."""
    if candidate.correction is None:
        return stamp
    before = [fetch.at for fetch in span.fetches if fetch.at < candidate.correction.at]
    after = [fetch.at for fetch in span.fetches if fetch.at >= candidate.correction.at]
    if not before or not after:
        return stamp
    if data.correction_mode == "dates_move":
        return stamp._replace(created_at=after[0])
    return stamp._replace(collected_at=before[-1], seen_at=stamp.collected_at)


def fetched_spans(
    data: LinkData,
    resource: Resource,
    candidates: Sequence[Candidate],
    fetches: Sequence[Fetch],
    deletions: Mapping[str, int],
) -> list[Span]:
    """The candidates that were fetched, in their order."""
    spans: list[Span] = []
    ranges = [_index_range(data, resource, candidates, fetch) for fetch in fetches]
    for start, end, orders in _split(ranges):
        here = [fetches[order] for order in orders]
        if isinstance(candidates, LazySequence) and not deletions and not any(fetch.account for fetch in here):
            # Nothing tells them apart, and to make each of a million to see that would take its time.
            _append(spans, start, end, here)
            continue
        for index in range(start, end):
            candidate = candidates[index]
            deleted_after = _deleted_after(data, resource, candidate, deletions) if deletions else _NEVER
            valid = [
                fetch for fetch in here if fetch.number > deleted_after and _matches(data, resource, candidate, fetch)
            ]
            if not (valid and _is_deleted_by_bank(candidate, valid[-1])):
                _append(spans, index, index + 1, valid)
    return spans


def _index_range(data: LinkData, resource: Resource, candidates: Sequence[Candidate], fetch: Fetch) -> tuple[int, int]:
    end = bisect_right(candidates, data.moment(fetch.at), key=_moment)
    if not resource.has_period:
        return 0, end
    start = bisect_left(candidates, (fetch.since or EPOCH, 0), key=_moment)
    if fetch.until:
        end = min(end, bisect_right(candidates, (fetch.until, 86_400), key=_moment))
    return start, end


def _moment(candidate: Candidate) -> Moment:
    return candidate.moment


def _split(ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, list[int]]]:
    """The indexes between any two ends of ranges, with the orders of the ranges that hold them."""
    starting, ending = defaultdict(list), defaultdict(list)
    for order, (start, end) in enumerate(ranges):
        if start < end:
            starting[start].append(order)
            ending[end].append(order)
    within: set[int] = set()
    for start, end in pairwise(sorted({*starting, *ending})):
        within = (within | set(starting[start])) - set(ending[start])
        if within:
            yield start, end, sorted(within)


def _append(spans: list[Span], start: int, end: int, fetches: Sequence[Fetch]) -> None:
    if not fetches:
        return
    parameters = dict(chain.from_iterable(fetch.parameters.items() for fetch in fetches))
    span = Span(start, end, (*fetches,), parameters)
    if spans and spans[-1].end == start and spans[-1][2:] == span[2:]:
        span = span._replace(start=spans.pop().start)
    spans.append(span)


def _is_deleted_by_bank(candidate: Candidate, fetch: Fetch) -> bool:
    correction = candidate.correction
    return correction is not None and correction.deletes and correction.at <= fetch.at


def _matches(data: LinkData, resource: Resource, candidate: Candidate, fetch: Fetch) -> bool:
    if resource.filters_by_type and fetch.parameters.get("type") not in (None, candidate.kind):
        return False
    if candidate.period and not _overlaps(candidate.period, fetch.parameters):
        return False
    account = candidate.account
    return fetch.account is None or (account is not None and data.account_id(account) == fetch.account)


def _overlaps(period: tuple[date, date], parameters: Mapping[str, Any]) -> bool:
    first, last = (day.isoformat() for day in period)
    return bool(parameters.get("date_from", first) <= last and first <= parameters.get("date_to", last))


def _deleted_after(data: LinkData, resource: Resource, candidate: Candidate, deletions: Mapping[str, int]) -> int:
    """The number of the last fetch that no longer counts for a row: it, or its account, was deleted then."""
    number = deletions.get(data.row_id(resource.path, *candidate.key), _NEVER)
    if candidate.account and resource.path != "accounts":
        number = max(number, deletions.get(data.account_id(candidate.account), _NEVER))
    if resource.owned_by_accounts:
        of_accounts = [deletions.get(data.account_id(account.key), _NEVER) for account in data.accounts]
        number = max(number, min(of_accounts, default=_NEVER))
    return number

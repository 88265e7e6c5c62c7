"""Which of a source's candidates were collected, and by which collections."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, pairwise
from typing import Any, NamedTuple

from belvo_sandbox.core.lazy import Lazy
from belvo_sandbox.fetches.fetches import Collection
from belvo_sandbox.people import EPOCH
from belvo_sandbox.products.declaration import Candidate, Resource, Stamp
from belvo_sandbox.products.link_data import LinkData, Moment

_NEVER = -1


class Run(NamedTuple):
    """Neighbouring candidates that the same collections found, and what those asked for."""

    start: int
    end: int
    found: tuple[Collection, ...]
    asked: Mapping[str, Any]


class Finding(NamedTuple):
    """What a collection finds that earlier ones have not: how many new rows, and the ids of others."""

    new: int
    updated: list[str]  # found before, and corrected since
    deleted: list[str]  # found before, and taken back since


def candidates_of(data: LinkData, resource: Resource, collections: Sequence[Collection]) -> Sequence[Candidate]:
    """What the latest of some collections may have found, sorted by moment."""
    if not collections:
        return ()
    candidates = resource.candidates(data, max(collection.at for collection in collections))
    return candidates if isinstance(candidates, Sequence) else [*candidates]


def compare(data: LinkData, resource: Resource, earlier: Sequence[Collection], newest: Collection) -> Finding:
    """What a collection finds that earlier ones have not."""
    candidates = candidates_of(data, resource, [newest])
    found = _places(covered(data, resource, candidates, [*earlier, newest], {}))
    if not resource.has_period:
        # These are worked out anew each time: what there was can't be told from what there is.
        then = candidates_of(data, resource, earlier[-1:])
        known = {then[place].key for place in _places(covered(data, resource, then, earlier, {}))}
        return Finding(len({candidates[place].key for place in found} - known), [], [])
    known_before = _places(covered(data, resource, candidates, earlier, {}))
    finding = Finding(len(found.keys() - known_before.keys()), [], [])
    if not isinstance(candidates, Lazy):
        for place, last in known_before.items():
            correction = candidates[place].correction
            if correction and last.at < correction.at <= newest.at:
                _note(finding, data.row_id(resource.path, *candidates[place].key), correction.at, found.get(place))
    return finding


def _places(runs: Sequence[Run]) -> dict[int, Collection]:
    """The places of runs, each with the last collection that found it."""
    return {place: run.found[-1] for run in runs for place in range(run.start, run.end)}


def _note(finding: Finding, id_: str, at: datetime, found: Collection | None) -> None:
    if found is None:
        finding.deleted.append(id_)
    elif at <= found.at:
        finding.updated.append(id_)


def redated(data: LinkData, candidate: Candidate, stamp: Stamp, run: Run) -> Stamp:
    """The stamp of a row that was collected before its correction and after it: its dates move for it, or stay."""
    if candidate.correction is None:
        return stamp
    before = [one.at for one in run.found if one.at < candidate.correction.at]
    after = [one.at for one in run.found if one.at >= candidate.correction.at]
    if not before or not after:
        return stamp
    if data.corrections == "dates_move":
        return stamp._replace(created_at=after[0])
    return stamp._replace(collected_at=before[-1], seen_at=stamp.collected_at)


def covered(
    data: LinkData,
    resource: Resource,
    candidates: Sequence[Candidate],
    collections: Sequence[Collection],
    deletions: Mapping[str, int],
) -> list[Run]:
    """The candidates that were found, in their order."""
    runs: list[Run] = []
    spans = [_span(data, resource, candidates, collection) for collection in collections]
    for start, end, within in _stretches(spans):
        active = [collections[order] for order in within]
        if isinstance(candidates, Lazy) and not deletions and not any(one.account for one in active):
            # Nothing tells them apart, and to make each of a million to see that would take its time.
            _append(runs, start, end, active)
            continue
        for place in range(start, end):
            candidate = candidates[place]
            after = _after(data, resource, candidate, deletions) if deletions else _NEVER
            found = [one for one in active if one.number > after and _wanted(data, resource, candidate, one)]
            if not (found and _is_taken_back(candidate, found[-1])):
                _append(runs, place, place + 1, found)
    return runs


def _span(
    data: LinkData, resource: Resource, candidates: Sequence[Candidate], collection: Collection
) -> tuple[int, int]:
    end = bisect_right(candidates, data.moment(collection.at), key=_moment)
    if not resource.has_period:
        return 0, end
    start = bisect_left(candidates, (collection.since or EPOCH, 0), key=_moment)
    if collection.until:
        end = min(end, bisect_right(candidates, (collection.until, 86_400), key=_moment))
    return start, end


def _moment(candidate: Candidate) -> Moment:
    return candidate.moment


def _stretches(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, list[int]]]:
    """The places between any two ends of spans, with the orders of the spans that hold them."""
    starting, ending = defaultdict(list), defaultdict(list)
    for order, (start, end) in enumerate(spans):
        if start < end:
            starting[start].append(order)
            ending[end].append(order)
    within: set[int] = set()
    for start, end in pairwise(sorted({*starting, *ending})):
        within = (within | set(starting[start])) - set(ending[start])
        if within:
            yield start, end, sorted(within)


def _append(runs: list[Run], start: int, end: int, found: Sequence[Collection]) -> None:
    if not found:
        return
    asked = dict(chain.from_iterable(collection.asked.items() for collection in found))
    run = Run(start, end, (*found,), asked)
    if runs and runs[-1].end == start and runs[-1][2:] == run[2:]:
        run = run._replace(start=runs.pop().start)
    runs.append(run)


def _is_taken_back(candidate: Candidate, collection: Collection) -> bool:
    correction = candidate.correction
    return correction is not None and correction.deletes and correction.at <= collection.at


def _wanted(data: LinkData, resource: Resource, candidate: Candidate, collection: Collection) -> bool:
    if resource.filters_by_type and collection.asked.get("type") not in (None, candidate.kind):
        return False
    if candidate.span and not _meets(candidate.span, collection.asked):
        return False
    account = candidate.account
    return collection.account is None or (account is not None and data.account_id(account) == collection.account)


def _meets(span: tuple[date, date], asked: Mapping[str, Any]) -> bool:
    first, last = (day.isoformat() for day in span)
    return bool(asked.get("date_from", first) <= last and first <= asked.get("date_to", last))


def _after(data: LinkData, resource: Resource, candidate: Candidate, deletions: Mapping[str, int]) -> int:
    """The number of the last collection that no longer counts for a row: it, or its account, was deleted then."""
    after = deletions.get(data.row_id(resource.path, *candidate.key), _NEVER)
    if candidate.account and resource.path != "accounts":
        after = max(after, deletions.get(data.account_id(candidate.account), _NEVER))
    if resource.owned_by_accounts:
        of_accounts = [deletions.get(data.account_id(account.key), _NEVER) for account in data.accounts]
        after = max(after, min(of_accounts, default=_NEVER))
    return after

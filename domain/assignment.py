"""Who belongs to whom, solved as an assignment: most pairs, and of these the cheapest, rather than the first that fit.

By augmenting paths (successive shortest paths, Bellman and Ford), part by part of what hangs together. A part of
more than MOST_EDGES possible pairs is paired cheapest first: many are alike there, and time grows with their square.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

MOST_EDGES = 400

Costs = Mapping[tuple[int, int], int]
"""By the names of both sides: what it costs to pair them; who is not here can't be paired."""


def assign(costs: Costs) -> dict[int, int]:
    """The one side of each pair by the other. Of equal ones, those are taken that come first by their names."""
    found: dict[int, int] = {}
    for part in _parts(costs):
        found |= _cheapest_first(part) if len(part) > MOST_EDGES else _assigned(part)
    return found


def _assigned(costs: Costs) -> dict[int, int]:
    left_of: dict[int, int] = {}  # by the right one
    while path := _cheapest_path(costs, left_of):
        for left, right in path:
            left_of[right] = left
    return {left: right for right, left in left_of.items()}


def _cheapest_path(costs: Costs, left_of: Mapping[int, int]) -> list[tuple[int, int]]:
    """The pairs to make instead of those that they end, so that there is one more; none where there can't be."""
    taken = {left: right for right, left in left_of.items()}
    reach: dict[int, int] = {left: 0 for left, _ in costs if left not in taken}
    came: dict[int, int] = {}  # the left one before each right one
    ends: dict[int, int] = {}
    changed = True
    while changed:
        changed = False
        for (left, right), cost in costs.items():
            if left not in reach or taken.get(left) == right or reach[left] + cost >= ends.get(right, _FAR):
                continue
            ends[right], came[right], changed = reach[left] + cost, left, True
            if right in left_of:
                reach[left_of[right]] = ends[right] - costs[left_of[right], right]
    free = [(cost, right) for right, cost in ends.items() if right not in left_of]
    return [*_back(min(free)[1], came, taken)] if free else []


def _back(right: int, came: Mapping[int, int], taken: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    while True:
        left = came[right]
        yield left, right
        if left not in taken:
            return
        right = taken[left]


def _cheapest_first(costs: Costs) -> dict[int, int]:
    found: dict[int, int] = {}
    gone: set[int] = set()
    for _, (left, right) in sorted((cost, pair) for pair, cost in costs.items()):
        if left not in found and right not in gone:
            found[left] = right
            gone.add(right)
    return found


def _parts(costs: Costs) -> Iterator[Costs]:
    """What hangs together, each in the order of its names."""
    rights, lefts = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for left, right in sorted(costs):
        rights[left].append(right)
        lefts[right].append(left)
    seen: set[int] = set()
    for first in rights:
        if first in seen:
            continue
        seen.add(first)
        there, waiting = {first}, [first]
        while waiting:
            near = {left for right in rights[waiting.pop()] for left in lefts[right]} - seen
            seen |= near
            there |= near
            waiting += near
        yield {(left, right): costs[left, right] for left in sorted(there) for right in rights[left]}


_FAR = 1 << 60

"""Who gets what, so that the whole of it is worth most: not the first that fits.

What can take the place of one another is a group, and each group is solved exactly, by the Hungarian method. One that
is too large for that within the time of a page is dealt out by the best pair first; whoever is told can look twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LARGEST = 60
"""On either side of a group that is solved exactly: 30 ms, and eight times that for twice as many."""

Worths = Mapping[tuple[int, int], int]
"""What each pair that may be made is worth, above zero."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The right by the left of each pair, and the lefts that were dealt out by the best first."""

    pairs: Mapping[int, int]
    best_first: frozenset[int] = frozenset()


def assign(worths: Worths) -> Assignment:
    """Pairs in which each left and each right stands once at most."""
    found, hurried = dict[int, int](), set[int]()
    for group in _groups(worths):
        lefts, rights = sorted({left for left, _ in group}), sorted({right for _, right in group})
        if max(len(lefts), len(rights)) > LARGEST and min(len(lefts), len(rights)) > 1:
            pairs = _best_first(group)
            hurried |= {*lefts}
        else:
            pairs = _exactly(group, lefts, rights)
        found |= pairs
    return Assignment(found, frozenset(hurried))


def most_pairs(costs: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """As many pairs as there can be, and of these the cheapest."""
    top = 1 + sum(costs.values())  # by which one pair more is worth more than all of them cost
    return {**assign({pair: top - cost for pair, cost in costs.items()}).pairs}


def _groups(worths: Worths) -> Iterator[Worths]:
    """The pairs in groups that have no left and no right in common."""
    ahead = dict[tuple[bool, int], tuple[bool, int]]()

    def head(node: tuple[bool, int]) -> tuple[bool, int]:
        while (above := ahead.setdefault(node, node)) != node:
            ahead[node] = ahead.setdefault(above, above)
            node = above
        return node

    for left, right in worths:
        ahead[head((True, left))] = head((False, right))
    groups = defaultdict[tuple[bool, int], dict[tuple[int, int], int]](dict)
    for pair, worth in worths.items():
        groups[head((True, pair[0]))][pair] = worth
    yield from groups.values()


def _best_first(group: Worths) -> dict[int, int]:
    found, taken = dict[int, int](), set[int]()
    for (left, right), _ in sorted(group.items(), key=lambda item: (-item[1], item[0])):
        if left not in found and right not in taken:
            found[left] = right
            taken.add(right)
    return found


def _exactly(group: Worths, lefts: Sequence[int], rights: Sequence[int]) -> dict[int, int]:
    """What is no pair costs nothing, as what is left over does, and is taken out afterwards."""
    if len(lefts) > len(rights):
        turned = _exactly({(right, left): worth for (left, right), worth in group.items()}, rights, lefts)
        return {left: right for right, left in turned.items()}
    costs = [[-group.get((left, right), 0) for right in rights] for left in lefts]
    chosen = ((lefts[row], rights[column]) for row, column in enumerate(cheapest(costs)))
    return {left: right for left, right in chosen if (left, right) in group}


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row, of which none is taken twice, by which all of them cost least; no more rows than columns.

    The Hungarian method with potentials, in rows squared times columns steps
    (https://cp-algorithms.com/graph/hungarian-algorithm.html).
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)  # the potentials
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        _augment(costs, of_row, of_column, row_of)
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found


def _augment(costs: Sequence[Sequence[int]], of_row: list[int], of_column: list[int], row_of: list[int]) -> None:
    """Give the row that stands in column 0 one of its own, along the cheapest way of changes."""
    columns = len(of_column) - 1
    least: list[float] = [float("inf")] * (columns + 1)
    before, is_used, column = [0] * (columns + 1), [False] * (columns + 1), 0
    while row_of[column]:
        is_used[column] = True
        row, delta, nearest = row_of[column], float("inf"), 0
        for other in range(1, columns + 1):
            if is_used[other]:
                continue
            reduced = costs[row - 1][other - 1] - of_row[row] - of_column[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < delta:
                delta, nearest = least[other], other
        for other in range(columns + 1):
            if is_used[other]:
                of_row[row_of[other]] += int(delta)
                of_column[other] -= int(delta)
            else:
                least[other] -= delta
        column = nearest
    while column:
        row_of[column] = row_of[before[column]]
        column = before[column]

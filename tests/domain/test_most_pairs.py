"""Most pairs, and of these the cheapest."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import assignment
from domain.assignment import most_pairs

Costs = dict[tuple[int, int], int]


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ({}, {}),
        ({(1, 7): 3}, {1: 7}),
        ({(1, 7): 3, (1, 8): 2}, {1: 8}),
        ({(1, 7): 1, (2, 7): 0, (2, 8): 1}, {1: 7, 2: 8}),  # the nearest one first would leave 1 alone
        ({(1, 7): 0, (1, 8): 1, (2, 7): 1, (2, 8): 9}, {1: 8, 2: 7}),
        ({(1, 7): 0, (2, 8): 0, (3, 7): 0}, {1: 7, 2: 8}),
    ],
    ids=["nobody", "one", "the cheaper", "more pairs", "cheaper together", "the first of equal ones"],
)
def test_who_belongs_to_whom(costs: Costs, expected: dict[int, int]) -> None:
    assert most_pairs(costs) == expected


EDGES = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(10, 13)), st.integers(0, 5), max_size=10)


@given(EDGES)
def test_there_are_never_more_pairs_nor_cheaper_ones(costs: Costs) -> None:
    found = most_pairs(costs)
    assert len({*found.values()}) == len(found)
    assert (len(found), -sum(costs[pair] for pair in found.items())) == _best(costs)


def _best(costs: Costs) -> tuple[int, int]:
    """The most pairs, and of these the least cost with a minus, of all that there can be."""
    best = (0, 0)
    for order in permutations(range(10, 14)):
        pairs = [pair for pair in zip(range(4), order, strict=True) if pair in costs]
        best = max(best, (len(pairs), -sum(costs[pair] for pair in pairs)))
    return best


def test_very_many_that_hang_together_are_paired_cheapest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "LARGEST", 1)
    assert most_pairs({(1, 7): 1, (2, 7): 0, (2, 8): 1}) == {2: 7}

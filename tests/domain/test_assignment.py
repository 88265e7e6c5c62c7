"""Who gets what: exactly where that can be had, against every way that there is."""

from itertools import permutations
from random import Random

import pytest

from domain.assignment import LARGEST, Worths, assign, cheapest


@pytest.mark.parametrize(
    ("worths", "pairs"),
    [
        ({}, {}),
        ({(0, 0): 5}, {0: 0}),
        ({(0, 0): 5, (0, 1): 7}, {0: 1}),
        ({(0, 0): 5, (1, 0): 7}, {1: 0}),
        # The first that fits would give 0 to 0, and leave 1 with nothing.
        ({(0, 0): 5, (0, 1): 4, (1, 0): 5}, {0: 1, 1: 0}),
        # One of great worth is not given up for two of little.
        ({(0, 0): 90, (0, 1): 40, (1, 0): 40}, {0: 0}),
        ({(0, 0): 3, (5, 9): 3}, {0: 0, 5: 9}),
    ],
)
def test_the_whole_is_worth_most(worths: Worths, pairs: dict[int, int]) -> None:
    assert assign(worths).pairs == pairs


def test_no_other_way_is_worth_more() -> None:
    random = Random(7)  # noqa: S311 - the same cases each time
    for _ in range(60):
        sides = random.randint(1, 5), random.randint(1, 5)
        every = [(left, right) for left in range(sides[0]) for right in range(sides[1])]
        worths = {pair: random.randint(1, 50) for pair in every if random.random() < 0.7}
        found = assign(worths)
        assert sum(worths[pair] for pair in found.pairs.items()) == _most(worths, *sides)
        assert not found.best_first


def _most(worths: Worths, lefts: int, rights: int) -> int:
    places = [*range(rights), *(-left - 1 for left in range(lefts))]
    return max(
        sum(worths.get((left, right), 0) for left, right in enumerate(way)) for way in permutations(places, lefts)
    )


def test_a_row_has_its_column_where_all_cost_least() -> None:
    assert cheapest([[4, 1, 3], [2, 0, 5], [3, 2, 2]]) == [1, 0, 2]
    assert cheapest([]) == []


def test_a_group_that_is_too_large_is_dealt_out_by_the_best_first_and_says_so() -> None:
    number = LARGEST + 1
    worths = {(left, right): 10 + (left == right) for left in range(number) for right in (left, (left + 1) % number)}
    found = assign(worths)
    assert found.pairs == {left: left for left in range(number)}
    assert found.best_first == frozenset(range(number))


def test_many_for_one_are_solved_exactly_however_many() -> None:
    found = assign({(left, 0): 1 + left for left in range(5 * LARGEST)})
    assert (found.pairs, found.best_first) == ({5 * LARGEST - 1: 0}, frozenset())

"""Whether accounts add up, by looks and day by day."""

import pytest

from domain.quality.balances import Break, Day, Look, between_looks, day_by_day

UNIT = 10_000


@pytest.mark.parametrize(
    ("looks", "moved", "gross", "breaks"),
    [
        ([], {}, {}, []),
        ([(1, 100)], {}, {}, []),
        ([(1, 100), (5, 130)], {3: 30}, {}, []),
        ([(5, 130), (1, 100)], {3: 30}, {}, []),
        ([(1, 100), (5, 130)], {3: 20}, {}, [(1, 5, 10)]),
        ([(1, 100), (5, 130)], {3: 20}, {5: 10}, []),
        ([(1, 100), (5, 130), (9, 90)], {3: 30, 7: -50}, {}, [(5, 9, 10)]),
        ([(1, 100), (5, 100)], {1: 500, 6: 500}, {}, []),
    ],
)
def test_looks_differ_by_what_moved(
    looks: list[tuple[int, int]],
    moved: dict[int, int],
    gross: dict[int, int],
    breaks: list[tuple[int, int, int]],
) -> None:
    units = [{day: amount * UNIT for day, amount in by_day.items()} for by_day in (moved, gross)]
    found = between_looks([Look(day, balance * UNIT) for day, balance in looks], units[0], units[1])
    assert found == [Break(first, last, off * UNIT) for first, last, off in breaks]


@pytest.mark.parametrize(
    ("days", "breaks"),
    [
        ([], []),
        ([(1, 10, {10})], []),
        ([(1, 10, {10}), (2, -4, {6})], []),
        # In any order within a day: 10 + 5 - 2 = 13, by way of 15 or of 8.
        ([(1, 10, {10}), (2, 3, {8, 13})], []),
        ([(1, 10, {10, 4}), (2, 3, {7})], []),
        ([(1, 10, {10}), (2, -4, {7})], [(1, 2, 1)]),
        ([(1, 10, {10}), (2, -4, set()), (3, 1, {7})], []),
        ([(3, 1, {7}), (1, 10, {10}), (2, -4, {6})], []),
        ([(1, 10, {10}), (2, -4, {96}), (3, 1, {97})], [(1, 2, 90)]),
    ],
)
def test_a_day_goes_on_from_the_one_before(
    days: list[tuple[int, int, set[int]]], breaks: list[tuple[int, int, int]]
) -> None:
    known = [Day(day, moved * UNIT, frozenset(one * UNIT for one in balances)) for day, moved, balances in days]
    assert day_by_day(known) == [Break(first, last, off * UNIT) for first, last, off in breaks]


@pytest.mark.parametrize("balance", [6, 10])
def test_what_is_held_may_be_in_the_balance_or_not(balance: int) -> None:
    days = [Day(1, 10 * UNIT, frozenset({10 * UNIT})), Day(2, -4 * UNIT, frozenset({balance * UNIT}), -4 * UNIT)]
    assert not day_by_day(days)

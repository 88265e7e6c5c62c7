"""Which rows are marked as twins and as holds that were never booked."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.doubtful_rows import LONGEST_HOLD, Doubt, Told, doubts

COFFEE = Told(1, "checking", 100, is_pending=False, content=(-4550, "MXN", "CAFE", "7645"))


def test_of_rows_alike_all_but_the_first_are_twins() -> None:
    twins = [replace(COFFEE, key=3), COFFEE, replace(COFFEE, key=2)]
    assert doubts(twins, {}) == {2: Doubt.TWIN, 3: Doubt.TWIN}


@pytest.mark.parametrize(
    ("balances", "twins"),
    [
        ((None, None), [2]),  # nothing is told
        ((None, None, None), [2, 3]),
        ((100_0000, 100_0000), [2]),  # the money moved once
        ((100_0000, 95_4500), []),  # it moved on by the amount: both happened
        ((100_0000, 80_0000), []),  # and by something else between them
        ((95_4500, 100_0000), []),  # told the newest first
        ((100_0000, 95_4500, 95_4500), [3]),
        ((100_0000, 95_4500, 100_0000, 95_4500), [3, 4]),
        ((100_0000, None), [2]),  # it may be the same one
        ((None, 100_0000), [1]),
        ((None, 100_0000, 95_4500), [1]),  # two are told apart, and the other is one of them
        ((0, 0), [2]),  # nothing is a balance, too
        ((0, None), [2]),
        ((0, -4_5500), []),
    ],
)
def test_a_balance_that_moves_on_tells_two_rows_apart(balances: Sequence[int | None], twins: list[int]) -> None:
    rows = [replace(COFFEE, key=key, balance=balance) for key, balance in enumerate(balances, 1)]
    assert doubts(rows, {}) == doubts(rows[::-1], {}) == dict.fromkeys(twins, Doubt.TWIN)


def test_what_differs_in_anything_is_no_twin() -> None:
    others = [
        replace(COFFEE, key=2, account="card"),
        replace(COFFEE, key=3, day=101),
        replace(COFFEE, key=4, content=(-4550, "MXN", "CAFE", "7646")),
    ]
    assert doubts([COFFEE, *others], {}) == {}


def test_a_hold_long_behind_its_account_was_never_booked() -> None:
    hold, late = replace(COFFEE, is_pending=True), COFFEE.day + LONGEST_HOLD + 1
    assert doubts([hold], {"checking": late}) == {1: Doubt.NEVER_BOOKED}
    assert doubts([hold], {"checking": late - 1}) == doubts([hold], {"card": late}) == {}
    assert doubts([COFFEE], {"checking": late}) == {}


def test_of_a_hold_that_is_shown_twice_one_is_a_twin_and_one_was_never_booked() -> None:
    hold = replace(COFFEE, is_pending=True, balance=100_0000)
    found = doubts([hold, replace(hold, key=2)], {"checking": COFFEE.day + LONGEST_HOLD + 1})
    assert found == {1: Doubt.NEVER_BOOKED, 2: Doubt.TWIN}

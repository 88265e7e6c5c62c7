"""Which rows are marked as twins and as holds that were never booked."""

from dataclasses import replace

from domain.doubtful_rows import LONGEST_HOLD, Doubt, Told, doubts

COFFEE = Told(1, "checking", 100, is_pending=False, content=(-4550, "MXN", "CAFE", "7645"))


def test_of_rows_alike_all_but_the_first_are_twins() -> None:
    twins = [replace(COFFEE, key=3), COFFEE, replace(COFFEE, key=2)]
    assert doubts(twins, {}) == {2: Doubt.TWIN, 3: Doubt.TWIN}


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

"""Gaps against an account's habit, and what can be wrong with single rows."""

from datetime import date

import pytest

from domain.corrections import Change
from domain.quality import rows
from domain.quality.gaps import FEWEST, Gap, gaps

DAILY = [*range(100, 130)]


@pytest.mark.parametrize(
    ("days", "until", "found"),
    [
        (DAILY, 129, []),
        (DAILY, 136, []),
        (DAILY, 137, [Gap(130, 137, 0)]),
        ([*DAILY, *range(137, 150)], 149, []),
        ([*DAILY, *range(138, 150)], 149, [Gap(130, 137, 0)]),
        ([*DAILY, *DAILY, *range(139, 150)], 149, [Gap(130, 138, 0)]),
        ([*range(0, 900, 30)], 870, []),
        ([*range(0, 900, 30), 980], 980, [Gap(871, 979, 29)]),
        ([*range(0, 900, 30), 950], 950, []),
        ([*range(FEWEST - 1)], 500, []),
        ([], 500, []),
    ],
)
def test_a_gap_is_longer_than_the_habit(days: list[int], until: int, found: list[Gap]) -> None:
    assert gaps(days, until) == found


def test_a_gap_knows_its_days() -> None:
    assert Gap(130, 138, 0).days == 9


TODAY = date(2026, 11, 29).toordinal()


@pytest.mark.parametrize(
    ("day", "is_it"),
    [
        (None, False),
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (date(2026, 11, 29), True),
        (date(2027, 11, 30), True),
        (date(2027, 12, 1), False),
        (date(9999, 12, 31), False),
    ],
)
def test_some_days_nobody_can_mean(day: date | None, is_it: bool) -> None:
    assert rows.is_possible(day.toordinal() if day else None, TODAY) is is_it


@pytest.mark.parametrize(
    ("after", "field", "is_it"),
    [(31, "amount", True), (30, "amount", False), (31, "description", False), (31, "status", True)],
)
def test_a_correction_is_late_where_figures_change(after: int, field: str, is_it: bool) -> None:
    assert rows.is_late(TODAY + after, TODAY, [Change(field, 1, 2)]) is is_it
    assert not rows.is_late(TODAY + after, None, [Change(field, 1, 2)])


@pytest.mark.parametrize(
    ("currency", "of_account", "is_it"),
    [("USD", "MXN", True), ("MXN", "MXN", False), (None, "MXN", False), ("USD", None, False)],
)
def test_a_currency_that_is_not_the_accounts(currency: str | None, of_account: str | None, is_it: bool) -> None:
    assert rows.has_other_currency(currency, of_account) is is_it

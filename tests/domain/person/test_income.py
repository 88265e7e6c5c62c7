"""A person's monthly income: the middle of the last whole months, and how it is spread."""

from collections.abc import Mapping
from datetime import date

import pytest

from domain.person.income import Income, disagree, income, whole_months

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("known_from", "months"),
    [
        (None, []),
        (date(2026, 11, 2), []),
        (date(2026, 10, 2), []),
        (date(2026, 10, 1), ["2026-10"]),
        (date(2026, 8, 20), ["2026-10", "2026-09"]),
        (date(2020, 1, 1), ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05"]),
    ],
)
def test_months_that_are_whole(known_from: date | None, months: list[str]) -> None:
    assert whole_months(known_from, TODAY) == months


def test_whole_months_go_back_over_the_year() -> None:
    assert whole_months(date(2020, 1, 1), date(2026, 2, 1))[:3] == ["2026-01", "2025-12", "2025-11"]


@pytest.mark.parametrize(
    ("came_in", "known_from", "expected"),
    [
        ({"2026-10": 1000, "2026-09": 1200, "2026-08": 1100}, date(2026, 8, 1), Income(3, 1100, 1000, 1200)),
        ({"2026-10": 1000, "2026-09": 1300}, date(2026, 9, 1), Income(2, 1200, 1000, 1300)),
        ({"2026-10": 1000, "2026-09": 1200}, date(2026, 8, 1), Income(3, 1000, 0, 1200)),
        ({"2026-10": 1000, "2026-11": 9000}, date(2026, 10, 1), Income(1, 1000, 1000, 1000)),
        ({"2026-04": 900}, date(2020, 1, 1), None),
        ({"2026-10": 100}, date(2026, 10, 5), None),
        ({}, date(2020, 1, 1), None),
        ({"2026-10": 100}, None, None),
    ],
    ids=[
        "the middle one",
        "the middle of two, to a cent",
        "a month without any is nothing",
        "this month has not ended",
        "too long ago",
        "no whole month",
        "nothing came in",
        "nothing is known",
    ],
)
def test_income(came_in: Mapping[str, int], known_from: date | None, expected: Income | None) -> None:
    assert income(came_in, known_from, TODAY) == expected


@pytest.mark.parametrize(
    ("found", "spread", "is_steady"),
    [
        (Income(6, 100, 100, 100), 0.0, True),
        (Income(6, 100, 80, 120), 0.2, True),
        (Income(6, 100, 75, 125), 0.25, True),
        (Income(6, 100, 50, 150), 0.5, False),
        (Income(6, 0, 0, 150), None, False),
        (Income(2, 100, 50, 150), None, None),
    ],
)
def test_spread(found: Income, spread: float | None, is_steady: bool | None) -> None:
    assert found.spread == (None if spread is None else pytest.approx(spread))
    assert found.is_steady is is_steady


@pytest.mark.parametrize(
    ("bank", "payroll", "expected"),
    [(None, 100, False), (40, None, False), (40, 0, False), (40, 100, True), (50, 100, False), (500, 100, False)],
)
def test_less_at_the_bank_than_paid(bank: int | None, payroll: int | None, expected: bool) -> None:
    assert disagree(bank, payroll) is expected

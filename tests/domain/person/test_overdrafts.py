"""Days below zero, counted back from a reported balance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.person.overdrafts import DAYS, Looked, Overdrafts, days_below_zero, overdrafts

LOOKED = Looked(100, date(2026, 11, 20), date(2026, 1, 1))
NOVEMBER = {day: date(2026, 11, day) for day in range(1, 31)}


@pytest.mark.parametrize(
    ("account", "moved", "days"),
    [
        (LOOKED, {}, []),
        (LOOKED, {NOVEMBER[20]: 300}, range(-69, 20)),
        (LOOKED, {NOVEMBER[20]: 300, NOVEMBER[17]: -250}, range(17, 20)),
        (replace(LOOKED, balance=-1), {NOVEMBER[19]: -50}, [19, 20]),
        (replace(LOOKED, balance=-1, known_from=NOVEMBER[18]), {}, [18, 19, 20]),
        (replace(LOOKED, balance=0), {}, []),
        (LOOKED, {NOVEMBER[21]: -500}, []),
    ],
    ids=[
        "never",
        "all days before money came",
        "between going out and coming in",
        "at the last look",
        "not before anything is known",
        "zero is not below",
        "what moved after the look",
    ],
)
def test_days_below_zero(account: Looked, moved: Mapping[date, int], days: range | list[int]) -> None:
    first = date(2026, 10, 31)
    assert days_below_zero(account, moved) == {first + timedelta(days=day) for day in days}


def test_no_more_days_are_looked_at() -> None:
    assert len(days_below_zero(replace(LOOKED, balance=-1), {})) == DAYS


@pytest.mark.parametrize(
    ("of_accounts", "expected", "often"),
    [
        ([], Overdrafts(0, 0), False),
        ([{NOVEMBER[1], NOVEMBER[2]}, {NOVEMBER[2]}], Overdrafts(2, 2), False),
        ([{NOVEMBER[day] for day in range(1, 6)}], Overdrafts(5, 5), False),
        ([{NOVEMBER[day] for day in range(1, 7)}], Overdrafts(6, 6), True),
        ([{NOVEMBER[1], NOVEMBER[2], date(2026, 10, 31)}], Overdrafts(3, 2), False),
    ],
    ids=["none", "one day is one day", "five are few", "six are many", "by month"],
)
def test_overdrafts(of_accounts: list[set[date]], expected: Overdrafts, often: bool) -> None:
    found = overdrafts(of_accounts)
    assert found == expected
    assert found.is_often is often

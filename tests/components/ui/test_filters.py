"""Periods are days, so that an address keeps its meaning."""

from datetime import date

import pytest

from components.ui.filters import PERIODS, period


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("This month", (date(2026, 1, 1), date(2026, 1, 31))),
        ("Last month", (date(2025, 12, 1), date(2025, 12, 31))),
        ("Last 90 days", (date(2025, 11, 3), date(2026, 1, 31))),
        ("Last 12 months", (date(2025, 2, 1), date(2026, 1, 31))),
        ("This year", (date(2026, 1, 1), date(2026, 1, 31))),
        ("Last year", (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_a_period_is_its_first_and_last_day(name: str, days: tuple[date, date]) -> None:
    assert name in PERIODS
    assert period(name, date(2026, 1, 31)) == days

"""Next month's forecast, and the forecasts of months that have ended."""

from datetime import date

import pytest

from domain.cash_flow.forecast import checks, forecast
from domain.cash_flow.recurring import Movement, histories

TODAY, DECEMBER, LONG_AGO = date(2026, 11, 29), date(2026, 12, 1), date(2025, 1, 1)


def paid(payee: str, amounts: dict[int, int]) -> list[Movement]:
    return [Movement(month, date(2026, month, 3), amount, payee) for month, amount in amounts.items()]


STEADY = paid("salary", dict.fromkeys(range(1, 11), 20_000_00)) + paid("rent", dict.fromkeys(range(1, 11), -8_000_00))


def test_it_is_what_comes_back_and_its_range_is_that_of_the_months_before() -> None:
    varies = paid("food", dict(zip(range(1, 11), [-300_000, -100_000] * 5, strict=True)))
    made = forecast(histories(STEADY + varies), LONG_AGO, DECEMBER, TODAY)
    assert made is not None
    assert (made.month, made.inflow, made.outflow, made.net) == (DECEMBER, 2_000_000, 1_000_000, 1_000_000)
    assert (made.least, made.most) == (900_000, 1_100_000)


@pytest.mark.parametrize("known_from", [None, date(2026, 8, 2), date(2026, 11, 1)])
def test_of_fewer_than_three_whole_months_nothing_is_said(known_from: date | None) -> None:
    assert forecast(histories(STEADY), known_from, DECEMBER, TODAY) is None


def test_where_nothing_comes_back_nothing_is_said() -> None:
    assert forecast(histories(paid("once", {10: -100})), LONG_AGO, DECEMBER, TODAY) is None


def test_earlier_forecasts_are_made_of_what_was_known_then() -> None:
    cut = [one for one in STEADY if one.payee == "rent"] + paid("salary", dict.fromkeys(range(1, 10), 20_000_00))
    came = histories([*cut, *paid("salary", {10: 15_000_00}), *paid("gift", {10: 700_00})])
    found = [*checks(came, date(2026, 1, 1), TODAY)]
    assert [check.forecast.month.month for check in found] == [10, 9, 8, 7, 6, 5]
    october, september = found[:2]
    assert (october.forecast.net, october.net, october.has_held) == (1_200_000, 700_000, False)
    assert (october.inflow, october.every_inflow, october.every_outflow) == (1_500_000, 1_570_000, 800_000)
    assert (september.net, september.has_held) == (1_200_000, True)


def test_a_month_with_too_little_before_it_is_not_checked() -> None:
    assert [check.forecast.month.month for check in checks(histories(STEADY), date(2026, 6, 1), TODAY)] == [10, 9]

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people.countries.bank_calendar import (
    BankCalendar,
    brazilian_holidays,
    easter,
    is_day_of_month,
    mexican_holidays,
)

MEXICO, BRAZIL = BankCalendar(mexican_holidays), BankCalendar(brazilian_holidays)
DAYS = st.dates(date(2021, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2021, date(2021, 4, 4)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_when_it_does(year: int, sunday: date) -> None:
    assert easter(year) == sunday


@pytest.mark.parametrize("day", [date(2026, 2, 2), date(2026, 3, 16), date(2026, 4, 3), date(2026, 11, 16)])
def test_mexican_banks_rest_on_movable_holidays(day: date) -> None:
    assert not MEXICO.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 2, 16), date(2026, 2, 17), date(2026, 4, 3), date(2026, 6, 4)])
def test_brazilian_banks_rest_on_movable_holidays(day: date) -> None:
    assert not BRAZIL.is_working_day(day)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_after(day: date) -> None:
    following = MEXICO.next_working_day(day)
    between = [day + timedelta(days=number) for number in range(1, (following - day).days)]
    assert MEXICO.is_working_day(following)
    assert not any(map(MEXICO.is_working_day, between))


@given(DAYS, st.sampled_from([MEXICO, BRAZIL]))
def test_what_falls_on_a_day_is_paid_on_one_working_day(day: date, banks: BankCalendar) -> None:
    around = [banks.bank_day(day + timedelta(days=number)) for number in range(-12, 13)]
    late = [today.day for today in around if day in today.collects_for]
    early = [today.day for today in around if day in today.pays_for]
    assert (len(late), len(early)) == (1, 1)
    assert early[0] <= day <= late[0]
    assert banks.is_working_day(late[0])
    assert banks.is_working_day(early[0])
    assert banks.bank_day(late[0]).collects(day.day)
    assert banks.bank_day(early[0]).pays(day.day)


def test_a_payday_on_a_sunday_is_paid_on_friday_and_a_bill_on_monday() -> None:
    assert [day for day in _span(date(2026, 2, 10), 10) if MEXICO.bank_day(day).pays(15)] == [date(2026, 2, 13)]
    assert [day for day in _span(date(2026, 2, 10), 10) if MEXICO.bank_day(day).collects(15)] == [date(2026, 2, 16)]


def test_the_last_day_stands_for_days_that_a_month_lacks() -> None:
    assert [day.day for day in _span(date(2026, 2, 1), 28) if is_day_of_month(day, 31)] == [28]
    assert [day.day for day in _span(date(2024, 2, 1), 29) if is_day_of_month(day, 31)] == [29]


def test_working_days_are_counted_from_the_first() -> None:
    # The first of January is a holiday, a Thursday.
    assert [BRAZIL.bank_day(day).working_day for day in _span(date(2026, 1, 1), 8)] == [0, 1, 0, 0, 2, 3, 4, 5]


def _span(start: date, length: int) -> list[date]:
    return [start + timedelta(days=number) for number in range(length)]

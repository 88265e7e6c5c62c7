from datetime import date, timedelta

import pytest

from belvo_sandbox.people.business import FOUNDED, books, deals, deals_between
from belvo_sandbox.people.chile import CHILE
from belvo_sandbox.people.cultures import Culture
from belvo_sandbox.people.mexico import MEXICO
from belvo_sandbox.people.persons import person


@pytest.mark.parametrize("culture", [MEXICO, CHILE])
def test_a_day_depends_on_nothing_but_the_person_and_the_day(culture: Culture) -> None:
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    month = list(deals_between(person("key", culture), first, last))
    alone = [deal for day in range(31) for deal in deals(person("key", culture), first + timedelta(days=day))]
    assert month == alone != []
    assert {deal.day.weekday() for deal in month} <= set(range(5))


def test_nothing_was_dealt_before_the_business_began() -> None:
    before = FOUNDED - timedelta(days=1)
    assert list(deals_between(person("key", MEXICO), date(2010, 1, 1), before)) == []


def test_a_year_earns_something() -> None:
    sums = books(person("key", MEXICO), date(2025, 1, 1), date(2025, 12, 31))
    assert sums.profit == sums.sales - sums.purchases > 0
    assert 0 < sums.retained <= sums.sales // 10

"""The lives that make a demo lead what their names promise, whoever leads them."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from belvo_client.types.transactions import TransactionCategory, TransactionSubcategory
from belvo_sandbox.people import BRAZIL, CHILE, COLOMBIA, MEXICO, Country, Movement, make_ledger, make_person
from belvo_sandbox.people.banking.examples import EXAMPLES
from belvo_sandbox.people.banking.scenarios import SCENARIOS
from belvo_sandbox.people.employment.careers import career
from belvo_sandbox.people.employment.payroll import Payroll
from belvo_sandbox.people.fiscal.journal import transactions_between

COUNTRIES = pytest.mark.parametrize("country", [MEXICO, BRAZIL, COLOMBIA], ids=lambda country: str(country.code))
TODAY = date(2026, 6, 17)
KEYS = [f"key {number}" for number in range(3)]


def movements_of(key: str, country: Country, kind: str) -> list[Movement]:
    return list(make_ledger(make_person(key, country, kind), kind).until(TODAY))


def whole_months() -> Iterator[str]:
    return (f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13) if (year, month) < (2026, 6))


@COUNTRIES
@pytest.mark.parametrize("key", KEYS)
def test_each_month_of_the_family_begins_above_nothing_and_ends_in_the_overdraft(key: str, country: Country) -> None:
    months: dict[str, list[int]] = {month: [] for month in whole_months()}
    for movement in movements_of(key, country, "family"):
        if movement.account == "checking" and movement.day < date(2026, 6, 1):
            months[f"{movement.day:%Y-%m}"].append(movement.position)
    assert [month for month, positions in months.items() if not min(positions) < 0 < max(positions)] == []


@pytest.mark.parametrize("country", [MEXICO, BRAZIL, COLOMBIA, CHILE], ids=lambda country: str(country.code))
@pytest.mark.parametrize("kind", [*SCENARIOS, *EXAMPLES])
def test_every_life_can_be_led_in_every_country(kind: str, country: Country) -> None:
    person = make_person("somebody", country, kind)
    assert career(person)
    assert bool(list(make_ledger(person, kind).until(date(2021, 4, 30)))) == (kind != "nodata")
    paid = sum(slip.cents for slip in Payroll(person).between(date(2025, 1, 1), date(2025, 12, 31)))
    business_candidates = list(transactions_between(person, date(2025, 1, 1), date(2025, 12, 31)))
    assert (paid > 0, bool(business_candidates)) == (person.employment_status == "employed", bool(person.business))


@pytest.mark.parametrize("kind", [kind for kind in (*SCENARIOS, *EXAMPLES) if kind != "messy"])
def test_banks_use_the_categories_that_belvo_has(kind: str) -> None:
    lines = [
        movement.line for movement in make_ledger(make_person("somebody", MEXICO, kind), kind).until(date(2022, 6, 30))
    ]
    assert {line.category for line in lines} <= {None, *get_args(TransactionCategory)}
    assert {line.subcategory for line in lines} <= {None, *get_args(TransactionSubcategory)}

"""Deals, and the money that they move in the bank."""

from collections import Counter
from datetime import date, timedelta

import pytest

from belvo_sandbox.people import BRAZIL, CHILE, COLOMBIA, EPOCH, MEXICO, Country, make_ledger, make_person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.countries.bank_calendar import BankCalendar
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.fiscal.business import business_totals, wages
from belvo_sandbox.people.fiscal.business_transactions import settlements
from belvo_sandbox.people.fiscal.journal import transactions, transactions_between

COUNTRIES = pytest.mark.parametrize("country", [MEXICO, BRAZIL, COLOMBIA], ids=lambda country: str(country.code))
BUSINESSES = pytest.mark.parametrize("kind", ["full", "low", "gig_driver", "company"])
END = date(2023, 6, 30)


@pytest.mark.parametrize("country", [MEXICO, CHILE], ids=lambda country: str(country.code))
def test_a_day_depends_on_nothing_but_the_person_and_the_day(country: Country) -> None:
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    month = list(transactions_between(make_person("key", country), first, last))
    alone = [
        transaction
        for day in range(31)
        for transaction in transactions(make_person("key", country), first + timedelta(days=day))
    ]
    assert month == alone != []
    assert all(BankCalendar(country.holidays).is_working_day(transaction.day) for transaction in month)


def test_nothing_was_dealt_before_the_business_began() -> None:
    before = FOUNDED - timedelta(days=1)
    assert list(transactions_between(make_person("key", MEXICO), date(2010, 1, 1), before)) == []


def test_who_lives_from_a_salary_or_a_pension_deals_with_nobody() -> None:
    for kind in ("salaried", "family", "pensioner", "job_changer", "bulk_10"):
        assert list(transactions_between(make_person("key", MEXICO, kind), date(2024, 1, 1), date(2025, 12, 31))) == []


@BUSINESSES
def test_a_year_earns_something(kind: str) -> None:
    sums = business_totals(make_person("key", MEXICO, kind), date(2025, 1, 1), date(2025, 12, 31))
    assert sums.profit == sums.sales - sums.purchases - sums.wages > 0
    assert (sums.withheld_tax > 0, sums.wages > 0) == (kind != "company", kind == "company")


@BUSINESSES
@COUNTRIES
@pytest.mark.parametrize("key", ["one", "two"])
def test_each_payment_of_a_deal_is_in_the_bank_on_its_day_under_its_name(key: str, country: Country, kind: str) -> None:
    person = make_person(key, country, kind)
    booked: Counter[tuple[date, int, str | None]] = Counter(
        (movement.day, movement.cents, movement.line.reference)
        for movement in make_ledger(person, kind).until(END)
        if movement.account == "checking"
    )
    texts = {movement.line.reference: movement.line.text for movement in make_ledger(person, kind).until(END)}
    all_settlements = [
        each for transaction in transactions_between(person, FOUNDED, END) for each in settlements(transaction)
    ]
    settlements_shown = [each for each in all_settlements if EPOCH <= each.day <= END]
    assert len(settlements_shown) > 10
    booked.subtract((each.day, each.cents, each.transaction.folio) for each in settlements_shown)
    assert min(booked.values()) == 0
    assert [
        each for each in settlements_shown if unaccented(each.transaction.name) not in texts[each.transaction.folio]
    ] == []


@pytest.mark.parametrize("kind", ["full", "gig_driver", "company"])
@COUNTRIES
def test_a_month_takes_in_what_its_paid_invoices_come_to(country: Country, kind: str) -> None:
    person = make_person("another", country, kind)
    phrase = {"full": "freelance", "gig_driver": "gig", "company": "sale"}[kind]
    before, after = country.phrases[phrase].text.split("{name}")
    banked: Counter[str] = Counter()
    for movement in make_ledger(person, kind).until(END):
        if movement.cents > 0 and movement.line.text.startswith(before) and after.split(" {")[0] in movement.line.text:
            banked[f"{movement.day:%Y-%m}"] += movement.cents
    invoiced: Counter[str] = Counter()
    for transaction in transactions_between(person, FOUNDED, END):
        if transaction.sells and transaction.cancelled_on is None and EPOCH <= transaction.paid_on <= END:
            invoiced[f"{transaction.paid_on:%Y-%m}"] += transaction.total
    assert banked == invoiced
    assert len(banked) > 24


def test_what_comes_back_and_what_was_a_mistake_is_not_sold() -> None:
    firm = make_person("key", MEXICO, "company")
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    sales = [
        transaction for transaction in transactions_between(firm, first - timedelta(days=60), last) if transaction.sells
    ]
    assert (
        {bool(transaction.cancelled_on) for transaction in sales}
        == {bool(transaction.returned_on) for transaction in sales}
        == {True, False}
    )
    valid = [transaction for transaction in sales if transaction.cancelled_on is None]
    returned = [
        transaction for transaction in valid if transaction.returned_on and first <= transaction.returned_on <= last
    ]
    sums = business_totals(firm, first, last)
    assert sums.sales == sum(transaction.net for transaction in valid if transaction.day >= first) - sum(
        transaction.unit for transaction in returned
    )
    assert all(transaction.quantity * transaction.returned_tax == transaction.tax for transaction in returned)
    assert all(
        not transaction.on_credit and transaction.returned_on > transaction.day
        for transaction in returned
        if transaction.returned_on
    )


def test_a_firm_pays_its_people_twice_a_month_and_nobody_else_does() -> None:
    firm, year = make_person("key", MEXICO, "company"), [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
    paydays = [day for day in year if wages(firm, day)]
    assert len(paydays) == 24
    assert all(BankCalendar(MEXICO.holidays).is_working_day(day) for day in paydays)
    paid = [movement for movement in make_ledger(firm, "company").until(year[-1]) if movement.day in paydays]
    assert sum(movement.line.text.startswith("DISPERSION NOMINA") for movement in paid) == 24
    assert [day for day in year if wages(make_person("key", MEXICO), day)] == []

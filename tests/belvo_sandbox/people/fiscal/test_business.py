"""Deals, and the money that they move in the bank."""

from collections import Counter
from datetime import date, timedelta

import pytest

from belvo_sandbox.people import BRAZIL, CHILE, COLOMBIA, EPOCH, MEXICO, Culture, ledger, person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.countries.bankdays import BankDays
from belvo_sandbox.people.documents import plain
from belvo_sandbox.people.fiscal.business import books, wages
from belvo_sandbox.people.fiscal.business_transactions import settlements
from belvo_sandbox.people.fiscal.purchases import deals, deals_between

CULTURES = pytest.mark.parametrize("culture", [MEXICO, BRAZIL, COLOMBIA], ids=lambda culture: str(culture.code))
BUSINESSES = pytest.mark.parametrize("kind", ["full", "low", "gig_driver", "company"])
END = date(2023, 6, 30)


@pytest.mark.parametrize("culture", [MEXICO, CHILE], ids=lambda culture: str(culture.code))
def test_a_day_depends_on_nothing_but_the_person_and_the_day(culture: Culture) -> None:
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    month = list(deals_between(person("key", culture), first, last))
    alone = [deal for day in range(31) for deal in deals(person("key", culture), first + timedelta(days=day))]
    assert month == alone != []
    assert all(BankDays(culture.holidays).works(deal.day) for deal in month)


def test_nothing_was_dealt_before_the_business_began() -> None:
    before = FOUNDED - timedelta(days=1)
    assert list(deals_between(person("key", MEXICO), date(2010, 1, 1), before)) == []


def test_who_lives_from_a_salary_or_a_pension_deals_with_nobody() -> None:
    for kind in ("salaried", "family", "pensioner", "job_changer", "bulk_10"):
        assert list(deals_between(person("key", MEXICO, kind), date(2024, 1, 1), date(2025, 12, 31))) == []


@BUSINESSES
def test_a_year_earns_something(kind: str) -> None:
    sums = books(person("key", MEXICO, kind), date(2025, 1, 1), date(2025, 12, 31))
    assert sums.profit == sums.sales - sums.purchases - sums.wages > 0
    assert (sums.retained > 0, sums.wages > 0) == (kind != "company", kind == "company")


@BUSINESSES
@CULTURES
@pytest.mark.parametrize("key", ["one", "two"])
def test_each_payment_of_a_deal_is_in_the_bank_on_its_day_under_its_name(key: str, culture: Culture, kind: str) -> None:
    somebody = person(key, culture, kind)
    booked: Counter[tuple[date, int, str | None]] = Counter(
        (movement.day, movement.cents, movement.line.reference)
        for movement in ledger(somebody, kind).until(END)
        if movement.account == "checking"
    )
    texts = {movement.line.reference: movement.line.text for movement in ledger(somebody, kind).until(END)}
    moved = [each for deal in deals_between(somebody, FOUNDED, END) for each in settlements(deal)]
    seen = [each for each in moved if EPOCH <= each.day <= END]
    assert len(seen) > 10
    booked.subtract((each.day, each.cents, each.deal.folio) for each in seen)
    assert min(booked.values()) == 0
    assert [each for each in seen if plain(each.deal.name) not in texts[each.deal.folio]] == []


@pytest.mark.parametrize("kind", ["full", "gig_driver", "company"])
@CULTURES
def test_a_month_takes_in_what_its_paid_invoices_come_to(culture: Culture, kind: str) -> None:
    somebody = person("another", culture, kind)
    phrase = {"full": "freelance", "gig_driver": "gig", "company": "sale"}[kind]
    before, after = culture.phrases[phrase].text.split("{name}")
    banked: Counter[str] = Counter()
    for movement in ledger(somebody, kind).until(END):
        if movement.cents > 0 and movement.line.text.startswith(before) and after.split(" {")[0] in movement.line.text:
            banked[f"{movement.day:%Y-%m}"] += movement.cents
    invoiced: Counter[str] = Counter()
    for deal in deals_between(somebody, FOUNDED, END):
        if deal.sells and deal.cancelled_on is None and EPOCH <= deal.paid_on <= END:
            invoiced[f"{deal.paid_on:%Y-%m}"] += deal.total
    assert banked == invoiced
    assert len(banked) > 24


def test_what_comes_back_and_what_was_a_mistake_is_not_sold() -> None:
    firm = person("key", MEXICO, "company")
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    sold = [deal for deal in deals_between(firm, first - timedelta(days=60), last) if deal.sells]
    assert {bool(deal.cancelled_on) for deal in sold} == {bool(deal.returned_on) for deal in sold} == {True, False}
    valid = [deal for deal in sold if deal.cancelled_on is None]
    back = [deal for deal in valid if deal.returned_on and first <= deal.returned_on <= last]
    sums = books(firm, first, last)
    assert sums.sales == sum(deal.net for deal in valid if deal.day >= first) - sum(deal.unit for deal in back)
    assert all(deal.quantity * deal.returned_tax == deal.tax for deal in back)
    assert all(not deal.on_credit and deal.returned_on > deal.day for deal in back if deal.returned_on)


def test_a_firm_pays_its_people_twice_a_month_and_nobody_else_does() -> None:
    firm, year = person("key", MEXICO, "company"), [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
    paydays = [day for day in year if wages(firm, day)]
    assert len(paydays) == 24
    assert all(BankDays(MEXICO.holidays).works(day) for day in paydays)
    paid = [movement for movement in ledger(firm, "company").until(year[-1]) if movement.day in paydays]
    assert sum(movement.line.text.startswith("DISPERSION NOMINA") for movement in paid) == 24
    assert [day for day in year if wages(person("key", MEXICO), day)] == []

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvo_sandbox.people import BRAZIL, EPOCH, MEXICO, Country, Ledger, Movement, make_person, make_scenario
from belvo_sandbox.people.countries.bank_calendar import BankCalendar

KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_=", min_size=1, max_size=44)
COUNTRIES = st.sampled_from([MEXICO, BRAZIL])
SPENDING_KINDS = st.sampled_from(
    ["full", "low", "negative", "messy", "gig_driver", "family", "company", "pensioner", "job_changer"]
)
SOON = EPOCH + timedelta(days=500)
# A life of some years takes 0.2 s, and its first days say as much as its last.
few = settings(max_examples=12, deadline=None)


def _ledger(key: str, country: Country, kind: str) -> Ledger:
    person = make_person(key, country, kind)
    return Ledger(person, make_scenario(person, kind))


@pytest.fixture(scope="module", params=[MEXICO, BRAZIL], ids=["Mexico", "Brazil"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    ledger = _ledger("somebody", request.param, "full")
    ledger.until(date(2026, 6, 17))
    return ledger


@few
@given(KEYS, COUNTRIES, SPENDING_KINDS)
def test_opening_and_movements_make_the_closing_balance_to_the_cent(key: str, country: Country, kind: str) -> None:
    ledger = _ledger(key, country, kind)
    positions = {account.key: account.opening for account in ledger.accounts}
    for movement in ledger.until(SOON):
        positions[movement.account] += movement.cents
        assert movement.position == positions[movement.account]
        assert movement.cents or movement.line.quirk == "nothing"


@few
@given(KEYS, COUNTRIES, SPENDING_KINDS)
def test_own_transfers_have_two_legs_that_add_up_to_nothing(key: str, country: Country, kind: str) -> None:
    legs: dict[tuple[object, ...], list[Movement]] = defaultdict(list)
    for movement in _ledger(key, country, kind).until(SOON):
        if movement.line.counterparty:
            legs[movement.day, movement.second, abs(movement.cents)].append(movement)
    for pair in legs.values():
        assert sum(movement.cents for movement in pair) == 0
        assert {movement.account for movement in pair} == {movement.line.counterparty for movement in pair}


@few
@given(KEYS, COUNTRIES)
def test_who_has_no_overdraft_never_owes_the_bank(key: str, country: Country) -> None:
    ledger = _ledger(key, country, "full")
    floors = {account.key: account.floor for account in ledger.accounts}
    assert all(movement.position >= floors[movement.account] for movement in ledger.until(SOON))


@few
@given(KEYS, COUNTRIES, SPENDING_KINDS, st.integers(1, 499))
def test_what_is_seen_later_begins_with_what_was_seen_before(key: str, country: Country, kind: str, days: int) -> None:
    early, late = _ledger(key, country, kind), _ledger(key, country, kind)
    day = EPOCH + timedelta(days=days)
    early_movements = list(early.until(day))
    whole = list(late.until(SOON))
    assert [movement for movement in whole if movement.day <= day] == early_movements
    assert list(early.until(SOON)) == whole
    assert list(early.until(day)) == early_movements
    assert list(early.bills(day)) == [bill for bill in late.bills(SOON) if bill.cut <= day]


@few
@given(KEYS, COUNTRIES, SPENDING_KINDS)
def test_movements_are_in_the_order_of_time_and_numbered_day_by_day(key: str, country: Country, kind: str) -> None:
    movements = _ledger(key, country, kind).until(SOON)
    times = [(movement.day, movement.second) for movement in movements]
    assert times == sorted(times)
    numbers = [(movement.day, movement.number) for movement in movements]
    assert len(set(numbers)) == len(numbers)


def test_a_month_holds_as_many_movements_as_a_busy_person_makes(ledger: Ledger) -> None:
    recent = _years(ledger, 2)
    assert 60 <= len(recent) / 24 <= 120


def test_a_bill_is_what_was_owed_and_is_paid_in_full(ledger: Ledger) -> None:
    card = [movement for movement in ledger.until(date(2026, 6, 17)) if movement.account == "card"]
    bills = ledger.bills(date(2026, 6, 17))
    for bill, following in pairwise(bills):
        owed = [-movement.position for movement in card if movement.day <= bill.cut]
        paid = [movement.cents for movement in card if bill.cut < movement.day <= following.cut and movement.cents > 0]
        assert bill.total == (owed[-1] if owed else 0)
        assert sum(paid) >= bill.total
    assert len(bills) > 60


def test_a_year_has_its_salaries_its_bonus_its_rents_and_its_fees(ledger: Ledger) -> None:
    of_year = [movement for movement in ledger.until(date(2025, 12, 31)) if movement.day.year == 2025]
    mexican = ledger.person.country.code == "MX"
    salaries = [movement for movement in of_year if movement.line.subcategory == "Salary"]
    assert len(salaries) == (24 + 1 if mexican else 12 + 2)
    assert all(BankCalendar(ledger.person.country.holidays).is_working_day(movement.day) for movement in salaries)
    for subcategory, count in (("Rent", 12), ("Bank Fees", 12), ("Telecommunications", 24)):
        of_subcategory = [movement for movement in of_year if movement.line.subcategory == subcategory]
        assert (subcategory, len(of_subcategory)) == (subcategory, count)


def test_a_life_is_made_of_many_kinds_of_things(ledger: Ledger) -> None:
    recent = _years(ledger, 2)
    categories = {movement.line.category for movement in recent}
    assert categories >= {
        "Bills & Utilities",
        "Credits & Loans",
        "Fees & Charges",
        "Food & Groceries",
        "Home & Life",
        "Income & Payments",
        "Investments & Savings",
        "Online Platforms & Leisure",
        "Personal Shopping",
        "Transfers",
        "Transport & Travel",
        "Withdrawal & ATM",
    }
    assert len({movement.line.text for movement in recent}) > 150


def test_income_and_spending_keep_each_other_in_balance(ledger: Ledger) -> None:
    """Nobody grows rich or runs dry over the years: what is saved stays below a year's income."""
    last = {movement.account: movement.position for movement in ledger.until(date(2026, 6, 17))}
    assert 0 < last["savings"] < ledger.person.income * 15
    assert 0 <= last["checking"] < ledger.person.income * 4


def test_the_overdrawn_are_overdrawn_every_day() -> None:
    for country in (MEXICO, BRAZIL):
        for key in ("a", "b", "c"):
            movements = _ledger(key, country, "negative").until(date(2024, 1, 1))
            recent = [m.position for m in movements if m.account == "checking" and m.day > date(2022, 1, 1)]
            assert max(recent) < 0


def test_nothing_happens_to_who_has_no_account() -> None:
    ledger = _ledger("nobody", MEXICO, "nodata")
    assert (list(ledger.until(SOON)), list(ledger.accounts), len(ledger)) == ([], [], 0)


def test_the_messy_life_is_the_full_one_in_other_words_until_the_first_oddities() -> None:
    first = EPOCH + timedelta(days=7)
    unaccented, messy = (_ledger("somebody", MEXICO, kind).until(first) for kind in ("full", "messy"))
    assert [movement[:-1] for movement in unaccented] == [movement[:-1] for movement in messy]
    other = sum(one.line != two.line for one, two in zip(unaccented, messy, strict=True))
    assert 0.2 < other / len(unaccented) < 0.7


def _years(ledger: Ledger, years: int) -> Sequence[Movement]:
    end = date(2026, 6, 17)
    return [movement for movement in ledger.until(end) if movement.day > end - timedelta(days=365 * years)]

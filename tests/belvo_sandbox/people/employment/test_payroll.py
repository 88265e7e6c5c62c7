"""Pay: what the bank shows is what the employment record says, month by month and across a change of jobs."""

from collections import Counter
from datetime import date

import pytest

from belvo_sandbox.people import BRAZIL, COLOMBIA, EPOCH, MEXICO, Country, Person, make_ledger, make_person
from belvo_sandbox.people.countries.bank_calendar import BankCalendar
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.employment.careers import career
from belvo_sandbox.people.employment.payroll import Payroll

TODAY = date(2026, 6, 17)
COUNTRIES = pytest.mark.parametrize("country", [MEXICO, BRAZIL, COLOMBIA], ids=lambda country: str(country.code))


def banked(person: Person, kind: str) -> Counter[tuple[str, str]]:
    """What employers paid into the account, by month and by what the bank prints."""
    amounts: Counter[tuple[str, str]] = Counter()
    words = person.country.phrases["salary"].text.split(" {")[0]
    for movement in make_ledger(person, kind).until(TODAY):
        if movement.line.text.startswith(words):
            amounts[f"{movement.day:%Y-%m}", movement.line.text.removeprefix(words).strip()] += movement.cents
    return amounts


def recorded(person: Person) -> Counter[tuple[str, str]]:
    """What the record's jobs pay: their salary for each month that they lasted from the first day to payday."""
    amounts: Counter[tuple[str, str]] = Counter()
    calendar, paydays = BankCalendar(person.country.holidays), person.country.banking.paydays or (None,)
    for job in career(person):
        for month in (date(year, number, 1) for year in range(EPOCH.year, 2027) for number in range(1, 13)):
            for payday in paydays:
                last = 28 if payday == 30 and month.month == 2 else payday
                paid = calendar.nth_working_day(month, 5) if last is None else calendar.on_or_before(_day(month, last))
                if job.started < month and job.holds_on(paid) and paid <= TODAY:
                    amounts[f"{month:%Y-%m}", unaccented(job.employer)] += job.salary_on(paid) // len(paydays)
    return amounts


def _day(month: date, number: int) -> date:
    try:
        return month.replace(day=number)
    except ValueError:
        return _day(month, number - 1)


@COUNTRIES
@pytest.mark.parametrize("kind", ["full", "salaried", "family", "negative", "job_changer"])
def test_the_bank_shows_what_the_record_says(country: Country, kind: str) -> None:
    person = make_person("worker", country, kind)
    assert banked(person, kind) == recorded(person)


@COUNTRIES
@pytest.mark.parametrize("key", ["one", "two", "three"])
def test_pay_comes_from_the_new_employer_after_a_change_of_jobs(key: str, country: Country) -> None:
    person = make_person(key, country, "job_changer")
    before, after = career(person)[-2:]
    assert before.ended
    months: dict[str, set[str]] = {before.employer: set(), after.employer: set()}
    for month, employer in banked(person, "job_changer"):
        for name, months_paid in months.items():
            if unaccented(name) == employer and month >= f"{before.started:%Y-%m}":
                months_paid.add(month)
    assert max(months[before.employer]) <= f"{before.ended:%Y-%m}"
    assert f"{after.started:%Y-%m}" < min(months[after.employer])
    assert max(months[after.employer]) >= "2026-05"


def test_nobody_is_paid_who_does_not_work() -> None:
    for kind in ("low", "gig_driver", "company", "pensioner"):
        person = make_person("somebody", MEXICO, kind)
        assert list(Payroll(person).between(EPOCH, TODAY)) == []
        assert banked(person, kind) == Counter()


@COUNTRIES
def test_a_year_has_its_salaries_and_its_bonuses(country: Country) -> None:
    slips = list(Payroll(make_person("worker", country)).between(date(2025, 1, 1), date(2025, 12, 31)))
    kinds = Counter(slip.kind for slip in slips)
    assert kinds == {"salary": 12 * max(len(country.banking.paydays), 1), "bonus": len(country.banking.bonus_days)}
    assert all(BankCalendar(country.holidays).is_working_day(slip.payday) and slip.first <= slip.last for slip in slips)
    for job in career(make_person("worker", country)):
        whole = list(Payroll(make_person("worker", country)).of(job, TODAY))
        assert [slip.payday for slip in whole] == sorted(slip.payday for slip in whole)

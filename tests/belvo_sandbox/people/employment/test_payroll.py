"""Pay: what the bank shows is what the employment record says, month by month and across a change of jobs."""

from collections import Counter
from datetime import date

import pytest

from belvo_sandbox.people import BRAZIL, COLOMBIA, EPOCH, MEXICO, Culture, Person, ledger, person
from belvo_sandbox.people.countries.bankdays import BankDays
from belvo_sandbox.people.documents import plain
from belvo_sandbox.people.employment.careers import career
from belvo_sandbox.people.employment.payroll import Payroll

TODAY = date(2026, 6, 17)
CULTURES = pytest.mark.parametrize("culture", [MEXICO, BRAZIL, COLOMBIA], ids=lambda culture: str(culture.code))


def banked(somebody: Person, kind: str) -> Counter[tuple[str, str]]:
    """What employers paid into the account, by month and by what the bank prints."""
    found: Counter[tuple[str, str]] = Counter()
    words = somebody.culture.phrases["salary"].text.split(" {")[0]
    for movement in ledger(somebody, kind).until(TODAY):
        if movement.line.text.startswith(words):
            found[f"{movement.day:%Y-%m}", movement.line.text.removeprefix(words).strip()] += movement.cents
    return found


def recorded(somebody: Person) -> Counter[tuple[str, str]]:
    """What the record's jobs pay: their salary for each month that they lasted from the first day to payday."""
    found: Counter[tuple[str, str]] = Counter()
    days, paydays = BankDays(somebody.culture.holidays), somebody.culture.banking.paydays or (None,)
    for job in career(somebody):
        for month in (date(year, number, 1) for year in range(EPOCH.year, 2027) for number in range(1, 13)):
            for payday in paydays:
                last = 28 if payday == 30 and month.month == 2 else payday
                paid = days.nth(month, 5) if last is None else days.on_or_before(_day(month, last))
                if job.started < month and job.holds_on(paid) and paid <= TODAY:
                    found[f"{month:%Y-%m}", plain(job.employer)] += job.salary_on(paid) // len(paydays)
    return found


def _day(month: date, number: int) -> date:
    try:
        return month.replace(day=number)
    except ValueError:
        return _day(month, number - 1)


@CULTURES
@pytest.mark.parametrize("kind", ["full", "salaried", "family", "negative", "job_changer"])
def test_the_bank_shows_what_the_record_says(culture: Culture, kind: str) -> None:
    somebody = person("worker", culture, kind)
    assert banked(somebody, kind) == recorded(somebody)


@CULTURES
@pytest.mark.parametrize("key", ["one", "two", "three"])
def test_pay_comes_from_the_new_employer_after_a_change_of_jobs(key: str, culture: Culture) -> None:
    somebody = person(key, culture, "job_changer")
    before, after = career(somebody)[-2:]
    assert before.ended
    months: dict[str, set[str]] = {before.employer: set(), after.employer: set()}
    for month, employer in banked(somebody, "job_changer"):
        for name, seen in months.items():
            if plain(name) == employer and month >= f"{before.started:%Y-%m}":
                seen.add(month)
    assert max(months[before.employer]) <= f"{before.ended:%Y-%m}"
    assert f"{after.started:%Y-%m}" < min(months[after.employer])
    assert max(months[after.employer]) >= "2026-05"


def test_nobody_is_paid_who_does_not_work() -> None:
    for kind in ("low", "gig_driver", "company", "pensioner"):
        somebody = person("somebody", MEXICO, kind)
        assert list(Payroll(somebody).between(EPOCH, TODAY)) == []
        assert banked(somebody, kind) == Counter()


@CULTURES
def test_a_year_has_its_salaries_and_its_bonuses(culture: Culture) -> None:
    slips = list(Payroll(person("worker", culture)).between(date(2025, 1, 1), date(2025, 12, 31)))
    kinds = Counter(slip.kind for slip in slips)
    assert kinds == {"salary": 12 * max(len(culture.banking.paydays), 1), "bonus": len(culture.banking.bonus_days)}
    assert all(BankDays(culture.holidays).works(slip.paid) and slip.first <= slip.last for slip in slips)
    for job in career(person("worker", culture)):
        whole = list(Payroll(person("worker", culture)).of(job, TODAY))
        assert [slip.paid for slip in whole] == sorted(slip.paid for slip in whole)

"""Careers: jobs and their pay. The last job, if it goes on, is the one that pays into the account."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from stdnum import luhn

from belvo_sandbox.people.companies import FOUNDED, company_id, legal_name
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.prices import EPOCH, Prices
from belvo_sandbox.people.rng import Rng

_DAY = timedelta(days=1)
_FIRST_YEAR = 2009  # of which registers tell
_OF_AGE = 18
_LESS_FROM, _LESS = 5, 80  # the first month of less work each year, and what it pays in percent
_SECOND_PAY = 45  # percent of the first job's
_LADDERS = {
    "BR": ("Auxiliar de escritório", "Assistente administrativo", "Analista financeiro", "Supervisor administrativo"),
    "CL": ("Asistente administrativo", "Ejecutivo de operaciones", "Analista", "Jefe de área"),
    "CO": ("Auxiliar administrativo", "Asistente de operaciones", "Analista", "Coordinador de área"),
    "MX": ("Auxiliar administrativo", "Asistente de operaciones", "Analista", "Coordinador de área"),
}


@dataclass(frozen=True)
class Job:
    """One employment."""

    employer: str
    tax_id: str
    title: str
    started: date
    ended: date | None  # the last day of it
    pay: int  # cents a month, at the prices of 2021
    payments: int  # a month, all equal
    prices: Prices = field(repr=False, compare=False)
    less: bool = False  # work from May to December, each year

    def salary_on(self, day: date) -> int:
        """The salary at a date, in cents a month; it is raised with prices, each January."""
        percent = _LESS if self.less and day.month >= _LESS_FROM else 100
        return self.prices.nominal(self.pay, day) * percent // 100 // self.payments * self.payments

    def holds_on(self, day: date) -> bool:
        return self.started <= day and (self.ended is None or day <= self.ended)

    def last_until(self, day: date) -> date:
        """The last day of work up to a date."""
        return day if self.ended is None else min(self.ended, day)

    def days_until(self, day: date) -> int:
        """First and last day included."""
        return max((self.last_until(day) - self.started).days + 1, 0)

    def raises_until(self, day: date) -> Iterator[tuple[date, int]]:
        """The dates up to which each salary changed while the job lasted, with the salary from then on."""
        months = (1, _LESS_FROM) if self.less else (1,)
        for year in range(self.started.year, self.last_until(day).year + 1):
            for first in (date(year, month, 1) for month in months):
                if self.started < first <= self.last_until(day):
                    yield first, self.salary_on(first)


def career(person: Person) -> tuple[Job, ...]:
    """All jobs, the first one first; of a company, those of its owner."""
    person = person.natural
    rng, titles = Rng("career", person.key), _LADDERS[person.country.code]
    hired, left = _last_spell(person, rng)
    jobs: list[Job] = []
    for employer, started, ended in _earlier(person, hired, rng):
        pay = person.income * min(52 + 9 * len(jobs) + rng.integer(-6, 6), 97) // 100
        jobs.append(_job(person, employer, titles[min(len(jobs), 2)], started, ended, pay))
    title = titles[min(len(jobs), len(titles) - 1)]
    last = _job(person, person.employer, title, hired, left, person.income)
    return (*jobs, replace(last, less=person.works_less), *_beside(person, hired))


def _beside(person: Person, hired: date) -> Iterator[Job]:
    """A second job, some months after the last one began."""
    if person.second_job:
        rng = Rng("second job", person.key)
        employer = rng.choice([name for name in person.country.employers if name != person.employer])
        title, pay = _LADDERS[person.country.code][0], person.income * _SECOND_PAY // 100
        yield _job(person, employer, title, hired + rng.integer(100, 200) * _DAY, None, pay)


def social_security_number(person: Person) -> str:
    """A Mexican social security number: place, year of entry, year of birth, serial, and Luhn's check digit."""
    rng = Rng("social security", person.key)
    entered = max(person.birth_date.year + _OF_AGE, _FIRST_YEAR)
    ten = f"{rng.integer(10, 97)}{entered % 100:02}{person.birth_date.year % 100:02}{rng.digits(4)}"
    return ten + luhn.calc_check_digit(ten)


def _earlier(person: Person, hired: date, rng: Rng) -> Iterator[tuple[str, date, date]]:
    """Employers with first and last days; sometimes one begins while the one before goes on for a while."""
    others: Sequence[str] = [name for name in person.country.employers if name != person.employer]
    began = max(date(_FIRST_YEAR, 1, 1), date(person.birth_date.year + _OF_AGE, 1, 1))
    started = began + rng.integer(20, 360) * _DAY
    while (hired - started).days > 200:
        ended = min(started + rng.integer(240, 1500) * _DAY, hired - _DAY)
        yield rng.choice(others), started, ended
        started = ended + (-rng.integer(15, 60) if rng.happens(0.2) else rng.integer(1, 220)) * _DAY
        if hired - ended < 90 * _DAY:
            return


def _last_spell(person: Person, rng: Rng) -> tuple[date, date | None]:
    """First and last day of the last job; of who does not work any more it ended before the accounts began."""
    if person.employment_status == "retired":
        retired = date(min(max(person.birth_date.year + rng.integer(60, 65), _FIRST_YEAR + 3), EPOCH.year - 1), 6, 30)
        return retired - rng.integer(400, 900) * _DAY, retired
    years = (2024, 2025) if person.changes_jobs else (2018, 2020)
    if person.employment_status == "owner":
        years = (FOUNDED.year - 4, FOUNDED.year - 2)
    hired = date(rng.integer(*years), rng.integer(1, 6), rng.integer(1, 28))
    if person.employment_status == "employed":
        return hired, None
    return hired, (FOUNDED if person.employment_status == "owner" else EPOCH) - rng.integer(10, 120) * _DAY


def _job(person: Person, employer: str, title: str, started: date, ended: date | None, pay: int) -> Job:
    name, country = legal_name(employer, person.country.code), person.country.code
    payments = max(len(person.country.banking.paydays), 1)
    return Job(name, company_id(name, country), title, started, ended, pay, payments, Prices(person))

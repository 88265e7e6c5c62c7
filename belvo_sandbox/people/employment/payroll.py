"""Payslips: the same ones for the bank, the tax authority and social security."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import NamedTuple

from belvo_sandbox.people.countries.bank_calendar import bank_calendar, last_day
from belvo_sandbox.people.employment.careers import Job, career
from belvo_sandbox.people.persons import Person

_FIRST_BONUS = timedelta(days=30)  # of work, before it is paid
_FIFTH = 5  # the working day on which pay comes where paydays are no dates
_DAY = timedelta(days=1)


class Payslip(NamedTuple):
    """One payment of an employer; `cents` is what arrives at the bank."""

    payday: date
    kind: str  # salary or bonus
    job: Job
    cents: int
    first: date  # of the days that it is for
    last: date


class Payroll:
    """The payments that somebody receives for work, worked out a year at a time."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._jobs = career(person)
        self._years: dict[int, dict[date, list[Payslip]]] = {}

    def on(self, day: date) -> Sequence[Payslip]:
        """The payments of a day."""
        if day.year not in self._years:
            year: dict[date, list[Payslip]] = {}
            for slip in chain.from_iterable(self._of(job, day.year) for job in self._jobs):
                year.setdefault(slip.payday, []).append(slip)
            self._years[day.year] = year
        return self._years[day.year].get(day, ())

    def between(self, first: date, last: date) -> Iterator[Payslip]:
        """The payments of a span of days, both included, oldest first."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield from self.on(date.fromordinal(ordinal))

    def of(self, job: Job, until: date) -> Iterator[Payslip]:
        """The payments of one job up to a date, oldest first."""
        for year in range(job.started.year, job.last_until(until).year + 1):
            yield from (slip for slip in sorted(self._of(job, year)) if slip.payday <= until)

    def _of(self, job: Job, year: int) -> Iterator[Payslip]:
        if job.started.year <= year <= job.last_until(date(year, 12, 31)).year:
            yield from self._salaries(job, year)
            yield from self._bonuses(job, year)

    def _salaries(self, job: Job, year: int) -> Iterator[Payslip]:
        """A job pays from the first whole month on, as long as it lasts."""
        for payday, first, last in self._paydays(year):
            if job.started < payday.replace(day=1) and job.holds_on(payday):
                yield Payslip(payday, "salary", job, job.salary_on(payday) // job.payments, first, last)

    def _bonuses(self, job: Job, year: int) -> Iterator[Payslip]:
        banking, calendar = self._person.country.banking, bank_calendar(self._person.country.holidays)
        for month, day in banking.bonus_days:
            payday = calendar.on_or_before(date(year, month, day))
            if job.started + _FIRST_BONUS <= payday and job.holds_on(payday):
                cents = job.salary_on(payday) * banking.bonus // 100 // len(banking.bonus_days)
                yield Payslip(payday, "bonus", job, cents, date(year, 1, 1), date(year, 12, 31))

    def _paydays(self, year: int) -> Iterator[tuple[date, date, date]]:
        """The days on which salaries come, each with the days that it is for."""
        paydays, calendar = self._person.country.banking.paydays, bank_calendar(self._person.country.holidays)
        for month in (date(year, number, 1) for number in range(1, 13)):
            if not paydays:
                before = month - _DAY
                yield calendar.nth_working_day(month, _FIFTH), before.replace(day=1), before
            ends = [0, *(min(payday, last_day(month)) for payday in paydays)]
            for before_first, end in pairwise(ends):
                last = month.replace(day=end)
                yield calendar.on_or_before(last), month.replace(day=before_first + 1), last

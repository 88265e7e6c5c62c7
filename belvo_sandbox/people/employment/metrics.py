"""Metrics of a career up to a date, as Belvo works them out from an employment record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from belvo_sandbox.people.countries.bank_calendar import last_day
from belvo_sandbox.people.employment.careers import Job

_DAY = timedelta(days=1)
_NOTICED = 2  # per cent: smaller changes of salary do not count


@dataclass(frozen=True)
class SalaryChange:
    """A change of salary that counts."""

    day: date
    is_increase: bool
    job: int  # the number of the job it came with, or in
    in_job: bool  # not by changing jobs


@dataclass(frozen=True)
class CareerMetrics:
    """The jobs that somebody had by a date, the first one first, and what follows from them."""

    jobs: tuple[Job, ...]
    day: date
    retires: bool = False  # after the last job, instead of looking for the next one

    @property
    def status(self) -> str:
        """EMPLOYED, RETIRED or UNEMPLOYED."""
        if self.current_jobs:
            return "EMPLOYED"
        ended = bool(self.jobs) and self.jobs[-1].ended is not None
        return "RETIRED" if self.retires and ended else "UNEMPLOYED"

    @property
    def current_jobs(self) -> tuple[Job, ...]:
        """The jobs held on the day."""
        return tuple(job for job in self.jobs if job.holds_on(self.day))

    @property
    def last_day(self) -> date | None:
        """The last day of work; None of who never worked."""
        return max((job.last_until(self.day) for job in self.jobs), default=None)

    @cached_property
    def days_employed(self) -> int:
        """Days with at least one job."""
        return sum((end - start).days + 1 for start, end in self._spells())

    @property
    def weeks_employed(self) -> int:
        """Whole weeks with at least one job."""
        return self.days_employed // 7

    @property
    def days_doubly_employed(self) -> int:
        """Days on which a job went on although the next had begun."""
        return sum(job.days_until(self.day) for job in self.jobs) - self.days_employed

    @property
    def days_between(self) -> list[int]:
        """The lengths of the times without work since the first job."""
        gaps = [(after[0] - before[1]).days - 1 for before, after in pairwise(self._spells())]
        since = self.days_since_work
        return [gap for gap in (*gaps, since) if gap]

    @property
    def days_since_work(self) -> int:
        """Days since the last day of work; 0 while there is work."""
        return (self.day - self.last_day).days if self.last_day else 0

    def salary_on(self, day: date) -> int:
        """The salaries of all jobs of a day together, in cents a month."""
        return sum(job.salary_on(day) for job in self.jobs if job.holds_on(day))

    @cached_property
    def changes(self) -> tuple[SalaryChange, ...]:
        """The changes of salary that count, in their order of jobs."""
        return tuple(self._changes())

    def salaries(self, years: int) -> list[int]:
        """The salary of each month with work in the last years, newest first, in cents."""
        days = (_months_before(self.day, number) for number in range(12 * years))
        return [salary for salary in map(self.salary_on, days) if salary]

    def spans_years(self, years: int) -> bool:
        """The career is at least so many years long."""
        return bool(self.jobs) and self.jobs[0].started <= self.years_before(years)

    def years_before(self, years: int) -> date:
        """The day that lies so many years back."""
        return _months_before(self.day, 12 * years)

    def _spells(self) -> list[tuple[date, date]]:
        """The times with work, first and last days; what overlaps or touches is one."""
        spells: list[tuple[date, date]] = []
        for job in self.jobs:
            start, end = job.started, job.last_until(self.day)
            if spells and start <= spells[-1][1] + _DAY:
                start, before = spells.pop()
                end = max(before, end)
            spells.append((start, end))
        return spells

    def _changes(self) -> Iterator[SalaryChange]:
        before = 0
        for number, job in enumerate(self.jobs):
            salaries = ((job.started, job.salary_on(job.started)), *job.raises_until(self.day))
            for day, salary in salaries:
                if before and abs(salary - before) * 100 > before * _NOTICED:
                    yield SalaryChange(day, salary > before, number, day != job.started)
                before = salary


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, last_day(first)))

"""A salary as payroll tells it: what it is now, and each change of it at the same employer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LEAST = 0.01
"""The share of a salary by which it has to move; below that it was rounded."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days at one salary a month, in 1/10,000; one that goes on has no end."""

    employer: str
    start: date
    end: date | None
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Change:
    """From which day on which salary became which."""

    day: date
    employer: str
    currency: str
    before: int
    after: int

    @property
    def is_cut(self) -> bool:
        return self.after < self.before

    @property
    def share(self) -> float:
        """Below zero for a cut."""
        return (self.after - self.before) / self.before


@dataclass(frozen=True, slots=True)
class Salary:
    """What all employments of a currency that go on pay a month, or the last one did that has ended."""

    amount: int
    currency: str
    employers: Sequence[str]
    ended: date | None = None


def changes(stretches: Iterable[Stretch]) -> list[Change]:
    """Each change of a salary at one employer and in one currency, the newest first."""
    found: list[Change] = []
    before: dict[tuple[str, str], Stretch] = {}
    for stretch in sorted(stretches, key=lambda one: one.start):
        at = stretch.employer, stretch.currency
        last = before.get(at)
        if last and last.amount > 0 and abs(stretch.amount - last.amount) >= LEAST * last.amount:
            found.append(Change(stretch.start, stretch.employer, stretch.currency, last.amount, stretch.amount))
        before[at] = stretch
    return found[::-1]


def salaries(stretches: Iterable[Stretch]) -> dict[str, Salary]:
    """The salary by currency."""
    latest: dict[tuple[str, str], Stretch] = {}
    for stretch in sorted(stretches, key=lambda one: (one.start, one.end or date.max)):
        latest[stretch.employer, stretch.currency] = stretch
    return {currency: _salary(currency, [*latest.values()]) for _, currency in latest}


def _salary(currency: str, latest: Sequence[Stretch]) -> Salary:
    mine = [stretch for stretch in latest if stretch.currency == currency]
    if going_on := [stretch for stretch in mine if stretch.end is None]:
        return Salary(sum(one.amount for one in going_on), currency, [one.employer for one in going_on])
    last = max(mine, key=lambda one: one.end or one.start)
    return Salary(last.amount, currency, [last.employer], last.end)


def cut_lately(found: Iterable[Change], today: date) -> Change | None:
    """The newest cut of this month or of the twelve before it."""
    since = date(today.year - 1, today.month, 1)
    return next((change for change in found if change.is_cut and change.day >= since), None)

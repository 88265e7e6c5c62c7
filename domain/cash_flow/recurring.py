"""What comes back each month, in or out, by payer and payee; amounts are in 1/10,000 of one currency."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

FEWEST = 3
"""Months in which something has to have come before it is said to come back."""

STEADY = 0.1
"""Of what is expected, how far apart the least and the most of a steady one lie."""

_MISSED_OF = 5
"""Months of which one may be missing."""
_CENT = 100


@dataclass(frozen=True, slots=True)
class Movement:
    """What came in (above zero) or went out, from or to whom, see `payees.payee`."""

    key: int
    day: date
    amount: int
    payee: str


@dataclass(frozen=True, slots=True)
class Stream:
    """What comes back, by month (`2026-10`) since it began; `key` is its last movement's, `day` the usual one."""

    payee: str
    is_income: bool
    months: Mapping[str, int]
    number: int  # of movements in these months
    day: int
    key: int

    @property
    def expected(self) -> int:
        """Of a month: the middle of its months, without a sign."""
        return round(median(self.months.values()) / _CENT) * _CENT

    @property
    def least(self) -> int:
        return min(self.months.values())

    @property
    def most(self) -> int:
        return max(self.months.values())

    @property
    def is_steady(self) -> bool:
        """Much the same each month: a salary, a rent, a subscription, rather than a habit."""
        return self.most - self.least <= STEADY * self.expected


def recurring(movements: Iterable[Movement], months: Sequence[str]) -> list[Stream]:
    """The streams that go on, the largest first; `months` are the whole months that are looked at, the newest first.

    One came in the newest month and in all since its first one, of which of five or more one may be missing.
    """
    groups = defaultdict[tuple[str, bool], list[Movement]](list)
    known = {*months}
    for movement in movements:
        if f"{movement.day:%Y-%m}" in known and movement.amount:
            groups[movement.payee, movement.amount > 0].append(movement)
    found = (_stream(name, is_income, group, months) for (name, is_income), group in groups.items())
    return sorted(filter(None, found), key=lambda one: (-one.expected, one.payee))


def _stream(name: str, is_income: bool, group: Sequence[Movement], months: Sequence[str]) -> Stream | None:
    sums = defaultdict[str, int](int)
    for movement in group:
        sums[f"{movement.day:%Y-%m}"] += abs(movement.amount)
    first = min(sums)
    since = [month for month in months if month >= first]
    missing = len(since) - len(sums)
    if months[0] not in sums or len(sums) < FEWEST or missing > (len(since) >= _MISSED_OF):
        return None
    last = max(group, key=lambda movement: (movement.day, movement.key))
    usual = round(median(movement.day.day for movement in group))
    by_month = {month: sums.get(month, 0) for month in since}
    return Stream(name, is_income, by_month, len(group), usual, last.key)

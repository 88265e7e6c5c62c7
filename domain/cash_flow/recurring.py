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


@dataclass(frozen=True, slots=True)
class History:
    """All that moved from one payer, or to one payee, by month (`2026-10`)."""

    payee: str
    is_income: bool
    months: Mapping[str, Sequence[Movement]]


def histories(movements: Iterable[Movement]) -> list[History]:
    """Movements by payer and payee; what has no amount is none."""
    found = defaultdict[tuple[str, bool], dict[str, list[Movement]]](dict)
    for one in movements:
        if one.amount:
            found[one.payee, one.amount > 0].setdefault(one.day.isoformat()[:7], []).append(one)
    return [History(name, is_income, months) for (name, is_income), months in found.items()]


def recurring(known: Iterable[History], months: Sequence[str]) -> list[Stream]:
    """The streams that go on, the largest first; `months` are the whole months that are looked at, the newest first.

    One came in the newest month and in all since its first one, of which of five or more one may be missing.
    """
    streams = (_stream(one, months) for one in known if months[0] in one.months)
    return sorted(filter(None, streams), key=lambda one: (-one.expected, one.payee))


def _stream(known: History, months: Sequence[str]) -> Stream | None:
    there = [month for month in months if month in known.months]
    since = months[: months.index(there[-1]) + 1]
    missing = len(since) - len(there)
    if len(there) < FEWEST or missing > (len(since) >= _MISSED_OF):
        return None
    group = [movement for month in there for movement in known.months[month]]
    last = max(group, key=lambda movement: (movement.day, movement.key))
    usual = round(median(movement.day.day for movement in group))
    sums = {month: sum(abs(one.amount) for one in known.months.get(month, ())) for month in since}
    return Stream(known.payee, known.is_income, sums, len(group), usual, last.key)

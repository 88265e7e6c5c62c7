"""Days on which an account was below zero at their end, counted back from the balance that Belvo reported."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 90
"""Days that are looked at, up to the last look at the account."""

MOST = 5
"""Days in one month above which somebody is overdrawn often."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An account at the last look at it: its balance in 1/10,000, and from which day on its movements are known."""

    balance: int
    day: date
    known_from: date


def days_below_zero(account: Looked, moved: Mapping[date, int]) -> set[date]:
    """The days, of the last DAYS that are known, that ended below zero; `moved` is the sum of what moved by day.

    The reported balance holds for the day of the look; what moved later counts on.
    """
    since = max(account.day - timedelta(days=DAYS - 1), account.known_from)
    balance, day, found = account.balance, account.day, set[date]()
    while day >= since:
        if balance < 0:
            found.add(day)
        balance -= moved.get(day, 0)
        day -= timedelta(days=1)
    return found


@dataclass(frozen=True, slots=True)
class Overdrafts:
    """On how many days any account of a person was below zero, and on how many of the worst month."""

    days: int
    worst_month: int

    @property
    def is_often(self) -> bool:
        return self.worst_month > MOST


NEVER = Overdrafts(0, 0)


def overdrafts(of_accounts: Iterable[Set[date]]) -> Overdrafts:
    """A day on which several accounts were below zero is one day."""
    days = {day for found in of_accounts for day in found}
    by_month = Counter((day.year, day.month) for day in days)
    return Overdrafts(len(days), max(by_month.values(), default=0))

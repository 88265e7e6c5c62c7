"""A person's monthly income by the desk's own rule: what came in during the last whole months, and how it is spread.

Money that a person moves between accounts of their own is no income, nor is what is lent to them or paid back to them
from savings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

MONTHS = 6
"""Whole months that are looked at, at most."""

FEWEST = 3
"""Whole months below which nothing is said of how steady an income is."""

STEADY = 0.25
"""The spread up to which an income is steady."""

NO_INCOME = frozenset({"Credits & Loans", "Investments & Savings"})
"""Belvo's categories of inflows that are none."""

_CENT = 100
"""In 1/10,000: what lies in the middle of two amounts has no finer part."""


@dataclass(frozen=True, slots=True)
class Income:
    """Of so many whole months: the one in the middle, the least and the most, in 1/10,000."""

    months: int
    typical: int
    least: int
    most: int

    @property
    def spread(self) -> float | None:
        """Half of what lies between the least and the most, as a share of the middle; None of too few months."""
        if self.months < FEWEST or self.typical <= 0:
            return None
        return (self.most - self.least) / (2 * self.typical)

    @property
    def is_steady(self) -> bool | None:
        """None where nothing can be said of it."""
        if self.months < FEWEST:
            return None
        return self.spread is not None and self.spread <= STEADY


def whole_months(known_from: date | None, today: date) -> list[str]:
    """The last months, as `2026-10`, that have ended and are known from their first day on, the newest first."""
    if known_from is None:
        return []
    found: list[str] = []
    year, month = today.year, today.month
    while len(found) < MONTHS:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        if date(year, month, 1) < known_from:
            break
        found.append(f"{year:04}-{month:02}")
    return found


def income(came_in: Mapping[str, int], known_from: date | None, today: date) -> Income | None:
    """Of what came in by month, in one currency and without what is no income; a month without any counts as nothing.

    None where no whole month is known, or nothing came in during any.
    """
    amounts = [came_in.get(month, 0) for month in whole_months(known_from, today)]
    if not any(amounts):
        return None
    return Income(len(amounts), round(median(amounts) / _CENT) * _CENT, min(amounts), max(amounts))


def disagree(bank: int | None, payroll: int | None) -> bool:
    """Whether less reaches the bank than payroll tells, by more than a steady income would vary.

    More at the bank says nothing: a salary is told before other income, and after taxes it is less.
    """
    if bank is None or not payroll:
        return False
    return bank < payroll * (1 - STAYS_AWAY)


STAYS_AWAY = 0.5
"""The share of a salary that taxes and deductions may keep from the bank."""

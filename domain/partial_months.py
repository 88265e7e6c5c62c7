"""Months of which only a part is known or asked for, so that their sums are not to be held against those of others."""

from collections.abc import Set
from datetime import date, timedelta

Months = Set[date]
"""The first days of months."""


def month_start(today: date, back: int = 0) -> date:
    """The first day of the month that lies `back` months before that of `today`."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def partial_months(
    known_from: date | None, today: date, *, since: date | None = None, until: date | None = None
) -> Months:
    """The month in which what is known or asked for begins, unless on its first day, and that in which it ends.

    Nothing is known beyond today, and today goes on: its month is known in part on its last day as well.
    """
    begins = max(filter(None, (known_from, since)), default=None)
    ends = min(until or today, today)
    cut = {begins.replace(day=1)} if begins and begins.day > 1 else set()
    goes_on = ends == today or (ends + timedelta(days=1)).day > 1
    return cut | ({ends.replace(day=1)} if goes_on else set())

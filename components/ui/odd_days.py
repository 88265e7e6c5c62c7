"""Days that no institution can mean, such as 0001-01-01, 9999-12-31 or 2206: they stretch no chart.

Rows of such days are in tables and sums like all others.
"""

from datetime import date, timedelta

import pandas as pd

from components.ui import time_format
from languages import say_many

FIRST = date(1990, 1, 1)
"""Before that no institution tells what moved on an account."""

FIRST_OF_LIVES = date(1930, 1, 1)
"""Before that nobody who is connected has worked."""

_AHEAD = timedelta(days=5 * 366)
"""Instalments and due dates lie ahead, but not for ever."""


def possible(rows: pd.DataFrame, column: str, first: date = FIRST) -> pd.DataFrame:
    """The rows whose day in the column can be meant."""
    return rows[rows[column].between(pd.Timestamp(first), pd.Timestamp(_last()))]


def meant(days: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """The days, but those that can't be meant, as 9999-12-31 for what has no end yet."""
    return days.where(days <= pd.Timestamp(_last()))


def within(day: date) -> date:
    """The day, or the nearest that can be meant."""
    return min(max(day, FIRST), _last())


def left_out(number: int) -> str:
    """What a chart says of rows that it leaves out; nothing where it has all."""
    if not number:
        return ""
    return say_many(
        "; {number} row of an impossible day left out", "; {number} rows of an impossible day left out", number
    )


def _last() -> date:
    return time_format.today() + _AHEAD

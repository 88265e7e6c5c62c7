"""Months as charts name them: those that are known in part are marked."""

from collections.abc import Iterable

import pandas as pd

from components.ui.time_format import month
from domain.partial_months import Months


def month_names(firsts: Iterable[pd.Timestamp], partial: Months = frozenset()) -> list[str]:
    """`Nov 2026`, and `Nov 2026 (part)`."""
    return [f"{month(first)} (part)" if first.date() in partial else month(first) for first in firsts]


def said_in_part(firsts: Iterable[pd.Timestamp], partial: Months) -> str:
    """What a chart says of those of its months: `; Nov 2024 and Nov 2026 in part`; nothing where all are whole."""
    names = [month(first) for first in sorted({*firsts}) if first.date() in partial]
    return f"; {' and '.join(names)} in part" if names else ""

"""Figures of several links that are told as a spread, since they may not be added."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median


@dataclass(frozen=True)
class Distribution:
    """How many values there are, the one in the middle, and the least and the most of them."""

    count: int
    median: Decimal
    least: Decimal
    most: Decimal


def distribution(values: Iterable[Decimal]) -> Distribution | None:
    """None of no value."""
    known = sorted(values)
    if not known:
        return None
    return Distribution(len(known), median(known), known[0], known[-1])

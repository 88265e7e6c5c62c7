"""How figures of many are spread: told by their middle and their ends, and which lie far beyond all others."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TypeVar

FAR = 20
"""Times as large as the next."""

_LEAST = 5
_SHARE = 10

_Name = TypeVar("_Name", bound=Hashable)


@dataclass(frozen=True)
class Distribution:
    """How many values there are, the one in the middle, and the least and the most of them."""

    count: int
    median: Decimal
    least: Decimal
    most: Decimal


def distribution(values: Iterable[Decimal]) -> Distribution | None:
    """Of values that may not be added, such as monthly figures of several links; None of no value."""
    known = sorted(values)
    if not known:
        return None
    return Distribution(len(known), median(known), known[0], known[-1])


def outliers(sizes: Mapping[_Name, float]) -> set[_Name]:
    """The names of the largest sizes where all others are far below them: at most a tenth of the names, or one.

    Fewer than five names have none: a person's few accounts differ as much, and each is what the chart is about.
    """
    ordered = sorted(sizes, key=lambda name: abs(sizes[name]), reverse=True)
    if len(ordered) < _LEAST:
        return set()
    for number in range(max(1, len(ordered) // _SHARE), 0, -1):
        beyond, rest = abs(sizes[ordered[number - 1]]), abs(sizes[ordered[number]])
        if rest and beyond > FAR * rest:
            return {*ordered[:number]}
    return set()

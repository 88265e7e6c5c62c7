"""Which of many figures are so large that a chart of all would show nothing else."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FAR = 20
"""Times as large as the next."""

_LEAST = 5
_SHARE = 10

_Name = TypeVar("_Name", bound=Hashable)


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

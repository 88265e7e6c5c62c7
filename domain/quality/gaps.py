"""Days without a movement, where an account usually has some: measured by its own habit.

Days count as date.toordinal() does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST = 20
"""Days with movements below which an account has no habit that a gap could be told from."""

SHORTEST = 7
"""Days without any below which nothing is a gap."""

USUAL = 0.9
"""The share of the times between two days with movements that are no longer than the usual one."""

TIMES = 3
"""How many times as long as usual a gap is at least."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The first and the last day without a movement, and the days that usually lie between two of them, at most."""

    first: int
    last: int
    usual: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1


def gaps(days: Sequence[int], until: int) -> list[Gap]:
    """The times without a movement that are out of habit; `until` is the day of the last look at the account."""
    ordered = sorted({*days})
    if len(ordered) < FEWEST:
        return []
    apart = sorted(after - before - 1 for before, after in pairwise(ordered))
    usual = apart[int(USUAL * (len(apart) - 1))]
    longest = max(SHORTEST, TIMES * usual)
    ends = [*ordered, max(until + 1, ordered[-1] + 1)]
    return [Gap(before + 1, after - 1, usual) for before, after in pairwise(ends) if after - before - 1 > longest]

"""Whether an account adds up: what it opened with and what moved is what it closed with.

Amounts are in 1/10,000 and days count as date.toordinal() does. What is owed on a liability goes the other way round,
so that its balances are told negative here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

CENT = 100


@dataclass(frozen=True, slots=True)
class Look:
    """What an account held when Belvo looked at it."""

    day: int
    balance: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day's movements: their sum, and the balances that the institution wrote behind them, in any order.

    `held` is what of the sum is only held: some institutions have it in their balances, others not yet.
    """

    day: int
    moved: int
    balances: frozenset[int]
    held: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """From the balance of one day to that of another so much is missing, or above zero too much."""

    first: int
    last: int
    off: int


def between_looks(looks: Sequence[Look], moved: Mapping[int, int], gross: Mapping[int, int]) -> list[Break]:
    """Looks whose difference is not what moved between them; `moved` without what is only held.

    On the days of the looks themselves nobody knows what had moved by then, so that as much as moved on them, in and
    out (`gross`), may be missing.
    """
    found = list[Break]()
    for opening, closing in pairwise(sorted(looks, key=lambda look: look.day)):
        between = sum(amount for day, amount in moved.items() if opening.day < day <= closing.day)
        off = closing.balance - opening.balance - between
        if abs(off) > CENT + gross.get(opening.day, 0) + gross.get(closing.day, 0):
            found.append(Break(opening.day, closing.day, off))
    return found


def day_by_day(days: Sequence[Day]) -> list[Break]:
    """Days after which no balance that was written is one from before and what moved.

    Rows of one day come in no order that is promised, so that any balance of the day before may be its last, and any
    of the day its own. A day without a balance breaks nothing; what moved on it counts for the next.
    """
    return [*_breaks(sorted(days, key=lambda one: one.day))]


def _breaks(days: Sequence[Day]) -> Iterator[Break]:
    before: Day | None = None
    since = held = 0
    for one in days:
        since, held = since + one.moved, held + one.held
        if not one.balances:
            continue
        if before is not None:
            ways = product(before.balances, one.balances, {since, since - held})
            off = min((after - opened - moved for opened, after, moved in ways), key=abs)
            if abs(off) > CENT:
                yield Break(before.day, one.day, off)
        before, since, held = one, 0, 0

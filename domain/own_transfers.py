"""Money that a person moves between accounts of their own: neither income nor spending.

Two movements are one transfer where the same amount leaves one account and reaches another of the same person within
three days, a card that is paid among them. An institution tells no such pairs, so that a few may be chance; what is
plainly income or a purchase is none.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONGEST = 3
"""Days between both ends."""

CATEGORIES = frozenset(
    {"", "Unknown", "Uncategorized", "Transfers", "Deposits", "Investments & Savings", "Credits & Loans"}
)
"""Belvo's categories that either end of a transfer may have."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What one account says; `amount` is below zero for what left it, `day` counts from any day on."""

    key: int
    link: str
    account: str
    day: int
    amount: int
    currency: str
    reference: str


def pairs(movements: Iterable[Movement]) -> dict[int, int]:
    """The other end's key by the key of each end, of movements of one person.

    Each movement has one other end at most: with the same reference rather than without, in the same link rather than
    in another, and the nearest in days.
    """
    groups = defaultdict[tuple[str, int], list[Movement]](list)
    for movement in movements:
        if movement.amount:
            groups[movement.currency, abs(movement.amount)].append(movement)
    found: dict[int, int] = {}
    for group in groups.values():
        for _, left, reached in sorted(_candidates(group)):
            if left not in found and reached not in found:
                found[left], found[reached] = reached, left
    return found


_Rank = tuple[bool, bool, int, int]


def _candidates(group: Sequence[Movement]) -> Iterator[tuple[_Rank, int, int]]:
    reached = sorted((one for one in group if one.amount > 0), key=lambda one: one.day)
    days = [one.day for one in reached]
    for left in group:
        if left.amount > 0:
            continue
        near = reached[bisect_left(days, left.day - LONGEST) : bisect_right(days, left.day + LONGEST)]
        for other in near:
            if other.account != left.account:
                yield _rank(left, other), left.key, other.key


def _rank(left: Movement, reached: Movement) -> _Rank:
    same_reference = bool(left.reference) and left.reference == reached.reference
    return not same_reference, left.link != reached.link, abs(left.day - reached.day), left.day

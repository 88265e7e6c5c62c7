"""Money that a person moves between accounts of their own: neither income nor spending.

Two movements are one transfer where the same amount leaves one account and reaches another of the same person within
three days, a card that is paid among them. An institution tells no such pairs, so that each says what speaks for it: a
pair for which nothing does but amount and days may be chance. What is plainly income or a purchase is none.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.assignment import most_pairs
from domain.person.agreement import words_of

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


class Evidence(StrEnum):
    """What speaks for a pair beside amount and days, the most telling first."""

    REFERENCE = "reference"  # both have the same
    NAMES = "names"  # both texts name the person
    ONE_BANK = "one bank"  # one institution booked both on one day
    NOTHING = "nothing"


def evidence(left: Movement, reached: Movement, named: Collection[int]) -> Evidence:
    """What speaks for two movements that are a pair by amount and days; `named` as for `pairs`."""
    if _same_reference(left, reached):
        return Evidence.REFERENCE
    if left.key in named and reached.key in named:
        return Evidence.NAMES
    return Evidence.ONE_BANK if left.link == reached.link and left.day == reached.day else Evidence.NOTHING


def pairs(movements: Iterable[Movement], named: Collection[int] = ()) -> dict[int, int]:
    """The other end's key by the key of each end, of movements of one person.

    `named` are the keys of movements whose text names the person. Those of the same reference are paired first, then
    those of which both ends name the person, then all others; each time as an assignment: as many as there can be, in
    the same link rather than in another, and the nearest in days, where what reached before it left is a day further.
    """
    found: dict[int, int] = {}

    def both_named(left: Movement, reached: Movement) -> bool:
        return left.key in named and reached.key in named

    for group in _groups(movements):
        ends = [*_candidates(group)]
        for is_likely in (_same_reference, both_named, _any):
            ends = [(a, b) for a, b in ends if a.key not in found and b.key not in found]
            likely = {(a.key, b.key): _cost(a, b) for a, b in ends if is_likely(a, b)}
            for left, reached in most_pairs(likely).items() if likely else ():
                found[left], found[reached] = reached, left
    return found


def uncertain(movements: Iterable[Movement]) -> set[int]:
    """The keys of movements for which it matters whom their texts name: there are several ends that may be theirs."""
    found: set[int] = set()
    for group in _groups(movements):
        ends = [*_candidates(group)]
        if len(ends) > 1:
            found |= {one.key for pair in ends for one in pair}
    return found


def names(text: str, people: Iterable[str]) -> bool:
    """Whether a text has all words of one of these names, however they are written."""
    there = words_of(text)
    return any(mine and mine <= there for mine in map(_words_of_person, people))


_words_of_person = lru_cache(maxsize=1_000)(words_of)
"""Few names are asked for again and again, text by text."""


def _groups(movements: Iterable[Movement]) -> Iterable[Sequence[Movement]]:
    """Those of one amount that something both left and reached."""
    groups = defaultdict[tuple[str, int], list[Movement]](list)
    for movement in movements:
        if movement.amount:
            groups[movement.currency, abs(movement.amount)].append(movement)
    return [group for group in groups.values() if len({one.amount > 0 for one in group}) > 1]


def _candidates(group: Sequence[Movement]) -> Iterator[tuple[Movement, Movement]]:
    reached = sorted((one for one in group if one.amount > 0), key=lambda one: one.day)
    days = [one.day for one in reached]
    for left in group:
        if left.amount > 0:
            continue
        near = reached[bisect_left(days, left.day - LONGEST) : bisect_right(days, left.day + LONGEST)]
        yield from ((left, other) for other in near if other.account != left.account)


def _same_reference(left: Movement, reached: Movement) -> bool:
    return bool(left.reference) and left.reference == reached.reference


def _any(_left: Movement, _reached: Movement) -> bool:
    return True


def _cost(left: Movement, reached: Movement) -> int:
    is_early = reached.day < left.day
    return (LONGEST + 2) * (left.link != reached.link) + abs(left.day - reached.day) + is_early

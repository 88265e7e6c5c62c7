"""Movements that an account may tell by mistake: twins of another, and holds that were never booked.

Two rows are twins only where nothing tells them apart: a balance that moves on from one to the other says that both
happened, as two coffees of one morning. Where no balance is told the institution may mean both all the same, and it may
book a hold late; so they count until somebody leaves them out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_HOLD = 30
"""Days after which a hold is not booked any more."""


class Doubt(StrEnum):
    """Why a row is marked."""

    TWIN = "twin"
    NEVER_BOOKED = "never_booked"


@dataclass(frozen=True, slots=True)
class Told:
    """One row of an account; `day` counts from any day on, `content` is all that tells it from others but its id.

    `balance` is what the account held after it, None where that is not told.
    """

    key: int
    account: str
    day: int
    is_pending: bool
    content: tuple[object, ...]
    balance: int | None = None


def doubts(rows: Iterable[Told], booked_until: Mapping[str, int]) -> dict[int, Doubt]:
    """The doubt by the row's key: of rows that are alike, see `_twins`, and holds long behind their account.

    `booked_until` is the day of the newest movement of each account that is booked.
    """
    alike = defaultdict[tuple[object, ...], list[Told]](list)
    found: dict[int, Doubt] = {}
    for row in sorted(rows, key=lambda row: row.key):
        alike[row.account, row.day, *row.content].append(row)
        if row.is_pending and booked_until.get(row.account, row.day) - row.day > LONGEST_HOLD:
            found[row.key] = Doubt.NEVER_BOOKED
    return found | {row.key: Doubt.TWIN for group in alike.values() for row in _twins(group)}


def _twins(alike: Sequence[Told]) -> list[Told]:
    """All but the first of each balance, or the first of all where none tells one; `alike` begins with the oldest."""
    first = {row.balance: row.key for row in reversed(alike) if row.balance is not None}
    happened = {*first.values()} or {alike[0].key}
    return [row for row in alike if row.key not in happened]

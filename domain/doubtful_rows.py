"""Movements that an account may tell by mistake: twins of another, and holds that were never booked.

An institution may mean both twins, as two coffees of one morning, and may book a hold late; so they count until
somebody leaves them out.
"""

from collections.abc import Iterable, Mapping
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
    """One row of an account; `day` counts from any day on, `content` is all that tells it from others but its id."""

    key: int
    account: str
    day: int
    is_pending: bool
    content: tuple[object, ...]


def doubts(rows: Iterable[Told], booked_until: Mapping[str, int]) -> dict[int, Doubt]:
    """The doubt by the row's key: of rows that are alike all but the first, and holds long behind their account.

    `booked_until` is the day of the newest movement of each account that is booked.
    """
    seen = set[tuple[object, ...]]()
    found: dict[int, Doubt] = {}
    for row in sorted(rows, key=lambda row: row.key):
        alike = (row.account, row.day, *row.content)
        if alike in seen:
            found[row.key] = Doubt.TWIN
        elif row.is_pending and booked_until.get(row.account, row.day) - row.day > LONGEST_HOLD:
            found[row.key] = Doubt.NEVER_BOOKED
        seen.add(alike)
    return found

"""What can be wrong with single rows: a day that can't be, another currency than the account's, a late correction.

Days count as date.toordinal() does.
"""

from collections.abc import Collection, Iterable

from domain.corrections import Change

AHEAD = 366
"""Days ahead that instalments and what is due may lie."""

EARLIEST = 726_468
"""1990-01-01: before that no institution tells what moved."""

LATE = 30
"""Days after a movement's own day from which on a correction of it is late: months that were closed change."""

COUNTED = frozenset({"amount", "type", "currency", "value_date", "accounting_date", "status"})
"""Fields of a movement that figures are made of."""


def is_possible(day: int | None, today: int) -> bool:
    """Whether an institution can mean this day."""
    return day is not None and EARLIEST <= day <= today + AHEAD


def is_late(corrected_on: int, day: int | None, changes: Iterable[Change], counted: Collection[str] = COUNTED) -> bool:
    """Whether a correction comes late, and to a field that figures are made of."""
    return day is not None and corrected_on - day > LATE and any(change.field in counted for change in changes)


def has_other_currency(currency: str | None, of_account: str | None) -> bool:
    """Whether a row names another currency than its account; a missing one says nothing."""
    return bool(currency and of_account and currency != of_account)

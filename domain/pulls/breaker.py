"""Institutions that do not answer: how that is noticed, what follows, and how it ends."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

PATIENCE = 3
"""From so many pulls in a row on whose calls timed out, an institution is tried by one pull at a time."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """An institution whose calls timed out: in how many pulls in a row, since when, the last time, asked for what.

    `opened_at` is when that was too often.
    """

    institution: str
    since: datetime
    last_at: datetime
    pulls: int
    resources: frozenset[str]
    opened_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


def after(
    before: Breaker | None, institution: str, *, timed_out: Collection[str], answered: Collection[str], now: datetime
) -> Breaker | None:
    """What is known of the institution after one more pull; None where it answers.

    Only an answer about what it did not answer before tells that it answers again: it may list accounts and hang at
    transactions.
    """
    if not timed_out:
        return None if before and before.resources & {*answered} else before
    known = before or Breaker(institution, now, now, 0, frozenset())
    pulls = known.pulls + 1
    opened_at = known.opened_at or (now if pulls >= PATIENCE else None)
    return replace(known, last_at=now, pulls=pulls, resources=known.resources | {*timed_out}, opened_at=opened_at)

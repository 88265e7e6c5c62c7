"""How long somebody who has signed in stays so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_USE = timedelta(minutes=5)
"""How old a sign-in may be when it is first seen; an older one that nobody knows was ended, or is of another store."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`idle` without anything that a person does, and `longest` whatever they do."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of one person: since when, when they last did something, and whether it was ended."""

    id: str
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    def is_over(self, limits: Limits, now: datetime) -> bool:
        """Whether it counts no more."""
        if self.ended_at is not None:
            return True
        return now - self.began_at >= limits.longest or now - self.seen_at >= limits.idle


def may_begin(signed_at: datetime, limits: Limits, now: datetime) -> bool:
    """Whether a sign-in that is not known yet is as new as it has to be."""
    return now - signed_at < min(FIRST_USE, limits.longest)

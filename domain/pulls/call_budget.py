"""One rate of calls for all who call Belvo from here: persons first, nobody beyond what its firewall lets through."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=30)
CALLS = 70
"""Calls that go out evenly in a window: with those that may come at once 75, five less than Belvo allows an address."""

AT_ONCE, AT_ONCE_IN_PULLS = 5, 2
"""Calls that may follow each other without a pause: what a pull leaves of them, a person finds."""

SPACING = WINDOW / CALLS
LONGEST_HOLD = timedelta(seconds=120)
"""For how long everybody stops calling at most, whatever Belvo asks for."""

NOTABLE = timedelta(seconds=3)
"""Who waits longer for a call is told that the rate is why."""


@dataclass(frozen=True, slots=True)
class CallBudget:
    """`next_at` is when all calls until now would have gone out evenly; `held_until` is Belvo's own pause.

    `slowed_at` is when a call last had waited for notably long.
    """

    next_at: datetime
    held_until: datetime | None = None
    slowed_at: datetime | None = None

    def wait(self, now: datetime, *, is_urgent: bool) -> timedelta:
        """How long until a call may go out."""
        room = SPACING * ((AT_ONCE if is_urgent else AT_ONCE_IN_PULLS) - 1)
        place = max(now, self._even(now) - room, self._hold(now))
        return place - now

    def taken(self, now: datetime, *, is_urgent: bool, waited: timedelta = timedelta()) -> "CallBudget | None":
        """The budget once the caller has its place, even one that is to come; None where a pull has to ask again.

        So a person's place is behind those of other persons only, and a pull takes what is free at this moment.
        """
        wait = self.wait(now, is_urgent=is_urgent)
        if wait and not is_urgent:
            return None
        slowed_at = now if waited + wait >= NOTABLE else self.slowed_at
        return replace(self, next_at=max(self._even(now), self._hold(now), now) + SPACING, slowed_at=slowed_at)

    def held(self, now: datetime, seconds: float) -> "CallBudget":
        """The budget after Belvo has asked to be left alone for so long."""
        until = now + min(timedelta(seconds=seconds), LONGEST_HOLD)
        return replace(self, held_until=max(until, self._hold(now)))

    def holds_up_until(self, now: datetime) -> datetime | None:
        """When nobody may call before, if that is notably later than now."""
        until = now + self.wait(now, is_urgent=False)
        return until if until - now >= NOTABLE else None

    def is_slow(self, now: datetime) -> bool:
        """Whether the rate is what pulls wait for."""
        lately = self.slowed_at is not None and timedelta() <= now - self.slowed_at < 2 * NOTABLE
        return lately or self.holds_up_until(now) is not None

    def _even(self, now: datetime) -> datetime:
        """A place further away than any there can be was taken before the clock was set back."""
        return self.next_at if self.next_at - now <= LONGEST_HOLD + WINDOW else now

    def _hold(self, now: datetime) -> datetime:
        return self.held_until if self.held_until and now <= self.held_until <= now + LONGEST_HOLD else now

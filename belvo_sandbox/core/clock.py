"""The sandbox's own time: the wall clock, or a fixed instant, plus an offset that its state keeps."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from belvo_sandbox.core.state import State

_OFFSET = "clock_offset_seconds"
END = datetime(2100, 1, 1, tzinfo=UTC)  # histories grow day by day as far as the clock goes


class ClockError(ValueError):
    """The clock can't be moved there; the message says why."""


class Clock:
    """Tells the sandbox's time, in UTC; every process over the same state reads the same offset."""

    def __init__(self, state: State, frozen: datetime | None = None) -> None:
        self._state = state
        self._frozen = frozen and frozen.astimezone(UTC)
        state.setdefault(_OFFSET, "0")

    @property
    def is_frozen(self) -> bool:
        return self._frozen is not None

    @property
    def offset(self) -> timedelta:
        """All moves together."""
        return timedelta(seconds=float(self._state.setting(_OFFSET)))

    def now(self) -> datetime:
        """The current instant of the sandbox."""
        return self._start() + self.offset

    def advance(self, by: timedelta) -> datetime:
        """Move the clock on; the instant that it shows then. Raises ClockError for a move back or beyond `END`."""
        return self._move(lambda offset: offset + by)

    def set(self, instant: datetime) -> datetime:
        """Move the clock on to an instant. Raises ClockError for one that is over or lies beyond `END`."""
        self._move(lambda _: instant - self._start())
        return instant

    def restore(self, instant: datetime) -> None:
        """Have the clock go on from an instant, be it over: everything that happened after it is gone too."""
        with self._state.write() as connection:
            seconds = repr((instant - self._start()).total_seconds())
            connection.execute("UPDATE settings SET value = ? WHERE name = ?", (seconds, _OFFSET))

    def _start(self) -> datetime:
        return self._frozen or datetime.now(UTC)

    def _move(self, new_offset: Callable[[timedelta], timedelta]) -> datetime:
        with self._state.write() as connection:
            query = "SELECT value FROM settings WHERE name = ?"
            before = timedelta(seconds=float(connection.execute(query, (_OFFSET,)).fetchone()[0]))
            after, start = new_offset(before), self._start()
            if after < before:
                # What was fetched until now would lie in the future.
                raise ClockError(f"The clock shows {text(start + before)} already; it only moves on.")
            if after >= END - start:
                raise ClockError(f"The clock ends at {text(END)}.")
            query = "UPDATE settings SET value = ? WHERE name = ?"
            connection.execute(query, (repr(after.total_seconds()), _OFFSET))
        return start + after


@lru_cache(maxsize=1024)  # the same few stamps are on all rows of a fetch
def text(instant: datetime) -> str:
    """An instant as Belvo writes it: microseconds and Z; sorts as it reads."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse(value: str) -> datetime:
    """The instant that `text` wrote."""
    return datetime.fromisoformat(value)


def parse_day(value: str) -> date:
    """A date written YYYY-MM-DD; raises ValueError for every other form of ISO 8601."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(value)
    return date.fromisoformat(value)


@dataclass(frozen=True)
class Zone:
    """A country's hour. Mexico and Brazil have given up summer time, so an offset is enough."""

    hours: int

    def day(self, instant: datetime) -> date:
        """The date on which an instant falls there."""
        return self.moment(instant)[0]

    def moment(self, instant: datetime) -> tuple[date, int]:
        """The date there, and the seconds after its midnight."""
        local = instant.astimezone(timezone(timedelta(hours=self.hours)))
        return local.date(), local.hour * 3600 + local.minute * 60 + local.second

    def instant(self, day: date, seconds: int) -> datetime:
        """The instant that lies so many seconds after midnight there, in UTC."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return midnight + timedelta(0, seconds - self.hours * 3600)

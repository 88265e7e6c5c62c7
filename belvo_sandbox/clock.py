"""The sandbox's own time: the wall clock plus an offset that its state keeps, or a fixed instant."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from belvo_sandbox.state import State

_OFFSET = "clock_offset_seconds"


class Clock:
    """Tells the sandbox's time, in UTC; every process over the same state reads the same offset."""

    def __init__(self, state: State, frozen: datetime | None = None) -> None:
        self._state = state
        self._frozen = frozen and frozen.astimezone(UTC)
        state.settle(_OFFSET, "0")

    def now(self) -> datetime:
        """The current instant of the sandbox."""
        if self._frozen:
            return self._frozen
        return datetime.now(UTC) + timedelta(seconds=float(self._state.setting(_OFFSET)))


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
        return midnight + timedelta(seconds=seconds) - timedelta(hours=self.hours)

"""What one check is, and the words and limits that all of them use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import terminal
from languages import decimal, say
from store.core import instants

State = Literal["well", "doubtful", "failed"]

PATIENCE = 5.0  # seconds that a check waits for an answer


@dataclass(frozen=True)
class Check:
    """What one check found, and what to do about it where something is wrong; its name is in English."""

    name: str
    state: State
    found: str
    cure: str = ""

    @property
    def line(self) -> str:
        """What was found, as a terminal shows it."""
        word = "failed" if self.state == "failed" else "ok"
        return f"{word:<7} {self.name}: {' '.join(filter(None, (self.found, self.cure)))}"


def tell(checks: Iterable[Check]) -> int:
    """Say a line a check in the terminal, each once; the exit status, 1 if one fails."""
    told = {check.line: check for check in checks}.values()  # one file that can't be read fails more than one
    for check in told:
        terminal.say(check.line)
    return int(any(check.state == "failed" for check in told))


def as_size(number: int) -> str:
    return f"{decimal(number / 1e9, 1)} GB" if number >= 1e9 else f"{decimal(number / 1e6, 1)} MB"


def span_since(instant: str) -> str:
    return as_span(max(datetime.now(UTC) - instants.decode(instant), timedelta()))


def as_span(span: timedelta) -> str:
    days = span.total_seconds() / 86_400
    return say("{days} days", days=decimal(days, 1)) if days >= 1 else f"{decimal(span.total_seconds() / 60, 0)} min"

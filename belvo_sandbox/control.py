"""Control: steers a running sandbox from Python; the calls below /control/ do the same things through it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from belvo_sandbox import deliveries, timeline
from belvo_sandbox.clock import text
from belvo_sandbox.deliverer import Deliverer
from belvo_sandbox.sandbox import Sandbox


class Control:
    """What tests and demos do to a sandbox, beside what its API offers; thread-safe."""

    def __init__(self, sandbox: Sandbox, deliverer: Deliverer) -> None:
        self._sandbox = sandbox
        self._deliverer = deliverer

    def inspect(self) -> dict[str, Any]:
        """What the sandbox holds, as counts."""
        return {
            "instance": self._sandbox.instance,
            "seed": self._sandbox.seed,
            "now": text(self._sandbox.clock.now()),
        }

    def now(self) -> datetime:
        """What the sandbox's clock shows."""
        return self._sandbox.clock.now()

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Move the clock on, and carry out all that comes due by then; what it shows afterwards.

        Raises `clock.ClockError` for a move back or beyond the clock's end.
        """
        by = timedelta(days=days, hours=hours, minutes=minutes)
        return self._move(lambda: self._sandbox.clock.advance(by))

    def set_clock(self, instant: datetime) -> datetime:
        """Move the clock on to an instant that knows its time zone; as `advance`."""
        return self._move(lambda: self._sandbox.clock.set(instant))

    def _move(self, move: Callable[[], datetime]) -> datetime:
        # What was announced before the move is worded before it, so that webhooks don't depend on who was faster.
        deliveries.compose_all(self._sandbox)
        now = move()
        timeline.catch_up(self._sandbox.state, now)
        self._deliverer.wake()
        return now

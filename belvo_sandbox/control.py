"""Control: steers a running sandbox from Python; the calls below /control/ do the same things through it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from belvo_sandbox import deliveries, disturbances, orders, snapshots, timeline
from belvo_sandbox.clock import parse, text
from belvo_sandbox.deliverer import Deliverer
from belvo_sandbox.disturbances import FAULT, MISHAP
from belvo_sandbox.sandbox import Sandbox
from belvo_sandbox.snapshots import SAVED_AT, SEED


class Control:
    """What tests and demos do to a sandbox, beside what its API offers; thread-safe."""

    def __init__(self, sandbox: Sandbox, deliverer: Deliverer, operations: Collection[str]) -> None:
        self._sandbox = sandbox
        self._deliverer = deliverer
        self._operations = operations  # of the API: method and path

    def inspect(self) -> dict[str, Any]:
        """What the sandbox is, and how much it holds of everything."""
        sandbox = self._sandbox
        with sandbox.state.read() as connection:
            held = snapshots.counts(connection)
            live = {f"{kind}s": len(disturbances.live(connection, kind)) for kind in (FAULT, MISHAP)}
        now, frozen = text(sandbox.clock.now()), sandbox.clock.is_frozen
        return {"instance": sandbox.instance, "seed": sandbox.seed, "now": now, "frozen": frozen, **held, **live}

    def reset(self) -> str:
        """Forget everything, as if the folder were new; the id of the instance that begins."""
        snapshots.reset(self._sandbox.state)
        self._sandbox.forget()
        return self._sandbox.instance

    def save(self, path: Path) -> None:
        """Write all that the sandbox holds to a file; it may go on working meanwhile."""
        notes = {SAVED_AT: text(self._sandbox.clock.now()), SEED: str(self._sandbox.seed)}
        snapshots.save(self._sandbox.state, path, notes)

    def load(self, path: Path) -> str:
        """Go on from a file that was saved, here or elsewhere, with its seed and at its instant; the new instance's id.

        Raises `state.StateError` for a file that is none, and OSError for one that can't be read.
        """
        notes = snapshots.load(self._sandbox.state, path)
        if SAVED_AT in notes:
            self._sandbox.clock.restore(parse(notes[SAVED_AT]))
        self._sandbox.forget()
        self._deliverer.wake()
        return self._sandbox.instance

    def add_fault(
        self,
        error: str,
        *,
        endpoint: str | None = None,
        institution: str | None = None,
        link: str | None = None,
        times: int | None = None,
        probability: float | None = None,
        **settings: Any,  # noqa: ANN401 - of the error
    ) -> int:
        """Have calls go wrong from now on, those that all of endpoint, institution and link name; the fault's id.

        `times` ends it after so many, `probability` picks among them; without either all go wrong. Settings are
        `seconds`, `message` and `field`, as `faults.KINDS` has them. Raises ApiError that names the wrong field.
        """
        aim = {"endpoint": endpoint, "institution": institution, "link": link}
        made = self.order_fault({"error": error, **aim, "times": times, "probability": probability, **settings})
        return int(made["id"])

    def order_fault(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """As `add_fault`, with the fields of a body; the fault as it is listed."""
        with self._sandbox.state.write() as connection:
            order = orders.fault(body, self._operations, connection)
            return disturbances.add(connection, FAULT, *order, self._sandbox.clock.now()).shown()

    def faults(self) -> list[dict[str, Any]]:
        """Every fault, oldest first, with how often it struck; those that are over stay until they are ended."""
        with self._sandbox.state.read() as connection:
            return [fault.shown() for fault in disturbances.all_of(connection, FAULT)]

    def end_fault(self, id_: int | str) -> bool:
        """End a fault; whether it was there."""
        with self._sandbox.state.write() as connection:
            return disturbances.end(connection, FAULT, str(id_))

    def end_faults(self) -> int:
        """End all faults; how many there were."""
        with self._sandbox.state.write() as connection:
            return disturbances.end_all(connection, FAULT)

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

"""Control: steers a running sandbox from Python; the calls below /control/ do the same things through it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from belvo_sandbox.bank import corrections, links
from belvo_sandbox.core import snapshots
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.snapshots import SAVED_AT, SEED
from belvo_sandbox.data import repository
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import requests, rules
from belvo_sandbox.faults.rules import FAULT, MISHAP
from belvo_sandbox.lifecycle import scheduler
from belvo_sandbox.webhooks.sender import Deliverer


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
            live = {f"{kind}s": len(rules.live(connection, kind)) for kind in (FAULT, MISHAP)}
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
        seconds: float | None = None,
        message: str | None = None,
        field: str | None = None,
    ) -> int:
        """Have calls go wrong from now on, those that all of endpoint, institution and link name; the fault's id.

        `times` ends it after so many, `probability` picks among them; without either all go wrong. `faults.KINDS` says
        which take `seconds`, `message` and `field`. Raises ApiError that names the wrong field.
        """
        settings = {"seconds": seconds, "message": message, "field": field}
        aim = {"endpoint": endpoint, "institution": institution, "link": link}
        often = {"times": times, "probability": probability}
        return int(self.order(FAULT, {"error": error, **aim, **often, **settings})["id"])

    def faults(self) -> list[dict[str, Any]]:
        """Every fault, oldest first, with how often it struck; those that are over stay until they are ended."""
        return self.listed(FAULT)

    def end_fault(self, id_: int) -> bool:
        """End a fault; whether it was there."""
        return self.end(FAULT, str(id_))

    def end_faults(self) -> int:
        """End all faults; how many there were."""
        return self.end_all(FAULT)

    def add_mishap(
        self,
        mishap: str,
        *,
        endpoint: str | None = None,
        type: str | None = None,  # noqa: A002 - as Belvo calls it
        code: str | None = None,
        link: str | None = None,
        times: int | None = None,
        probability: float | None = None,
        seconds: float | None = None,
        hours: float | None = None,
    ) -> int:
        """Have webhooks go astray from now on, those that all that is given names; the mishap's id.

        How often: as for a fault. `mishaps.KINDS` says what each does; one that is late takes `seconds` or `hours`.
        """
        aim = {"endpoint": endpoint, "type": type, "code": code, "link": link}
        often = {"times": times, "probability": probability}
        return int(self.order(MISHAP, {"mishap": mishap, **aim, **often, "seconds": seconds, "hours": hours})["id"])

    def mishaps(self) -> list[dict[str, Any]]:
        """Every mishap, as `faults`."""
        return self.listed(MISHAP)

    def end_mishap(self, id_: int) -> bool:
        """End a mishap; whether it was there."""
        return self.end(MISHAP, str(id_))

    def end_mishaps(self) -> int:
        """End all mishaps; how many there were. What is late or held stays so."""
        return self.end_all(MISHAP)

    def order(self, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Add a disturbance of a kind, with the fields of a body; it as it is listed."""
        with self._sandbox.state.write() as connection:
            order = requests.read(kind, body, self._operations, connection)
            return rules.add(connection, kind, *order, self._sandbox.clock.now()).shown()

    def listed(self, kind: str) -> list[dict[str, Any]]:
        """Every disturbance of a kind."""
        with self._sandbox.state.read() as connection:
            return [one.shown() for one in rules.all_of(connection, kind)]

    def end(self, kind: str, id_: str) -> bool:
        """End a disturbance of a kind; whether it was there."""
        with self._sandbox.state.write() as connection:
            return rules.end(connection, kind, id_)

    def end_all(self, kind: str) -> int:
        """End all disturbances of a kind; how many there were."""
        with self._sandbox.state.write() as connection:
            return rules.end_all(connection, kind)

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

    def corrections(self, link: str) -> list[dict[str, Any]]:
        """The corrections of a link's transactions since it was made, those to come among them; by their instants."""
        with self._sandbox.state.read() as connection:
            found = links.get(connection, link)
        return repository.declared(self._sandbox, found)

    def set_corrections(self, mode: str) -> None:
        """Have transactions corrected in one of the ways of `corrections.MODES`; raises ValueError for another."""
        with self._sandbox.state.write() as connection:
            corrections.set_mode(connection, mode)

    def _move(self, move: Callable[[], datetime]) -> datetime:
        # What was announced before the move is worded before it, so that webhooks don't depend on who was faster.
        self._deliverer.compose_all()
        now = move()
        scheduler.catch_up(self._sandbox.state, now)
        self._deliverer.wake()
        return now

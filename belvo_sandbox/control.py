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
from belvo_sandbox.faults.rules import API, DELIVERY
from belvo_sandbox.lifecycle import scheduler
from belvo_sandbox.webhooks.sender import Sender


class Control:
    """Control of a running sandbox for tests and demos, beside its API; thread-safe."""

    def __init__(self, sandbox: Sandbox, sender: Sender, operations: Collection[str]) -> None:
        self._sandbox = sandbox
        self._sender = sender
        self._operations = operations  # of the API: method and path

    def inspect(self) -> dict[str, Any]:
        """Identity, clock and counts of everything that the sandbox holds."""
        sandbox = self._sandbox
        with sandbox.state.read() as connection:
            counts = snapshots.counts(connection)
            live = {f"{kind}s": len(rules.live(connection, kind)) for kind in (API, DELIVERY)}
        now, frozen = text(sandbox.clock.now()), sandbox.clock.is_frozen
        return {"instance": sandbox.instance, "seed": sandbox.seed, "now": now, "frozen": frozen, **counts, **live}

    def reset(self) -> str:
        """Forget everything, as if the folder were new; the id of the instance that begins."""
        snapshots.reset(self._sandbox.state)
        self._sandbox.clear_caches()
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
        self._sandbox.clear_caches()
        self._sender.wake()
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

        `times` ends it after so many, `probability` picks among them; without either all go wrong. `effects.API_FAULTS`
        says which take `seconds`, `message` and `field`. Raises ApiError that names the wrong field.
        """
        settings = {"seconds": seconds, "message": message, "field": field}
        target = {"endpoint": endpoint, "institution": institution, "link": link}
        frequency = {"times": times, "probability": probability}
        return int(self.add_rule(API, {"error": error, **target, **frequency, **settings})["id"])

    def faults(self) -> list[dict[str, Any]]:
        """Every fault, oldest first, with how often it struck; those that are over stay until they are ended."""
        return self.rules(API)

    def end_fault(self, id_: int) -> bool:
        """End a fault; whether it was there."""
        return self.end_rule(API, str(id_))

    def end_faults(self) -> int:
        """End all faults; how many there were."""
        return self.end_rules(API)

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
        """Have webhooks go wrong from now on, those that all of endpoint, type, code and link name; the mishap's id.

        Frequency: as for a fault. `delivery_faults.DELIVERY_FAULTS` says what each does; one that is late takes
        `seconds` or `hours`.
        """
        target = {"endpoint": endpoint, "type": type, "code": code, "link": link}
        frequency = {"times": times, "probability": probability}
        settings = {"seconds": seconds, "hours": hours}
        return int(self.add_rule(DELIVERY, {"mishap": mishap, **target, **frequency, **settings})["id"])

    def mishaps(self) -> list[dict[str, Any]]:
        """Every mishap, as `faults`."""
        return self.rules(DELIVERY)

    def end_mishap(self, id_: int) -> bool:
        """End a mishap; whether it was there."""
        return self.end_rule(DELIVERY, str(id_))

    def end_mishaps(self) -> int:
        """End all mishaps; how many there were. What is late already stays so."""
        return self.end_rules(DELIVERY)

    def add_rule(self, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Add a fault rule of a kind, with the fields of a body; it as it is listed."""
        with self._sandbox.state.write() as connection:
            request = requests.parse(kind, body, self._operations, connection)
            return rules.add(connection, kind, *request, self._sandbox.clock.now()).body()

    def rules(self, kind: str) -> list[dict[str, Any]]:
        """Every fault rule of a kind."""
        with self._sandbox.state.read() as connection:
            return [rule.body() for rule in rules.all_of(connection, kind)]

    def end_rule(self, kind: str, id_: str) -> bool:
        """End a fault rule of a kind; whether it was there."""
        with self._sandbox.state.write() as connection:
            return rules.end(connection, kind, id_)

    def end_rules(self, kind: str) -> int:
        """End all fault rules of a kind; how many there were."""
        with self._sandbox.state.write() as connection:
            return rules.end_all(connection, kind)

    def now(self) -> datetime:
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
            of_link = links.get(connection, link)
        return repository.list_corrections(self._sandbox, of_link)

    def set_corrections(self, mode: str) -> None:
        """Have transactions corrected in one of the ways of `corrections.MODES`; raises ValueError for another."""
        with self._sandbox.state.write() as connection:
            corrections.set_mode(connection, mode)

    def _move(self, move: Callable[[], datetime]) -> datetime:
        # What was announced before the move is composed before it, so that webhooks don't depend on who was faster.
        self._sender.compose_all()
        now = move()
        scheduler.run_due_events(self._sandbox.state, now)
        self._sender.wake()
        return now

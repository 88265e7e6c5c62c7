"""What people have the local Belvo do: time pass, calls and webhooks go wrong, a consent be given once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.local_belvo import Control, ControlFailed, Kind
from actions.permission import allowed, note
from domain.roles import Actor
from languages import msg, say
from settings import Settings
from store import Database

_MOVED = msg("The clock was moved meanwhile. Look at what it shows now, and move it again if it is to go on.")
_SAME = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Move:
    """A move of the clock: what it showed before and after, links by status then, and the newest webhook before."""

    before: str
    after: str
    statuses_before: Mapping[str, int]
    statuses_after: Mapping[str, int]
    newest: int


def deliveries(settings: Settings) -> list[dict[str, Any]]:
    """The newest webhooks of the local Belvo, newest first; raises ControlFailed."""
    with Control.of(settings) as control:
        return control.deliveries()


def state_of(settings: Settings) -> tuple[dict[str, Any], float]:
    """What there is at the local Belvo, and how many seconds its clock was moved on; raises ControlFailed."""
    with Control.of(settings) as control:
        return control.state(), control.offset()


def still_to_come(state: Mapping[str, Any]) -> int:
    """How many webhooks are on their way in what `state_of` gives, those that are announced and not worded yet too."""
    return int(state["announcements"]) + int(state["deliveries_by_state"].get("waiting", 0))


def rules_of(settings: Settings, kind: Kind) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All that can go wrong, and what is to; raises ControlFailed."""
    with Control.of(settings) as control:
        return control.catalogue(kind), control.rules(kind)


@allowed("steer", did="Belvo's clock moved")
def advance(db: Database, settings: Settings, days: float, *, seen: float, actor: Actor) -> Move:
    """Move the local Belvo's clock on, and have done what comes due; `seen` is its offset as whoever asks saw it.

    So a click that comes twice moves it once. Raises ControlFailed where it was moved meanwhile, or ends before.
    """
    with Control.of(settings) as control:
        if abs(control.offset() - seen) > _SAME:
            raise ControlFailed(say(_MOVED))
        before, newest = control.state(), control.deliveries(1)
        after = control.advance(days=days)
        statuses = control.state()["links_by_status"]
    with db.write() as connection:
        note(connection, actor, {"days": days, "now": after})
    return Move(before["now"], after, before["links_by_status"], statuses, newest[0]["id"] if newest else 0)


@allowed("steer", did="fault composed")
def add_rule(db: Database, settings: Settings, kind: Kind, rule: Mapping[str, Any], *, actor: Actor) -> int:
    """Have calls or webhooks go wrong from now on; the rule's id. Raises ControlFailed that names the wrong field."""
    with Control.of(settings) as control:
        number = control.add_rule(kind, rule)
    with db.write() as connection:
        note(connection, actor, {"kind": kind, **rule}, link=str(rule.get("link") or ""))
    return number


@allowed("steer", did="fault ended")
def end_rule(db: Database, settings: Settings, kind: Kind, number: int | None = None, *, actor: Actor) -> None:
    """End one, or all of the kind; raises ControlFailed where it has ended already."""
    with Control.of(settings) as control:
        control.end_rule(kind, number)
    with db.write() as connection:
        note(connection, actor, {"kind": kind, "rule": number or "all"})


@allowed("steer", target="consent", did="consent given once more")
def renew_consent(db: Database, settings: Settings, consent: str, *, actor: Actor) -> None:  # noqa: ARG001 - the audit's
    """Have a person give a consent once more, as in Belvo's portal; raises ControlFailed."""
    with Control.of(settings) as control:
        control.renew_consent(consent)

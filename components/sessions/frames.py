"""What a film of a widget session shows: each event as a picture with its time, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.connect.flow import page_of
from components.link.widget_words import tell
from components.ui.text import one_line
from components.ui.time_format import exact
from domain.widget.steps import institution_of
from languages import msg, say
from store.core import instants
from store.ops.sessions import Event, Session

_BEGUN = {"connect": msg("Connection begun"), "update": msg("Repair begun"), "renew": msg("Renewal begun")}
_ENDED = {
    "connected": msg("The link was read with the desk's keys"),
    "expired": msg("The access token has died"),
}
_DESK, _WIDGET, _WRONG, _WELL = "desk", "widget", "wrong", "well"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: `at` seconds after the session was opened, `exact` when that was, `kind` who it is of and how."""

    at: float
    exact: str
    title: str
    detail: str
    kind: str


def frames_of(session: Session, events: Sequence[Event], *, zone: str | None) -> list[Frame]:
    """All of them in the order in which they happened, of what came twice one."""
    begun = instants.decode(session.opened_at)
    first = _frame(begun, begun, zone, say(_BEGUN.get(session.mode, session.mode)), say("Access token made"), _DESK)
    told = [_of_event(event, begun, zone) for event in sorted(events, key=lambda event: (event.at, event.seq))]
    found = [first, *told]
    if session.state in _ENDED:
        at = instants.decode(session.changed_at)
        kind = _WELL if session.state == "connected" else _WRONG
        found.append(_frame(at, begun, zone, say(_ENDED[session.state]), "", kind))
    return sorted(found, key=lambda frame: frame.at)


def _of_event(event: Event, begun: datetime, zone: str | None) -> Frame:
    what, detail, how = tell(event.name, event.payload)
    is_page = event.name == "event" and bool(page_of(event.payload))
    where = institution_of(event.payload) or ""
    said = " · ".join(filter(None, (detail, where if is_page else "")))
    kind = {"failed": _WRONG, "well": _WELL}.get(how, _WIDGET)
    return _frame(instants.decode(event.at), begun, zone, what, said, kind)


def _frame(at: datetime, begun: datetime, zone: str | None, title: str, detail: str, kind: str) -> Frame:
    return Frame(max((at - begun).total_seconds(), 0.0), exact(at, zone), one_line(title), one_line(detail), kind)

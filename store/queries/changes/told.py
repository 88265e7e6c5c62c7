"""Changes with all that is told of them: both bodies, what they say otherwise, and what brought the later one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.changes import Pull, brought
from domain.corrections import Change
from resources import RESOURCES
from store import engine
from store.database import Database
from store.engine import Connection
from store.queries.changes import pulls
from store.queries.changes.bodies import Body, changes_of, known
from store.queries.changes.rows import Event, Kind

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A change; what is known of it is empty where nothing is.

    `webhook` is the type and code of the one that set the pull off. `gone` says of a row that went with its link how
    that was found deleted, `reasons` and `text` why a row is set aside, and how it came.
    """

    event: Event
    before: JSON | None = None
    after: JSON | None = None
    changes: Sequence[Change] = ()
    pull: Pull | None = None
    webhook: str = ""
    gone: str | None = None
    reasons: str = ""
    text: str = ""

    @property
    def body(self) -> JSON:
        """The newest body of the row."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class _Around:
    """What is looked up for many changes at once."""

    bodies: dict[str, Mapping[Body, dict[str, Any]]] = field(default_factory=dict)
    pulls: Sequence[Pull] = ()
    webhooks: Mapping[int, str] = field(default_factory=dict)
    gone: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    aside: Mapping[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)


def told(db: Database, events: Sequence[Event]) -> list[Told]:
    """All that is told of these changes, in their order."""
    if not events:
        return []
    with db.read() as connection:
        around = _look_up(connection, events)
    return [_tell(event, around) for event in events]


def _look_up(connection: Connection, events: Sequence[Event]) -> _Around:
    links = sorted({event.link for event in events})
    going_on = pulls.around(connection, links, [event.at for event in events])
    wanted = defaultdict[str, set[Body]](set)
    for event in events:
        if event.key is not None:
            wanted[event.resource] |= {Body(event.key, since) for since in (event.before, event.after) if since}
    return _Around(
        {resource: known(connection, RESOURCES[resource], bodies) for resource, bodies in wanted.items()},
        going_on,
        pulls.announced(connection, [pull.job for pull in going_on if pull.job is not None]),
        pulls.gone(connection, links),
        _aside(connection, events),
    )


def _aside(connection: Connection, events: Sequence[Event]) -> dict[tuple[str, str, str], tuple[str, str]]:
    rows = sorted({event.row for event in events if event.kind is Kind.ASIDE})
    found = connection.execute(_ASIDE, {"rows": engine.array(rows)})
    return {
        (link, resource, row): (reasons, body) for link, resource, row, reasons, body in engine.tuples(found).fetchall()
    }


def _tell(event: Event, around: _Around) -> Told:
    resource, bodies = RESOURCES[event.resource], around.bodies.get(event.resource, {})
    before, after = (
        bodies.get(Body(event.key, since)) if event.key is not None and since else None
        for since in (event.before, event.after)
    )
    pull = brought(around.pulls, event.link, event.resource, event.at)
    gone_at, cause = around.gone.get(event.link, (None, ""))
    reasons, text = around.aside.get((event.link, event.resource, event.row), ("", ""))
    return Told(
        event,
        before,
        after,
        changes_of(resource, before, after) if before and after else (),
        pull,
        around.webhooks.get(pull.job, "") if pull and pull.job else "",
        cause if event.kind is Kind.VANISHED and gone_at == event.at else None,
        reasons,
        text,
    )


_ASIDE = f"""
    SELECT link, resource, row_id, reasons, body FROM irregular_rows
    WHERE is_stored = 0 AND {engine.among("row_id", "rows")}
"""

"""Rows that were another content at one instant than at another, by what the store keeps of earlier bodies.

A row's life is a series of contents, each known from an instant until the next one came or Belvo had the row no more:
the earlier ones in `versions_…`, the last one in the row itself. Two of them are held against each other, those known
just before each instant, so that what came and went in between is no change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from resources import RESOURCES, Declaration
from store import engine
from store.core import instants
from store.core.parameters import Condition
from store.database import Database
from store.engine import Connection
from store.queries.changes.bodies import Body, are_same
from store.queries.lately import Lately
from store.schema import row_index

MOST = 2_000
"""Changes that are listed, the newest; counts are of all."""


class Kind(StrEnum):
    """What became of a row: it came, says something else, is gone, or came as nothing that could be read."""

    ADDED = "added"
    CHANGED = "changed"
    VANISHED = "vanished"
    ASIDE = "aside"


class Event(NamedTuple):
    """A row that is another, since `at`; `before` and `after` are from when on its two contents were known here.

    `key` is None of what is set aside, which is in no table.
    """

    resource: str
    kind: Kind
    key: int | None
    row: str
    link: str
    at: datetime
    before: str | None
    after: str | None


class _Row(NamedTuple):
    """The same as it is stored; `is_next` tells that one content followed the other at once."""

    resource: str
    kind: str
    key: int | None
    row: str
    link: str
    at: str
    before: str | None
    after: str | None
    is_next: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two instants, and the links of which is told what changed in between; `until` is None for now."""

    links: tuple[str, ...]
    since: datetime
    until: datetime | None = None

    @property
    def bounds(self) -> dict[str, object]:
        """The parameters that name the two."""
        return {"since": instants.encode(self.since), "until": instants.encode(self.until) if self.until else _OPEN}


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows by resource and kind, exact however many there are, and the newest MOST of each."""

    counts: Mapping[tuple[str, Kind], int]
    newest: Mapping[tuple[str, Kind], Sequence[_Row]]


def counts(db: Database, stretch: Stretch) -> Found:
    """What changed, which is kept until something else does."""
    return _LATELY.of(db, stretch.links, stretch, lambda: _look_up(db, stretch))


def events(db: Database, stretch: Stretch, resources: Sequence[str] = (), kinds: Sequence[Kind] = ()) -> list[Event]:
    """The rows, those that changed last first and MOST at most; of these resources and kinds, or of all."""
    wanted = [
        row
        for (resource, kind), rows in counts(db, stretch).newest.items()
        if (not resources or resource in resources) and (not kinds or kind in kinds)
        for row in rows
    ]
    return [_event(row) for row in _newest(wanted)]


def _look_up(db: Database, stretch: Stretch) -> Found:
    number, newest = Counter[tuple[str, Kind]](), defaultdict[tuple[str, Kind], list[_Row]](list)
    sql, parameters = _source(stretch)
    with db.read() as connection:
        found = engine.tuples(connection.execute(sql, parameters)).fetchall()
        back = _back(connection, found)
    for row in map(_Row._make, found):
        if row.key in back.get(row.resource, ()):
            continue
        group = (row.resource, Kind(row.kind))
        number[group] += 1
        newest[group].append(row)
        if len(newest[group]) > 2 * MOST:
            newest[group] = _newest(newest[group])
    return Found(dict(number), {group: _newest(rows) for group, rows in newest.items()})


def _newest(rows: list[_Row]) -> list[_Row]:
    ordered = sorted(rows, key=lambda row: (row.resource, -(row.key or 0), row.row))
    return sorted(ordered, key=lambda row: row.at, reverse=True)[:MOST]


def _event(row: _Row) -> Event:
    at = instants.decode(row.at)
    return Event(row.resource, Kind(row.kind), row.key, row.row, row.link, at, row.before, row.after)


def _back(connection: Connection, found: Iterable[Sequence[Any]]) -> dict[str, set[int]]:
    """Rows whose two contents say the same, after others in between; one that follows the other always differs."""
    doubtful = defaultdict[str, dict[int, tuple[Body, Body]]](dict)
    for row in map(_Row._make, found):
        if row.kind == Kind.CHANGED and not row.is_next and row.key and row.before and row.after:
            doubtful[row.resource][row.key] = Body(row.key, row.before), Body(row.key, row.after)
    return {name: {*are_same(connection, RESOURCES[name], pairs)} for name, pairs in doubtful.items()}


def _source(stretch: Stretch) -> Condition:
    """A SELECT of all rows of all resources that are another."""
    parts, parameters = [_ASIDE], {**stretch.bounds, "links": engine.array(stretch.links)}
    for resource in _followed():
        sql, more = _of_resource(resource, stretch)
        parameters |= more
        parts.append(f"SELECT * FROM ({sql}) AS moved WHERE kind IS NOT NULL")
    return " UNION ALL ".join(parts), parameters


def _of_resource(resource: Declaration, stretch: Stretch) -> Condition:
    if resource.per_link:
        which, parameters = row_index.of_links(resource, stretch.links)
    else:
        which, parameters = engine.among("id", "links"), {"links": engine.array(stretch.links)}
    link = "link" if resource.per_link else "id"
    return _MOVED.format(name=resource.name, table=resource.table, link=link, which=which), {
        **parameters,
        **stretch.bounds,
    }


def _followed() -> list[Declaration]:
    """The resources that are of a link, and links themselves."""
    return [one for one in RESOURCES.values() if one.per_link or one.name == "links"]


_OPEN = "9"
"""After every instant."""

_MOVED = """
    SELECT '{name}' AS resource,
        CASE WHEN known_before IS NULL AND known_after IS NOT NULL THEN 'added'
            WHEN known_before IS NOT NULL AND known_after IS NULL THEN 'vanished'
            WHEN known_before <> known_after THEN 'changed' END AS kind,
        key, id AS row_id, link,
        CASE WHEN known_before IS NULL THEN coalesce(
                (SELECT min(v.since) FROM versions_{table} AS v WHERE v.key = t.key AND v.since >= :since), changed_at)
            WHEN known_after IS NOT NULL THEN known_after
            WHEN changed_at < :until THEN deleted_at
            ELSE (SELECT max(v.until) FROM versions_{table} AS v WHERE v.key = t.key AND v.until < :until) END AS at,
        known_before, known_after,
        CASE WHEN EXISTS (SELECT 1 FROM versions_{table} AS v
            WHERE v.key = t.key AND v.since = known_before AND v.until = known_after) THEN 1 ELSE 0 END AS is_next
    FROM (
        SELECT key, id, {link} AS link, changed_at, deleted_at,
            CASE WHEN changed_at < :since THEN changed_at ELSE (
                SELECT max(v.since) FROM versions_{table} AS v
                WHERE v.key = r.key AND v.since < :since AND v.until >= :since) END AS known_before,
            CASE WHEN changed_at >= :until THEN (
                SELECT max(v.since) FROM versions_{table} AS v
                WHERE v.key = r.key AND v.since < :until AND v.until >= :until)
                WHEN deleted_at IS NULL OR deleted_at >= :until THEN changed_at END AS known_after
        FROM {table} AS r WHERE {which} AND (changed_at >= :since OR deleted_at >= :since)
    ) AS t
"""

_ASIDE = f"""
    SELECT resource, 'aside' AS kind, CAST(NULL AS INTEGER) AS key, row_id, link, first_seen AS at,
        CAST(NULL AS TEXT) AS known_before, CAST(NULL AS TEXT) AS known_after, 0 AS is_next
    FROM irregular_rows WHERE {engine.among("link", "links")} AND is_stored = 0
        AND first_seen >= :since AND first_seen < :until
"""

_LATELY = Lately[Found]()

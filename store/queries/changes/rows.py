"""Rows that were another content at one instant than at another, by what the store keeps of earlier bodies.

A row's life is a series of contents, each known from an instant until the next one came or Belvo had the row no more:
the earlier ones in `versions_…`, the last one in the row itself. Two of them are held against each other, those known
just before each instant, so that what came and went in between is no change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

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
    """How many rows by resource and kind; `back` are keys of rows that changed, and are what they were again."""

    counts: Mapping[tuple[str, Kind], int]
    back: Mapping[str, Sequence[int]]


def counts(db: Database, stretch: Stretch) -> Found:
    """The counts, exact however many there are."""
    return _COUNTED.of(db, stretch.links, stretch, lambda: _count(db, stretch))


def events(db: Database, stretch: Stretch, resources: Sequence[str] = (), kinds: Sequence[Kind] = ()) -> list[Event]:
    """The rows, those that changed last first and MOST at most; of these resources and kinds, or of all."""
    about = (stretch, tuple(resources), tuple(kinds))
    return _LISTED.of(db, stretch.links, about, lambda: _list(db, stretch, resources, kinds))


def _count(db: Database, stretch: Stretch) -> Found:
    with db.read() as connection:
        back = dict(_back(connection, stretch))
        source, parameters = _source(stretch, back)
        sql = f"SELECT resource, kind, count(*) FROM ({source}) AS moved GROUP BY resource, kind"
        rows = engine.tuples(connection.execute(sql, parameters)).fetchall()
    return Found({(resource, Kind(kind)): number for resource, kind, number in rows}, back)


def _list(db: Database, stretch: Stretch, resources: Sequence[str], kinds: Sequence[Kind]) -> list[Event]:
    source, parameters = _source(stretch, counts(db, stretch).back)
    terms = [engine.among("kind", "kinds")] if kinds else []
    terms += [engine.among("resource", "resources")] if resources else []
    sql = (
        f"SELECT resource, kind, key, row_id, link, at, known_before, known_after FROM ({source}) AS moved"
        f" WHERE {' AND '.join(terms) or '1 = 1'}"
        " ORDER BY at DESC NULLS LAST, resource NULLS LAST, key DESC NULLS LAST, row_id NULLS LAST LIMIT :most"
    )
    given = {**parameters, "most": MOST}
    given |= {"kinds": engine.array(kinds)} if kinds else {}
    given |= {"resources": engine.array(resources)} if resources else {}
    with db.read() as connection:
        rows = engine.tuples(connection.execute(sql, given)).fetchall()
    return [
        Event(resource, Kind(kind), key, row, link, instants.decode(at), before, after)
        for resource, kind, key, row, link, at, before, after in rows
    ]


def _back(connection: Connection, stretch: Stretch) -> Iterator[tuple[str, list[int]]]:
    """Rows whose two contents say the same, after others in between; one that follows the other always differs."""
    for resource in _followed():
        sql, parameters = _of_resource(resource, stretch)
        doubtful = f"SELECT key, known_before, known_after FROM ({sql}) AS moved WHERE kind = 'changed' AND is_next = 0"
        found = engine.tuples(connection.execute(doubtful, parameters)).fetchall()
        pairs = {key: (Body(key, before), Body(key, after)) for key, before, after in found}
        if same := are_same(connection, resource, pairs):
            yield resource.name, same


def _source(stretch: Stretch, back: Mapping[str, Sequence[int]]) -> Condition:
    """A SELECT of all changes of all resources."""
    parts, parameters = [_ASIDE], {**stretch.bounds, "links": engine.array(stretch.links)}
    for resource in _followed():
        sql, more = _of_resource(resource, stretch)
        parameters |= more
        which = "kind IS NOT NULL"
        if resource.name in back:
            which += f" AND NOT {engine.among('key', f'back_{resource.name}')}"
            parameters[f"back_{resource.name}"] = engine.array(back[resource.name])
        parts.append(f"SELECT {_NAMES} FROM ({sql}) AS moved WHERE {which}")
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

_NAMES = "resource, kind, key, row_id, link, at, known_before, known_after"

_MOVED = """
    SELECT '{name}' AS resource, key, id AS row_id, link, known_before, known_after,
        CASE WHEN known_before IS NULL AND known_after IS NOT NULL THEN 'added'
            WHEN known_before IS NOT NULL AND known_after IS NULL THEN 'vanished'
            WHEN known_before <> known_after THEN 'changed' END AS kind,
        CASE WHEN known_before IS NULL THEN coalesce(
                (SELECT min(v.since) FROM versions_{table} AS v WHERE v.key = t.key AND v.since >= :since), changed_at)
            WHEN known_after IS NOT NULL THEN known_after
            WHEN changed_at < :until THEN deleted_at
            ELSE (SELECT max(v.until) FROM versions_{table} AS v WHERE v.key = t.key AND v.until < :until) END AS at,
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
        CAST(NULL AS TEXT) AS known_before, CAST(NULL AS TEXT) AS known_after
    FROM irregular_rows WHERE {engine.among("link", "links")} AND is_stored = 0
        AND first_seen >= :since AND first_seen < :until
"""

_COUNTED, _LISTED = Lately[Found](), Lately[list[Event]]()

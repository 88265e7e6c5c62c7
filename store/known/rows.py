"""Rows as they were known before an instant, in tables of one connection's own, where they have changed since.

Later pulls change nothing of an earlier day but where its rows are found: those of the links whose revision has moved
are looked up anew, in the transaction that reads. What is deleted for its age, or erased, is gone from earlier days as
well: then all is made afresh.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from resources import RESOURCES, Declaration
from store import engine
from store.core.parameters import Condition, chunks
from store.engine import Connection
from store.known.views import beside, former
from store.schema import row_index, tables
from store.write import aggregates, encoding, revisions
from store.write.fields import OfObjects

_SEEN, _MARKS = "former_revisions", "former_marks"

_TOGETHER = 2000
"""Earlier bodies that are read at once."""

_FEW = 20
"""Links whose rows are looked up one by one; of more, whole tables are read."""

_EVERY: Condition = ("1 = 1", {})


class _Version(NamedTuple):
    """An earlier body of a row, and what of the row itself never changes."""

    key: int
    link: str | None
    id: str
    body: str
    since: str
    until: str
    own: tuple[object, ...]


class Rows:
    """What was known before an instant, for the connections of one sight."""

    def __init__(self, end: str) -> None:
        self._end = end
        self._columns: dict[str, list[str]] = {}

    def make_room(self, connection: Connection) -> None:
        """Make the connection's own tables, which are empty as yet."""
        self._columns = self._columns or engine.tables(connection)
        for sql in _tables():
            connection.execute(sql)

    def catch_up(self, connection: Connection) -> None:
        """Look up what has changed since this connection did so last, within the transaction that reads."""
        revision, marks = revisions.of_all(connection), _marks(connection)
        noted = connection.execute(f"SELECT revision, marks FROM {_MARKS}").fetchone()
        if noted and [*noted] == [revision, marks]:
            return
        seen, now = (dict(map(tuple, connection.execute(sql).fetchall())) for sql in (_NOTED, _REVISIONS))
        with engine.writing_own(connection):
            if noted is None or noted["marks"] != marks or seen.keys() - now.keys():
                self._make(connection)
            else:
                self._follow(connection, [link for link, number in now.items() if seen.get(link) != number])
            _note(connection, revision, marks)

    def _make(self, connection: Connection) -> None:
        for resource in RESOURCES.values():
            for table in (*beside(resource), resource.table):
                connection.execute(f"DELETE FROM {former(table)}")
            self._take(connection, resource, _EVERY)
        for table in aggregates.KEYS:
            connection.execute(f"DELETE FROM {former(table)}")
        aggregates.count_before(connection, aggregates.Earlier(self._since, _former, former))

    def _since(self, table: str) -> str:
        return f"SELECT * FROM main.{table} WHERE changed_at >= '{self._end}'"

    def _follow(self, connection: Connection, links: Sequence[str]) -> None:
        for resource in RESOURCES.values():
            for condition in _of(resource, links):
                keys = f"SELECT key FROM {former(resource.table)} WHERE {condition[0]}"
                for table in (*beside(resource), resource.table):
                    connection.execute(f"DELETE FROM {former(table)} WHERE key IN ({keys})", condition[1])
                self._take(connection, resource, condition)

    def _take(self, connection: Connection, resource: Declaration, condition: Condition) -> None:
        """Put the rows aside that were another content then, or were still there."""
        self._take_deleted(connection, resource, condition)
        extra = [name for name in self._columns[resource.table] if name not in tables.columns(resource)]
        found = _last(self._versions(connection, resource, condition, extra))
        wanted = (one for one in found if one.until >= self._end or not resource.is_bulky)
        for some in chunks(wanted, _TOGETHER):
            for _, of_link in groupby(sorted(some, key=lambda one: one.link or ""), attrgetter("link")):
                self._put(connection, resource, [*of_link], extra)

    def _take_deleted(self, connection: Connection, resource: Declaration, condition: Condition) -> None:
        names = self._columns[resource.table]
        told = ", ".join("NULL" if name == "deleted_at" else name for name in names)
        which, parameters = condition
        connection.execute(
            f"INSERT INTO {former(resource.table)} ({', '.join(names)}) SELECT {told} FROM main.{resource.table}"
            f" WHERE {which} AND changed_at < :end AND deleted_at >= :end",
            {**parameters, "end": self._end},
        )

    def _versions(
        self, connection: Connection, resource: Declaration, condition: Condition, extra: Sequence[str]
    ) -> Iterator[_Version]:
        """Those from before the instant, of rows that have another content by now; the oldest of a row first."""
        which, parameters = condition
        link = "r.link" if resource.per_link else "NULL"
        own = "".join(f", r.{name}" for name in extra)
        cursor = connection.execute(
            f"SELECT v.key, {link}, v.id, v.body, v.since, v.until{own} FROM main.versions_{resource.table} AS v"
            f" JOIN main.{resource.table} AS r ON r.key = v.key"
            f" WHERE v.since < :end AND r.changed_at >= :end"
            + ("" if condition is _EVERY else f" AND v.key IN (SELECT key FROM main.{resource.table} WHERE {which})")
            + " ORDER BY v.key, v.since, v.until",
            {**parameters, "end": self._end},
        )
        for key, of_link, row_id, body, since, until, *kept in engine.tuples(cursor):
            yield _Version(key, of_link, row_id, body, since, until, tuple(kept))

    def _put(
        self, connection: Connection, resource: Declaration, versions: Sequence[_Version], extra: Sequence[str]
    ) -> None:
        keys = [one.key for one in versions]
        fields = OfObjects([orjson.loads(one.body) for one in versions])
        cut = max(len(one.body) for one in versions) > encoding.LONGEST
        encoded = encoding.columns(resource, versions[0].link, [one.id for one in versions], fields, cut=cut)
        columns: dict[str, Iterable[Any]] = {
            **encoded,
            "key": keys,
            "changed_at": [one.since for one in versions],
            "deleted_at": [one.until if one.until < self._end else None for one in versions],
            **{name: [one.own[place] for one in versions] for place, name in enumerate(extra)},
        }
        names = [*columns]
        engine.insert_many(connection, former(resource.table), names, zip(*columns.values(), strict=True))
        bodies = zip(keys, (one.body for one in versions), strict=True)
        engine.insert_many(connection, former(f"bodies_{resource.table}"), ["key", "body"], bodies)
        if resource.search:
            texts = zip(keys, encoding.texts(resource, encoded), strict=True)
            engine.insert_many(connection, former(f"search_{resource.table}"), ["key", "text"], texts)


def _former(table: str) -> str:
    return f"SELECT * FROM {former(table)}"


def _of(resource: Declaration, links: Sequence[str]) -> Iterator[Condition]:
    """The conditions on the rows of these links; what is of none is looked at whole."""
    if not resource.per_link:
        among = engine.among("id", "links") if resource.name == "links" else "1 = 1"
        yield among, {"links": engine.array(links)} if resource.name == "links" else {}
    elif resource.is_bulky and len(links) <= _FEW:
        yield from (row_index.of_link(resource, link) for link in links)
    else:
        yield engine.among("link", "links"), {"links": engine.array(links)}


def _last(versions: Iterable[_Version]) -> Iterator[_Version]:
    """The newest of each row, of versions in order."""
    for _, of_row in groupby(versions, attrgetter("key")):
        *_, last = of_row
        yield last


def _tables() -> Iterator[str]:
    for resource in RESOURCES.values():
        for table in (*beside(resource), resource.table):
            yield _like(table)
            yield f"CREATE INDEX {former(table)}_key ON {former(table)} (key)"
        for place, index in enumerate(resource.indexes):
            yield f"CREATE INDEX {former(resource.table)}_{place} ON {former(resource.table)} ({', '.join(index)})"
    for table, key in aggregates.KEYS.items():
        yield _like(table)
        yield f"CREATE UNIQUE INDEX {former(table)}_key ON {former(table)} ({', '.join(key)})"
    yield f"CREATE TEMP TABLE {_SEEN} (link TEXT PRIMARY KEY, number INTEGER)"
    yield f"CREATE TEMP TABLE {_MARKS} (revision INTEGER, marks TEXT)"


def _like(table: str) -> str:
    return f"CREATE TEMP TABLE {former(table)} AS SELECT * FROM main.{table} WHERE 1 = 0"


_NOTED = f"SELECT link, number FROM {_SEEN}"
_REVISIONS = "SELECT link, number FROM main.revisions"


def _marks(connection: Connection) -> str:
    """Another text once something was taken out of the store: erased, or deleted for its age."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM main.erased_links), (SELECT max(at) FROM main.retention),"
        " (SELECT max(day) FROM main.kept_since)"
    ).fetchone()
    return orjson.dumps([*row]).decode()


def _note(connection: Connection, revision: int, marks: str) -> None:
    for table in (_SEEN, _MARKS):
        connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {_SEEN} (link, number) {_REVISIONS}")
    sql = f"INSERT INTO {_MARKS} (revision, marks) VALUES (:revision, :marks)"
    connection.execute(sql, {"revision": revision, "marks": marks})

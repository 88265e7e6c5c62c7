"""New fields of Belvo's, and new values of lists that were closed: neither is in the client's types.

Nothing is lost by it, since bodies are kept as received; here it is counted, so that somebody hears of it. What is
known lies in `known_schema.json`, made from the client's types: a field has null for any value, a list of all its
values, or an object of further fields.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from resources import Declaration
from store.core import frames
from store.database import Database
from store.engine import Connection
from store.write.fields import JSON, Fields, OfObjects

if TYPE_CHECKING:
    from pandas import DataFrame

_KNOWN = Path(__file__).with_name("known_schema.json")
_LONGEST = 200
_PLAIN = {dict}


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of an object; of some all values, or the objects that lie in them."""

    names: frozenset[str]
    closed: Mapping[str, frozenset[object]]
    inner: Mapping[str, "_Shape"]


Unknown = tuple[int, str, str]
"""The position of an object, the path of what is not known in it, and its value; empty for a field."""


def find(resource: Declaration, fields: Fields) -> list[Unknown]:
    """Fields and values in the objects that the types do not describe."""
    shape = _shapes().get(resource.name)
    if shape is None or _knows(shape, fields):
        return []
    return [(position, *place) for position, item in enumerate(fields.objects) for place in _unknown(shape, item, "")]


def note(
    connection: Connection,
    resource: str,
    link: str | None,
    unknown: Sequence[Unknown],
    ids: Sequence[str],
    now: str,
) -> None:
    """Count what was found in new and changed objects with these ids, in the caller's transaction."""
    count = Counter((path, value) for _, path, value in unknown)
    last = {(path, value): ids[position] for position, path, value in unknown}
    connection.executemany(
        _COUNT,
        [
            {"resource": resource, "path": path, "value": value, "count": count[path, value], "now": now, "link": link}
            | {"row": row}
            for (path, value), row in sorted(last.items())
        ],
    )


def table(db: Database) -> "DataFrame":
    """The newest first; columns as in `_TABLE`. A field has an empty value."""
    return frames.read(db, "SELECT *, last_row AS row FROM unknown_values ORDER BY first_seen DESC, path", None, _TABLE)


def forget(connection: Connection, link: str) -> None:
    """Forget on which of a link's rows it was met, and values that were met there last: they are somebody's own."""
    connection.execute("DELETE FROM unknown_values WHERE link = :link AND value <> ''", {"link": link})
    connection.execute("UPDATE unknown_values SET link = NULL, last_row = NULL WHERE link = :link", {"link": link})


def _knows(shape: _Shape, fields: Fields) -> bool:
    """Nothing is unknown in any of the objects; a few passes over a page cost least."""
    if not shape.names.issuperset(fields.names):
        return False
    for name, values in shape.closed.items():
        try:
            if not values.issuperset(fields.values(name)):
                return False
        except TypeError:  # a list, which is looked at member by member
            return False
    for name, inner in shape.inner.items():
        nested = [*filter(None, fields.values(name))]
        if nested and not _knows(inner, OfObjects(nested if set(map(type, nested)) == _PLAIN else [*_objects(nested)])):
            return False
    return True


def _unknown(shape: _Shape, item: JSON, path: str) -> Iterator[tuple[str, str]]:
    """Paths of fields that are not known, with an empty value, and of values that are not, with the value."""
    for name in item.keys() - shape.names:
        yield path + name, ""
    for name, values in shape.closed.items():
        for value in _members(item.get(name)):
            if isinstance(value, dict | list) or value not in values:
                text = value if isinstance(value, str) else orjson.dumps(value).decode()
                yield path + name, text[:_LONGEST]
    for name, inner in shape.inner.items():
        for nested in _objects([item.get(name)]):
            yield from _unknown(inner, nested, f"{path}{name}.")


def _objects(values: Sequence[Any]) -> Iterator[JSON]:
    for value in values:
        for member in _members(value):
            if isinstance(member, dict):
                yield member


def _members(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _shapes() -> dict[str, _Shape]:
    return {name: _shape(fields) for name, fields in orjson.loads(_KNOWN.read_bytes()).items()}


def _shape(fields: Mapping[str, Any]) -> _Shape:
    return _Shape(
        names=frozenset(fields),
        closed={name: frozenset({None, *field}) for name, field in fields.items() if isinstance(field, list)},
        inner={name: _shape(field) for name, field in fields.items() if isinstance(field, dict)},
    )


_COUNT = (
    "INSERT INTO unknown_values (resource, path, value, count, first_seen, last_seen, link, last_row)"
    " VALUES (:resource, :path, :value, :count, :now, :now, :link, :row)"
    " ON CONFLICT (resource, path, value) DO UPDATE SET count = unknown_values.count + excluded.count,"
    " last_seen = excluded.last_seen, link = excluded.link, last_row = excluded.last_row"
)

_TABLE = {
    "resource": frames.TEXT,
    "path": frames.TEXT,
    "value": frames.TEXT,
    "count": frames.INTEGER,
    "first_seen": frames.INSTANT,
    "last_seen": frames.INSTANT,
    "link": frames.TEXT,
    "row": frames.TEXT,
}

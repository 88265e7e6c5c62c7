"""Bodies without the names of their fields, which are the same in very many rows and stand in `body_fields` once.

A packed body is a list in JSON: the number of its shape, then the values, each as it was received; a time that only
says when Belvo looked comes last. It stays text, so that whoever searches the file for a value finds it, and
SQL makes the object of it again (`bodies_…` and `raw_…` are such views). What has names that are none of a field's,
or very many, is kept whole, as all bodies of earlier versions are.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from store.engine import Connection
from store.write.fields import JSON, Fields, OfColumns, OfObjects

_LOOKED = "collected_at"

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_MOST_FIELDS = 200
_MOST_SHAPES = 2_000
"""Of one process; a resource has some few."""

_BYTES = 5
"""Of the digest that is a shape's number, which is the same in every store."""


class Shape(NamedTuple):
    """The fields of an object: their names as received, and the places of their values in the packed list."""

    number: int
    names: tuple[str, ...]
    stored: tuple[str, ...]
    places: Mapping[str, int]
    values: Callable[[JSON], Sequence[Any]]


_known: dict[int, Shape] = {}


@lru_cache(_MOST_SHAPES)
def _shape(names: tuple[str, ...]) -> Shape | None:
    """That of objects with these fields; None for what is kept whole."""
    if not 1 < len(names) <= _MOST_FIELDS or len(_known) >= _MOST_SHAPES or not all(map(_FIELD.fullmatch, names)):
        return None
    number = int.from_bytes(sha256("\n".join(names).encode()).digest()[:_BYTES])
    stored = tuple(sorted(names, key=lambda name: name == _LOOKED))
    places = {name: place for place, name in enumerate(stored, 1)}
    return _known.setdefault(number, Shape(number, names, stored, places, itemgetter(*stored)))


def learn(shapes: Iterable[Sequence[str]]) -> None:
    """Know shapes that another process has packed bodies by."""
    for names in shapes:
        _shape(tuple(names))


def packed(items: Iterable[JSON], field: str = "", told: Callable[[Any], Any] = lambda value: value) -> list[str]:
    """Each object as text, packed where it can be; of one field, if it is there, what is `told` of it."""
    texts = []
    for item in items:
        body: JSON | list[Any]
        if shape := _shape(tuple(item)):
            body = [shape.number, *shape.values(item)]
            if place := shape.places.get(field):
                body[place] = told(body[place])
        else:
            body = {**item, field: told(item[field])} if field in item else item
        texts.append(orjson.dumps(body).decode())
    return texts


def is_packed(body: str) -> bool:
    return body.startswith("[")


def opened(body: str) -> dict[str, Any]:
    """The object of a body that was packed here, or by whom it was learnt from, or of a whole one."""
    return _opened(orjson.loads(body))


def fields(bodies: Sequence[str]) -> Fields:
    """The objects of such bodies; where all were packed alike, none is made."""
    rows = [*map(orjson.loads, bodies)]
    shapes = shapes_of(bodies)
    if len(shapes) != 1 or not all(map(is_packed, bodies)):
        return OfObjects([*map(_opened, rows)])
    _, *columns = zip(*rows, strict=True)
    return OfColumns(shapes[0].names, dict(zip(shapes[0].stored, columns, strict=True)))


def _opened(found: Any) -> dict[str, Any]:  # noqa: ANN401 - what a body says
    if isinstance(found, dict):
        return found
    shape = _known[found[0]]
    item = dict(zip(shape.stored, found[1:], strict=True))
    return item if shape.stored == shape.names else {name: item[name] for name in shape.names}


def _shape_of(body: str) -> Shape:
    return _known[int(body[1 : body.index(",")])]


def shapes_of(bodies: Iterable[str]) -> Sequence[Shape]:
    """The shapes of bodies that were packed here, each once."""
    one_of_each = {body.partition(",")[0]: body for body in bodies if is_packed(body)}
    return [*map(_shape_of, one_of_each.values())]


def is_same_but_for_the_look(stored: str, received: str) -> bool:
    """Whether a body says what one that was packed here says, but for the time of the look in the last place.

    False where that can't be seen without opening them.
    """
    if not (is_packed(stored) and is_packed(received)) or _before(stored) != (same := _before(received)):
        return False
    return same != "" and _shape_of(received).stored[-1] == _LOOKED


def _before(body: str) -> str:
    """All of a packed body but a text at its end: quotes inside of a text are escaped, so that none follows a comma."""
    return body[: body.rindex(',"')] if body.endswith('"]') else ""


def record(connection: Connection, bodies: Iterable[str]) -> None:
    """Have the store know the shapes of bodies that are about to be written."""
    for shape in shapes_of(bodies):
        known = "SELECT 1 FROM body_fields WHERE shape = :shape LIMIT 1"
        if connection.execute(known, {"shape": shape.number}).fetchone() is None:
            connection.executemany(
                "INSERT INTO body_fields (shape, place, name, stored) VALUES (:shape, :place, :name, :stored)"
                " ON CONFLICT DO NOTHING",
                [
                    {"shape": shape.number, "place": place, "name": name, "stored": shape.places[name]}
                    for place, name in enumerate(shape.names)
                ],
            )

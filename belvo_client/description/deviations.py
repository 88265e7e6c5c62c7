"""Where an answer is not as Belvo describes it: fields that are not in the description, required ones that are missing.

A page of rows is looked at as a whole, by what all rows have together, so that it costs little to look at every one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import chain, islice
from typing import Any

from belvo_client.description.operations import Operation, Schema, operation_of, operations, resolved

MOST = 50
"""Deviations of one answer that are told."""

_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_LONGEST = 200  # characters of a path
_DEEPEST = 12  # objects within each other
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


class Kind(StrEnum):
    """How something differs from what is described."""

    UNKNOWN = "unknown"  # a field that is not in the description
    MISSING = "missing"  # one that it requires
    TYPE = "type"  # a value of another type, null where that is not described among them
    VALUE = "value"  # none of the values that are listed


@dataclass(frozen=True, slots=True)
class Deviation:
    """What differs, by its path without the places in lists, and in how many objects of the answer."""

    kind: Kind
    path: str
    objects: int


@dataclass(frozen=True)
class _Shape:
    """What is described of a value; an object that has no fields described may have any."""

    types: frozenset[type] = frozenset()
    values: frozenset[object] | None = None
    fields: Mapping[str, "_Shape"] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    items: "_Shape | None" = None


def checked(method: str, path: str, status: int, body: object, *, is_sparse: bool) -> tuple[str, tuple[Deviation, ...]]:
    """The id of the operation and what deviates, without types and values; an empty id for what is not described.

    Of an answer that `is_sparse`, since it was asked for some fields alone, nothing is missing.
    """
    operation = operation_of(method, path)
    shape = _answer(operation.id, status) if operation else None
    if operation is None or shape is None:
        return "", ()
    return operation.id, tuple(islice(_deviations(shape, body, is_sparse=is_sparse, is_thorough=False), MOST))


def deviations(operation: Operation, status: int, body: object, *, is_sparse: bool = False) -> list[Deviation]:
    """All that deviates in an answer, types and values too, in the order of the paths."""
    shape = _answer(operation.id, status)
    if shape is None:
        return []
    return sorted(_deviations(shape, body, is_sparse=is_sparse, is_thorough=True), key=lambda one: (one.path, one.kind))


def is_described(operation: Operation, status: int) -> bool:
    """Whether the description says what an answer of this status looks like."""
    return _answer(operation.id, status) is not None


def _deviations(shape: _Shape, body: object, *, is_sparse: bool, is_thorough: bool) -> Iterator[Deviation]:
    comparison = _Comparison(is_thorough)
    comparison.compare(shape, [body], "", _DEEPEST)
    for (kind, path), number in sorted(comparison.found.items()):
        if not (is_sparse and kind is Kind.MISSING):
            yield Deviation(kind, path[:_LONGEST], number)


@dataclass
class _Comparison:
    """One answer that is held against its shape; `is_thorough` looks at every value, else at the names of fields."""

    is_thorough: bool
    found: Counter[tuple[Kind, str]] = field(default_factory=Counter)

    def compare(self, shape: _Shape, values: Sequence[Any], path: str, deep: int) -> None:
        """Hold all values that stand at a path against the shape of it."""
        if self.is_thorough:
            _compare_values(shape, values, path, self.found)
        if not deep:
            return
        if shape.items is not None:
            inner = [*chain.from_iterable(value for value in values if isinstance(value, list))]
            if inner:
                self.compare(shape.items, inner, path, deep - 1)
        objects = [value for value in values if isinstance(value, dict)] if shape.fields else []
        if objects:
            self._compare_objects(shape, objects, path, deep)

    def _compare_objects(self, shape: _Shape, objects: Sequence[Mapping[str, Any]], path: str, deep: int) -> None:
        present = Counter[str]()
        for names, count in Counter(map(tuple, objects)).items():  # nearly all have the same
            present.update(dict.fromkeys(names, count))
        for name in present.keys() - shape.fields.keys():
            self.found[Kind.UNKNOWN, _below(path, name)] += present[name]
        for name in shape.needed:
            if missing := len(objects) - present[name]:
                self.found[Kind.MISSING, _below(path, name)] += missing
        for name, inner in shape.fields.items():
            if name in present and (self.is_thorough or inner.fields or inner.items):
                held = [one[name] for one in objects if name in one]
                self.compare(inner, held, _below(path, name), deep - 1)


def _compare_values(shape: _Shape, values: Sequence[Any], path: str, found: Counter[tuple[Kind, str]]) -> None:
    if shape.types and (others := sum(type(value) not in shape.types for value in values)):
        found[Kind.TYPE, path] += others
    if shape.values is not None:
        plain = (value for value in values if isinstance(value, str | int | float | bool))
        if others := sum(value not in shape.values for value in plain):
            found[Kind.VALUE, path] += others


def _below(path: str, name: str) -> str:
    """The path of a field; a name that is none of a field's may be somebody's, and is not told."""
    told = name if _FIELD.fullmatch(name) else "*"
    return f"{path}.{told}" if path else told


@cache
def _answer(operation: str, status: int) -> _Shape | None:
    schema = operations()[operation].answers.get(status)
    return None if schema is None else _shape(schema)


def _shape(schema: Schema) -> _Shape:
    """Of alternatives what any of them has, and needed is what all of them need."""
    whole = resolved(schema)
    if parts := whole.get("allOf"):
        return _merged([_shape(part) for part in parts] + [_own(whole)], is_all=True)
    if parts := whole.get("oneOf", whole.get("anyOf")):
        return _merged([_shape(part) for part in parts], is_all=False)
    return _own(whole)


def _own(whole: Schema) -> _Shape:
    types = {*_TYPES.get(whole.get("type", ""), ())}
    if types and (whole.get("nullable") or None in whole.get("enum", ())):
        types.add(type(None))
    is_free = bool(whole.get("additionalProperties"))
    fields = {} if is_free else {name: _shape(part) for name, part in whole.get("properties", {}).items()}
    return _Shape(
        types=frozenset(types),
        values=frozenset(whole["enum"]) if "enum" in whole else None,
        fields=fields,
        needed=frozenset(name for name in whole.get("required", ()) if name in fields),
        items=_shape(whole["items"]) if "items" in whole else None,
    )


def _merged(shapes: Sequence[_Shape], *, is_all: bool) -> _Shape:
    fields: dict[str, _Shape] = {}
    for shape in shapes:
        for name, inner in shape.fields.items():
            fields[name] = _merged([fields[name], inner], is_all=is_all) if name in fields else inner
    needs = [shape.needed for shape in shapes]
    closed = [shape.values for shape in shapes if shape.values is not None]
    items = [shape.items for shape in shapes if shape.items is not None]
    has_any = any(not shape.types for shape in shapes) and not is_all
    return _Shape(
        types=frozenset() if has_any else frozenset().union(*(shape.types for shape in shapes)),
        values=frozenset().union(*closed) if closed and (is_all or len(closed) == len(shapes)) else None,
        fields=fields,
        needed=frozenset().union(*needs) if is_all else frozenset.intersection(*needs),
        items=_merged(items, is_all=is_all) if items else None,
    )

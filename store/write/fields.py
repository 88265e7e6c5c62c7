"""The objects of a page, field by field: what is made of them is made a column at a time, and few need one whole."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, Protocol

JSON = Mapping[str, Any]


class Fields(Protocol):
    """Objects, the names of all their fields, and of each field the values, None where an object lacks it."""

    @property
    def objects(self) -> Sequence[JSON]: ...

    @property
    def names(self) -> Collection[str]: ...

    def values(self, name: str) -> Sequence[Any]: ...


class OfObjects:
    """Those of objects that are there."""

    def __init__(self, objects: Sequence[JSON]) -> None:
        self.objects = objects

    @property
    def names(self) -> Collection[str]:
        return set[str]().union(*self.objects)

    def values(self, name: str) -> Sequence[Any]:
        return [item.get(name) for item in self.objects]


class OfColumns:
    """Those of objects that all have the same fields, given by their values; objects are made where one is needed."""

    def __init__(self, names: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> None:
        self.names = names
        self._columns = columns
        self._count = len(columns[names[0]])

    @cached_property
    def objects(self) -> Sequence[JSON]:
        each = zip(*(self._columns[name] for name in self.names), strict=True)
        return [dict(zip(self.names, values, strict=True)) for values in each]

    def values(self, name: str) -> Sequence[Any]:
        return self._columns.get(name) or [*repeat(None, self._count)]

"""Filters in an address: its parameters are a filter's fields, repeated where there are several values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

_DAYS = ("since", "until")
_AMOUNTS = ("minimum", "maximum")

_MOST_DIGITS = 30  # before the point or after it

MOST_VALUES = 500
"""Values of one parameter."""

LONGEST_VALUE = 500
"""Characters of one value."""


class QueryFilter:
    """Base of filters that are read from an address; fields that default to an empty tuple take several values.

    A field whose default is made anew each time is no parameter.
    """

    __slots__ = ()

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The filter that an address names; other parameters and empty ones are left aside.

        Raises ValueError for a day or an amount that is none, and for more or longer values than anybody means.
        """
        several = values_by_name(pairs)
        defaults = _defaults(cls)
        return cls(
            **{name: _parse(name, values, defaults[name]) for name, values in several.items() if name in defaults}
        )

    def to_query(self) -> list[tuple[str, str]]:
        """The parameters from which `from_query` makes the filter again."""
        named = ((name, value) for name in _defaults(type(self)) for value in _values(getattr(self, name)))
        return [(name, str(value)) for name, value in named if str(value).strip()]


def values_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each parameter, without empty ones; raises ValueError for too many and for one that is too long."""
    several: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if not value.strip():
            continue
        if len(value) > LONGEST_VALUE:
            raise ValueError(f"{name[:LONGEST_VALUE]} is longer than {LONGEST_VALUE} characters.")
        several[name].append(value)
        if len(several[name]) > MOST_VALUES:
            raise ValueError(f"{name[:LONGEST_VALUE]} is given more than {MOST_VALUES} times.")
    return several


def _defaults(cls: type) -> dict[str, Any]:
    if not is_dataclass(cls):
        return {}
    return {field.name: field.default for field in fields(cls) if field.default_factory is MISSING}


def _parse(name: str, values: Sequence[str], default: object) -> Any:  # noqa: ANN401 - of the field's type
    if default == ():
        return tuple(values)
    if len(values) > 1:
        raise ValueError(f"{name} is given more than once.")
    try:
        return _parse_one(name, values[0])
    except (ValueError, InvalidOperation) as error:
        raise ValueError(f"{name} can't be read: {values[0]!r}.") from error


def _parse_one(name: str, value: str) -> date | Decimal | str:
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _AMOUNTS:
        amount = Decimal(value)
        if not amount.is_finite() or abs(amount.adjusted()) > _MOST_DIGITS:
            raise ValueError(value)  # of 1e999999 each further step would work out a million digits
        return amount
    return value


def _values(value: object) -> Sequence[object]:
    if isinstance(value, tuple | list):
        return value
    return () if value is None else (value,)

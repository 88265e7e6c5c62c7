"""Filters in an address: its parameters are a filter's fields, repeated where there are several values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Self

from languages import say

_DAYS = ("since", "until")
AMOUNTS = ("minimum", "maximum")

_MOST_DIGITS = 30  # before the point or after it

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""The days that can be asked for."""

_SPELLINGS = (
    ("links", "link", "link_of"),
    ("accounts", "account"),
    ("external_id", "person"),
    ("since", "from"),
    ("until", "to"),
)
"""Names for the same, so that what one address says is not passed over by another."""

SUBJECTS = ("links", "link", "link_of", "accounts", "account", "person", "external_id", "taxpayer")
"""Parameters that say whose rows are meant: nothing that is told of them may be told of everybody."""

NOBODY = "nobody"
"""Stands for the links of people who have none that fits: no link has this id."""

MOST_VALUES = 500
"""Values of one parameter."""

LONGEST_VALUE = 500
"""Characters of one value."""


class QueryFilter:
    """Base of filters that are read from an address; fields that default to an empty tuple take several values.

    A field whose default is made anew each time is no parameter. One that has CHOICES is one of these.
    """

    __slots__ = ()

    CHOICES: ClassVar[Mapping[str, Sequence[str]]] = {}

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The filter that an address names; other parameters and empty ones are left aside.

        Raises ValueError for a day, an amount or a choice that is none, and for more or longer values than anybody
        means.
        """
        several = values_by_name(pairs)
        given = {name: values_of(several, name) for name in _defaults(cls)}
        defaults = _defaults(cls)
        for name, choices in cls.CHOICES.items():
            if {*given[name]} - {*choices}:
                raise ValueError(say("{name} is one of {choices}.", name=name, choices=", ".join(choices)))
        return cls(**{name: _parse(name, values, defaults[name]) for name, values in given.items() if values})

    @classmethod
    def understands(cls, name: str) -> bool:
        """Whether a parameter says something about this filter."""
        return any(field in spellings(name) for field in _defaults(cls))

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
            raise ValueError(
                say(
                    "{name} is longer than {longest} characters.",
                    name=name[:LONGEST_VALUE],
                    longest=LONGEST_VALUE,
                )
            )
        several[name].append(value)
        if len(several[name]) > MOST_VALUES:
            raise ValueError(
                say("{name} is given more than {most} times.", name=name[:LONGEST_VALUE], most=MOST_VALUES)
            )
    return several


def spellings(name: str) -> tuple[str, ...]:
    """The names under which the same may stand in an address, this one first."""
    others = next((group for group in _SPELLINGS if name in group), ())
    return name, *(other for other in others if other != name)


def values_of(several: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """The values of a parameter under all its spellings, each once."""
    return list(dict.fromkeys(value for spelling in spellings(name) for value in several.get(spelling, ())))


def narrowed(links: Sequence[str], people: Sequence[str], external_ids: Mapping[str, str | None]) -> tuple[str, ...]:
    """The links that a filter by links and by people leaves, given the external id of each link; empty for all.

    Where both are asked for, only those that are in both are left.
    """
    if not people:
        return tuple(links)
    theirs = [link for link, external_id in external_ids.items() if external_id in people]
    return tuple(link for link in theirs if not links or link in links) or (NOBODY,)


def parse_day(text: str) -> date:
    """Raises ValueError for what is no day that a calendar of ours has."""
    day = date.fromisoformat(text)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(text)
    return day


def parse_amount(text: str) -> Decimal:
    """An amount without direction; raises ValueError for what is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    # Of 1e999999 each further step would work out a million digits.
    if not amount.is_finite() or amount < 0 or abs(amount.adjusted()) > _MOST_DIGITS:
        raise ValueError(text)
    return amount


def _defaults(cls: type) -> dict[str, Any]:
    if not is_dataclass(cls):
        return {}
    return {field.name: field.default for field in fields(cls) if field.default_factory is MISSING}


def _parse(name: str, values: Sequence[str], default: object) -> Any:  # noqa: ANN401 - of the field's type
    if default == ():
        return tuple(values)
    if len(values) > 1:
        raise ValueError(say("{name} is given more than once.", name=name))
    try:
        return _parse_one(name, values[0])
    except ValueError as error:
        raise ValueError(say("{name} can't be read: {value}.", name=name, value=repr(values[0]))) from error


def _parse_one(name: str, value: str) -> date | Decimal | str:
    if name in _DAYS:
        return parse_day(value)
    if name in AMOUNTS:
        return parse_amount(value)
    return value


def _values(value: object) -> Sequence[object]:
    if isinstance(value, tuple | list):
        return value
    return () if value is None else (value,)

"""Filters as data: what a list can be narrowed by, with which operators, and how their values are read.

https://developers.belvo.com/developer_resources/resources-pagination-and-filtering
Unknown parameters are ignored, as Belvo's framework does, unless the sandbox is strict; a bad
value answers 400 and names its parameter.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cached_property
from typing import Any

from starlette.datastructures import QueryParams

from belvo_sandbox.core.clock import parse_day, text
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.core.forms import BadValueError

# What a row's value is compared with: a value, or the span of instants that a bare date stands for.
# Both ends are of one kind: text, Decimal, or text of fixed width that sorts as time does.
Interval = tuple[Any, Any]
Predicate = Callable[[Any], bool]

BOUNDS = ("exact", "gt", "gte", "lt", "lte", "range")
ONE_OR_MANY = ("exact", "in")
OF_EVERY_LIST = frozenset({"page", "page_size", "fields", "omit"})


class ValueKind(Enum):
    """The form of a filter's values; each with the message for a value that has another."""

    TEXT = "Not a valid string."
    IDENTIFIER = "Must be a valid UUID."
    NUMBER = "A valid number is required."
    DAY = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
    INSTANT = "Enter a valid date or date and time."


@dataclass(frozen=True)
class ListFilter:
    """One parameter, and with each lookup but `exact` one more (`amount`, `amount__gt`, …)."""

    name: str
    kind: ValueKind = ValueKind.TEXT
    lookups: tuple[str, ...] = ("exact",)
    path: str = ""  # where the row has the value, if not under the name; `__` leads into objects
    many: bool = False  # the row's value is a list
    bare: str = ""  # the lookup that the name alone means, if not `exact`
    choices: tuple[str, ...] = ()

    @cached_property
    def parameters(self) -> Sequence[tuple[str, str]]:
        """The query parameters of this filter with their lookups."""
        bare = [(self.name, self.bare)] if self.bare else []
        others = ((self.name if lookup == "exact" else f"{self.name}__{lookup}", lookup) for lookup in self.lookups)
        return [*bare, *others]

    def value(self, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the row holds
        """The row's value, in the form in which it is compared."""
        value: Any = row
        for key in self.row_path.split("__"):
            if isinstance(value, list):
                value = [item.get(key) for item in value]
            else:
                value = value.get(key) if isinstance(value, Mapping) else None
        return value if value is None or self.kind is not ValueKind.NUMBER else Decimal(str(value))

    @property
    def row_path(self) -> str:
        return self.path or self.name


def predicates_of(filters: Iterable[ListFilter], query: QueryParams) -> list[tuple[ListFilter, Predicate]]:
    """The predicates that a query has for rows; raises one error for all values that can't be read."""
    predicates, errors = [], []
    for filter_ in filters:
        for parameter, lookup in filter_.parameters:
            if parameter not in query:
                continue
            values = [value for value in query.getlist(parameter) if value.strip()]
            try:
                if values:
                    predicates.append((filter_, _predicate(filter_, lookup, values)))
            except BadValueError as bad:
                errors.append(invalid(parameter, bad.code, bad.message))
    if errors:
        raise ApiError(400, *errors)
    return predicates


def refuse_unknown(filters: Iterable[ListFilter], query: QueryParams) -> None:
    """Raise for parameters that the description does not name."""
    described = {parameter for filter_ in filters for parameter, _ in filter_.parameters} | OF_EVERY_LIST
    if unknown := sorted(set(query) - described):
        raise ApiError(400, *(invalid(name, message="There is no such filter.") for name in unknown))


def matching_rows(
    rows: Sequence[Mapping[str, Any]], filters: Iterable[ListFilter], query: QueryParams
) -> list[Mapping[str, Any]]:
    """The rows that a query asks for, in their order."""
    predicates = predicates_of(filters, query)
    return [row for row in rows if all(predicate(filter_.value(row)) for filter_, predicate in predicates)]


def _predicate(filter_: ListFilter, lookup: str, values: Sequence[str]) -> Predicate:
    if lookup in _SINGLE_VALUE_LOOKUPS:
        return _any_of(filter_, _SINGLE_VALUE_LOOKUPS[lookup](_interval(filter_, values[-1])))
    spans = [_interval(filter_, part) for value in values for part in value.split(",") if part.strip()]
    if lookup == "range" and len(spans) != 2:
        raise BadValueError("A range takes exactly two values, separated by a comma.")
    return (
        _MULTI_VALUE_LOOKUPS[lookup](spans)
        if lookup == "allin"
        else _any_of(filter_, _MULTI_VALUE_LOOKUPS[lookup](spans))
    )


def _any_of(filter_: ListFilter, predicate: Predicate) -> Predicate:
    if not filter_.many:
        return predicate
    return lambda values: any(predicate(value) for value in values or ())


def _within(spans: Collection[Interval]) -> Predicate:
    return lambda value: value is not None and any(low <= value <= high for low, high in spans)


def _not_within(spans: Collection[Interval]) -> Predicate:
    within = _within(spans)
    return lambda value: not within(value)


def _between(spans: Sequence[Interval]) -> Predicate:
    (low, _), (_, high) = spans
    return lambda value: value is not None and low <= value <= high


def _all_in(spans: Collection[Interval]) -> Predicate:
    required = {low for low, _ in spans}
    return lambda values: required <= set(values or ())


_SINGLE_VALUE_LOOKUPS: dict[str, Callable[[Interval], Predicate]] = {
    "exact": lambda span: _within([span]),
    "gt": lambda span: lambda value: value is not None and value > span[1],
    "gte": lambda span: lambda value: value is not None and value >= span[0],
    "lt": lambda span: lambda value: value is not None and value < span[0],
    "lte": lambda span: lambda value: value is not None and value <= span[1],
    "icontains": lambda span: lambda value: value is not None and span[0].casefold() in value.casefold(),
}
_MULTI_VALUE_LOOKUPS: dict[str, Callable[[Sequence[Interval]], Predicate]] = {
    "in": _within,
    "not_in": _not_within,
    "range": _between,
    "allin": _all_in,
}


def _interval(filter_: ListFilter, value: str) -> Interval:
    value = value.strip()
    if filter_.choices and value not in filter_.choices:
        raise BadValueError(f'"{value[:80]}" is not a valid choice.', "invalid_choice")
    try:
        return _READERS[filter_.kind](value)
    except (ValueError, InvalidOperation) as cause:
        raise BadValueError(filter_.kind.value) from cause


def _identifier(value: str) -> Interval:
    id_ = str(uuid.UUID(value))
    return id_, id_


def _number(value: str) -> Interval:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(value)
    return number, number


def _day(value: str) -> Interval:
    day = parse_day(value).isoformat()
    return day, day


def _instant(value: str) -> Interval:
    """An instant, or the whole day that a bare date names."""
    try:
        day = parse_day(value).isoformat()
    except ValueError:
        # "+00:00" arrives as " 00:00" from clients that do not quote it
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        instant = text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        return instant, instant
    return f"{day}T00:00:00.000000Z", f"{day}T23:59:59.999999Z"


_READERS: dict[ValueKind, Callable[[str], Interval]] = {
    ValueKind.TEXT: lambda value: (value, value),
    ValueKind.IDENTIFIER: _identifier,
    ValueKind.NUMBER: _number,
    ValueKind.DAY: _day,
    ValueKind.INSTANT: _instant,
}

"""Keyword filters turned into Belvo's query parameters.

https://developers.belvo.com/docs/searching-and-filtering
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from uuid import UUID

from belvo_client.errors import BadFilter

Scalar = str | int | float | Decimal | date | datetime | UUID
FilterValue = Scalar | Iterable[Scalar]

Converter = Callable[[FilterValue], str]
Filters = dict[str, Converter]


def text(value: FilterValue) -> str:
    """Text, a number or a UUID as it is written."""
    if isinstance(value, bool) or not isinstance(value, str | int | UUID) or value == "":
        raise ValueError("takes text")
    return str(value)


def day(value: FilterValue) -> str:
    """YYYY-MM-DD; an instant is refused, since its day depends on a time zone."""
    if isinstance(value, datetime):
        raise ValueError("takes a date, not an instant")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return date.fromisoformat(value).isoformat()
    raise ValueError("takes a date")


def instant(value: FilterValue) -> str:
    """An instant in UTC with microseconds; a date stays a date, which Belvo reads as its midnight."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > len("2026-01-31") else date.fromisoformat(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("takes an instant with its time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError("takes an instant")


def number(value: FilterValue) -> str:
    """A number in plain digits; decimals keep every one of theirs."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError("takes a number")
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("takes a number") from None
    if not exact.is_finite():
        raise ValueError("takes a finite number")
    return format(exact, "f")


def several(convert: Converter) -> Converter:
    """A comma list of what `convert` makes; an empty one is refused, since Belvo would not filter at all."""

    def converted(value: FilterValue) -> str:
        items = [convert(item) for item in _items(value)]
        if not items:
            raise ValueError("takes at least one value")
        if any("," in item for item in items):
            raise ValueError("takes values without commas")
        return ",".join(items)

    return converted


def pair(convert: Converter) -> Converter:
    """Exactly two values, from and to, both included."""

    def converted(value: FilterValue) -> str:
        items = [convert(item) for item in _items(value)]
        if len(items) != 2:
            raise ValueError("takes exactly two values, from and to")
        return ",".join(items)

    return converted


def _items(value: FilterValue) -> list[Scalar]:
    if isinstance(value, str):
        return list(value.split(","))
    if isinstance(value, Iterable):
        return list(value)
    raise ValueError("takes a list of values")


def exact(*names: str) -> Filters:
    """Filters that only compare for equality."""
    return dict.fromkeys(names, text)


def listed(*names: str) -> Filters:
    """Equality, and `__in` with several values."""
    return {**exact(*names), **{f"{name}__in": several(text) for name in names}}


def _ordered(names: Iterable[str], convert: Converter) -> Filters:
    each = {
        "": convert,
        **{f"__{way}": convert for way in ("gt", "gte", "lt", "lte")},
        "__range": pair(convert),
    }
    return {f"{name}{way}": made for name in names for way, made in each.items()}


def days(*names: str) -> Filters:
    """Dates: equality, `__gt`, `__gte`, `__lt`, `__lte`, `__range`."""
    return _ordered(names, day)


def instants(*names: str) -> Filters:
    """Instants, with the same ways to compare as dates."""
    return _ordered(names, instant)


def instant_bounds(*names: str) -> Filters:
    """Instants that are compared but never for equality."""
    return {name: made for name, made in instants(*names).items() if "__" in name}


def numbers(*names: str) -> Filters:
    """Numbers, with the same ways to compare as dates."""
    return _ordered(names, number)


def query(resource: str, allowed: Filters, given: Mapping[str, FilterValue]) -> dict[str, str]:
    """The parameters to send; raises BadFilter for a name or a value that cannot be."""
    params = {}
    for name, value in given.items():
        if name not in allowed:
            raise BadFilter(f"{resource} has no filter {name}.{_suggestion(name, allowed)}")
        try:
            params[name] = allowed[name](value)
        except ValueError as error:
            raise BadFilter(f"{resource}: {name} {_reason(error)}.") from error
    return params


def _reason(error: ValueError) -> str:
    said = str(error)
    return said if said.startswith("takes ") else "takes dates as YYYY-MM-DD and instants in ISO 8601"


def _suggestion(name: str, allowed: Iterable[str]) -> str:
    stem = name.rpartition("__")[0]
    if siblings := [other for other in allowed if stem and (other == stem or other.startswith(f"{stem}__"))]:
        return f" There is {', '.join(siblings)}."
    near = get_close_matches(name, allowed, n=1)
    return f" Did you mean {near[0]}?" if near else ""

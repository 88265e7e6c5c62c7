"""Holding an object against its TypedDict, so that a sandbox, a store and these types can't drift apart."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict


def differences(value: object, expected: Any, where: str = "$") -> Iterator[str]:  # noqa: ANN401 - any annotation
    """Each way in which a JSON value is not of the expected type, with the path to it; unknown keys are fine.

    Belvo adds fields without notice. A union takes the member that fits best.
    """
    origin = get_origin(expected)
    if is_typeddict(expected):
        yield from _object(value, expected, where)
    elif origin in (Union, UnionType):
        members = [member for member in get_args(expected) if value is None or member is not NoneType]
        yield from min(([*differences(value, member, where)] for member in members), key=len)
    elif origin is Literal:
        if value not in get_args(expected):
            yield f"{where}: {value!r} is not one of {', '.join(map(repr, get_args(expected)))}"
    elif origin is list:
        yield from _array(value, get_args(expected)[0], where)
    elif not _is(value, origin or expected):
        yield f"{where}: {_name(type(value))} instead of {_name(expected)}"


def _object(value: object, expected: Any, where: str) -> Iterator[str]:  # noqa: ANN401 - any annotation
    if not isinstance(value, dict):
        yield f"{where}: {_name(type(value))} instead of {_name(expected)}"
        return
    for name in sorted(expected.__required_keys__ - value.keys()):
        yield f"{where}.{name}: missing"
    for name, kind in get_type_hints(expected).items():
        if name in value:
            yield from differences(value[name], kind, f"{where}.{name}")


def _array(value: object, item: Any, where: str) -> Iterator[str]:  # noqa: ANN401 - any annotation
    if not isinstance(value, list):
        yield f"{where}: {_name(type(value))} instead of list"
        return
    for position, entry in enumerate(value):
        yield from differences(entry, item, f"{where}[{position}]")


def _is(value: object, kind: Any) -> bool:  # noqa: ANN401 - any annotation
    if kind is Any:
        return True
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, int | float)
    return isinstance(value, NoneType if kind is None else kind)


def _name(expected: Any) -> str:  # noqa: ANN401 - any annotation
    return getattr(expected, "__name__", str(expected))

"""Reading a request's fields: gathers what is wrong with them, in the words of Belvo's framework."""

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from belvo_sandbox.core.clock import parse_day
from belvo_sandbox.core.errors import ApiError, ErrorItem, invalid

_T = TypeVar("_T")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


class BadValueError(ValueError):
    """A value can't be read: a code, and Belvo's usual message for it unless another is given."""

    def __init__(self, message: str | None = None, code: str = "invalid") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Form:
    """The fields of one body. Read them all, then `check`."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body
        self._errors: list[ErrorItem] = []

    def check(self) -> None:
        """Raise one error with everything that was wrong."""
        if self._errors:
            raise ApiError(400, *self._errors)

    def text(self, field: str, *, required: bool = False, pattern: str = r"[\s\S]*") -> str | None:
        """A string, without the spaces around it."""
        return self._read(field, lambda value: _check_pattern(_text(value), pattern), required=required)

    def choice(self, field: str, choices: Collection[str], *, required: bool = False) -> str | None:
        """One of some strings."""
        return self._read(field, lambda value: _check_choice(_text(value), choices), required=required)

    def identifier(self, field: str, *, required: bool = False) -> str | None:
        """A UUID, in lower case."""
        return self._read(field, _identifier, required=required)

    def day(self, field: str, *, required: bool = False) -> date | None:
        """A date."""
        return self._read(field, _day, required=required)

    def year(self, field: str, *, required: bool = False) -> int | None:
        """A year of four digits."""
        text = self.text(field, required=required, pattern=r"[12]\d{3}")
        return int(text) if text else None

    def number(self, field: str, *, least: float, most: float, whole: bool = False) -> float | None:
        """A number within bounds."""
        return self._read(field, lambda value: _bounded(value, least, most, whole=whole))

    def flag(self, field: str, *, default: bool) -> bool:
        """A boolean."""
        value = self._read(field, _flag)
        return default if value is None else value

    def names(self, field: str, *, required: bool = False) -> list[str] | None:
        """A list of strings, or one string of them with commas."""
        return self._read(field, _names, required=required)

    def mapping(self, field: str) -> dict[str, Any] | None:
        """A JSON object."""
        return self._read(field, _mapping)

    def _read(self, field: str, convert: Callable[[Any], _T], *, required: bool = False) -> _T | None:
        try:
            return convert(self._required_value(field, required)) if self._is_present(field, required) else None
        except BadValueError as bad:
            self._errors.append(invalid(field, bad.code, bad.message))
            return None

    def _is_present(self, field: str, required: bool) -> bool:
        return required or self._body.get(field) not in (None, "")

    def _required_value(self, field: str, required: bool) -> Any:  # noqa: ANN401 - whatever JSON holds
        if required and field not in self._body:
            raise BadValueError(code="required")
        value = self._body[field]
        if value is None:
            raise BadValueError(code="null")
        if isinstance(value, str) and not value.strip():
            raise BadValueError(code="blank")
        return value


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadValueError("Not a valid string.")
    return str(value).strip()


def _check_pattern(value: str, pattern: str) -> str:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise BadValueError("This value does not match the required pattern.")
    return value


def _check_choice(value: str, choices: Collection[str]) -> str:
    if value not in choices:
        raise BadValueError(f'"{value[:80]}" is not a valid choice.', "invalid_choice")
    return value


def _identifier(value: object) -> str:
    try:
        return str(uuid.UUID(_text(value)))
    except ValueError as cause:
        raise BadValueError("Must be a valid UUID.") from cause


def _day(value: object) -> date:
    try:
        return parse_day(_text(value))
    except ValueError as cause:
        raise BadValueError("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.") from cause


def _bounded(value: object, least: float, most: float, *, whole: bool) -> float:
    types = int if whole else int | float
    if isinstance(value, bool) or not isinstance(value, types) or not least <= value <= most:
        raise BadValueError(f"Must be a {'whole ' if whole else ''}number from {least} to {most}.")
    return value


def _flag(value: object) -> bool:
    try:
        return _BOOLEANS[str(value).lower()]
    except KeyError as cause:
        raise BadValueError("Must be a valid boolean.") from cause


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        raise BadValueError(code="not_a_list")
    return [_text(item) for item in value]


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadValueError("Expected a JSON object.")
    return value

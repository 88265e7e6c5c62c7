"""What is written as a file, in whatever format: columns, rows as they are stored, and what it says of itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from store.core import csv_file, frames, instants
from store.core.money import to_decimal

Manifest = Mapping[str, str]
"""What a file says of itself, by what it is about, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`adds_up` are the amounts that have a sum, for each currency by itself. `form` is that of CSV alone."""

    name: str
    columns: frames.Columns
    rows: Iterable[Sequence[Any]]
    manifest: Manifest
    adds_up: Sequence[str] = ()
    form: csv_file.Form = csv_file.FORMS["comma"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by what it is called, how it is sent, and how it is written: in pieces, however many rows there are.

    `most` are the rows that a file can hold. One that `is_made_at_once` is made before its first piece.
    """

    label: str
    media_type: str
    parts: Callable[[Sheet], Iterator[bytes]]
    most: int | None = None
    is_made_at_once: bool = False


def amount(value: object, kind: str) -> Decimal | None:
    """Money as it is stored, or exact already, in the currency's unit; None for what is no amount."""
    if isinstance(value, Decimal):
        return value
    return to_decimal(value) if isinstance(value, int) and kind == frames.MONEY else None


def day(value: object) -> date | None:
    """A calendar day; None for what is none, such as what is masked."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _read(date.fromisoformat, value)


def instant(value: object) -> datetime | None:
    """An instant in UTC; None for what is none."""
    return value if isinstance(value, datetime) else _read(instants.decode, value)


def _read(parse: Callable[[str], Any], value: object) -> Any:  # noqa: ANN401 - what `parse` gives
    if not isinstance(value, str):
        return None
    try:
        return parse(value)
    except ValueError:
        return None

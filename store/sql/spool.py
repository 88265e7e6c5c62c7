"""The rows of an answer of any length, kept in a file without a name until they have been handed over.

A query is over before its file begins: what is wrong with it is said in words, no reader holds the store up however
slowly they take the file, and what the columns are is known of all rows.
"""

import math
import pickle
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, Self

from store.core import frames
from store.database import Database
from store.sql.answers import Row, Within, in_blocks
from store.sql.question import Question

LARGEST = 1 << 30
"""Characters of an answer, which lies on the disk."""

LINK = "link"
MOST_LINKS = 50
"""Links that rows are of, by the column of this name; of more it is not told whose they are."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LARGEST_WHOLE = (1 << 63) - 1
_PLACES = 4
"""Decimals of a number, as of every amount: SQLite computes in doubles, of which more is noise."""


class Spool:
    """Rows in their order; `with` it they are there, and can be read again and again."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.number = 0
        self._names = [*columns]
        self._seen = [_Seen() for _ in columns]
        self._links: set[str] = set()
        self._place = self._names.index(LINK) if LINK in self._names else None
        self._file = TemporaryFile()  # noqa: SIM115 - it is closed by whoever it is handed to

    @property
    def columns(self) -> frames.Columns:
        """What each column is by all that is in it."""
        return {name: seen.kind for name, seen in zip(self._names, self._seen, strict=True)}

    @property
    def links(self) -> Sequence[str]:
        """Whose rows these are, as far as that is known; none of more than `MOST_LINKS`."""
        return sorted(self._links) if len(self._links) <= MOST_LINKS else []

    def add(self, rows: Sequence[Row]) -> None:
        """Put these behind those that are there."""
        for seen, values in zip(self._seen, zip(*rows, strict=True), strict=True):
            seen.note(values)
        if self._place is not None and len(self._links) <= MOST_LINKS:
            self._links |= {row[self._place] for row in rows if isinstance(row[self._place], str)}
        pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
        self.number += len(rows)

    def rows(self) -> Generator[tuple[Any, ...], None, None]:
        """All of them, each value as its column has it."""
        readers = [_READERS[kind] for kind in self.columns.values()]
        self._file.seek(0)
        while True:
            try:
                rows = pickle.load(self._file)  # noqa: S301 - a file without a name, which nobody else can write
            except EOFError:
                return
            for row in rows:
                yield tuple(read(value) for read, value in zip(readers, row, strict=True))

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def spooled(db: Database, asked: Question, values: Mapping[str, str], within: Within) -> Spool:
    """All rows that a question answers; raises BrokenQuery and Interrupted as `ask` does."""
    with in_blocks(db, asked, values, within, largest=LARGEST) as (columns, blocks):
        made = Spool(columns)
        try:
            for rows in blocks:
                made.add(rows)
        except BaseException:
            made.close()
            raise
    return made


@dataclass(slots=True)
class _Seen:
    """What the values of a column have been so far."""

    is_number: bool = True
    is_whole: bool = True
    is_day: bool = True
    has_some: bool = False

    def note(self, values: Iterable[object]) -> None:
        known = [value for value in values if value is not None and value == value]
        if not known:
            return
        self.has_some = True
        self.is_number = self.is_number and all(isinstance(value, int | float | Decimal) for value in known)
        self.is_whole = self.is_whole and self.is_number and all(map(_is_whole, known))
        self.is_day = self.is_day and not self.is_number and all(map(_is_day, known))

    @property
    def kind(self) -> str:
        if not self.has_some:
            return frames.TEXT
        if self.is_number:
            return frames.INTEGER if self.is_whole else frames.NUMBER
        return frames.DAY if self.is_day else frames.TEXT


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and abs(value) <= _LARGEST_WHOLE


def _is_day(value: object) -> bool:
    try:
        return bool(_DAY.fullmatch(str(value)) and date.fromisoformat(str(value)))
    except ValueError:
        return False


def _number(value: Any) -> float | None:  # noqa: ANN401 - a cell
    number = math.nan if value is None else float(value)
    return None if math.isnan(number) else round(number, _PLACES) if math.isfinite(number) else number


def _whole(value: Any) -> int | None:  # noqa: ANN401 - a cell
    return None if value is None or value != value else int(value)


def _text(value: object) -> str | None:
    return None if value is None or value != value else str(value)


_READERS = {frames.NUMBER: _number, frames.INTEGER: _whole, frames.DAY: _text, frames.TEXT: _text}

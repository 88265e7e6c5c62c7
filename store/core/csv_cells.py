"""Rows as CSV for spreadsheets, which run nothing of what a bank description says.

The rules are OWASP's: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as Latin-1
_ROWS_A_PIECE = 1_000

# The full-width forms are what Excel makes of the plain ones under East Asian settings.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant


def defuse(text: str | None) -> str:
    """The text as a cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text."""
    if not text:
        return ""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def pieces(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A file with these columns and rows, in pieces that each fit in memory however many rows there are."""
    buffer = io.StringIO(_BYTE_ORDER_MARK)
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _ROWS_A_PIECE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

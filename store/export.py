"""Files for spreadsheets that keep figures exact and run nothing that a bank description says.

The rules are OWASP's: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from store.parameters import chunks

# The full-width forms are what Excel makes of the plain ones under East Asian settings.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant


def defuse(text: str | None) -> str:
    """The text as a cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text."""
    if not text:
        return ""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file in pieces, header first: every cell quoted, UTF-8 with the mark by which Excel knows it."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _lines([columns])
    for chunk in chunks(rows):
        yield _lines(chunk)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()

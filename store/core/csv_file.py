"""CSV that spreadsheets read as UTF-8, and whose cells run nothing of what a bank description says.

The rules are OWASP's: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
from collections.abc import Iterable, Iterator

# The full-width forms are what Excel makes of the plain ones under East Asian settings.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant
_BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as Latin-1
_ROWS_A_CHUNK = 1_000


def defuse(text: str | None) -> str:
    """The text as a cell that no spreadsheet takes for a formula: a leading apostrophe marks it as text."""
    if not text:
        return ""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def chunks(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file in pieces of a thousand rows, the columns' names first; cells are written as they are."""
    buffer = io.StringIO()
    buffer.write(_BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _ROWS_A_CHUNK == 0:
            yield _empty(buffer)
    yield _empty(buffer)


def _empty(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

"""CSV, which programs and spreadsheets read alike: in one of two forms, and with nothing that a spreadsheet runs."""

from collections.abc import Iterator

from store.core import csv_file, frames
from store.core.files.sheet import Format, Sheet


def parts(sheet: Sheet) -> Iterator[bytes]:
    """The file a thousand rows at a time."""
    numbers = [name for name, kind in sheet.columns.items() if kind in _NUMBERS]
    cells = csv_file.texts(sheet.columns, sheet.rows)
    for part in csv_file.chunks([*sheet.columns], cells, sheet.form, numbers):
        yield part.encode()


_NUMBERS = (frames.MONEY, frames.DECIMAL, frames.NUMBER)

CSV = Format("CSV", "text/csv; charset=utf-8", parts)

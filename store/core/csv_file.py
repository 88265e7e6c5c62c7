"""CSV that spreadsheets read as UTF-8, and whose cells run nothing of what a bank description says.

The rules are OWASP's: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.unseen import BREAKS, UNSEEN_IN_LINE
from store.core import frames, instants
from store.core.money import to_decimal

# The full-width forms are what Excel makes of the plain ones under East Asian settings.
_DANGEROUS = "=+\\-@＝＋－＠"  # noqa: RUF001 - meant
_PASSED_OVER = rf'"\x20\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{UNSEEN_IN_LINE}'
"""At the start of a cell, by spreadsheets."""
_SKIPPED = f"[{_PASSED_OVER}]*"
_AT_START = re.compile(f"{_SKIPPED}[{_DANGEROUS}{BREAKS}]")
_WITHIN = re.compile(rf"([;|{BREAKS}\x0b\x0c\x85\u2028\u2029]{_SKIPPED})([{_DANGEROUS}])")
"""A cell is cut in two where these separate, as `;` does in most of Latin America, whatever stands in quotes."""

_BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as Latin-1
_ROWS_A_CHUNK = 1_000

_DIGITS = re.compile(r"0[0-9]+|[0-9]{12,}|[0-9]+[eE][0-9]+")
"""A text that a spreadsheet takes for a number, and shows without its zeros, or rounded."""

_CUT = re.compile(f"(,[{_PASSED_OVER}{BREAKS}]*)([{_DANGEROUS}])")
"""What a spreadsheet that separates by commas takes for a formula in a file that does not."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: what separates its cells, and the decimals of its numbers."""

    separator: str = ","
    decimal: str = "."


FORMS = {"comma": Form(), "semicolon": Form(";", ",")}
"""By the names that an address has for them: as programs read it, and as spreadsheets do in most of Latin America."""


def defuse(text: str | None) -> str:
    """The text as a cell of which no spreadsheet takes anything for a formula: apostrophes mark it as text."""
    if not text:
        return ""
    if text[0].isalnum() and text.isprintable() and ";" not in text and "|" not in text:
        return text  # as nearly all are; the rest costs ten times as much
    guarded = _WITHIN.sub(r"\1'\2", text)
    return f"'{guarded}" if _AT_START.match(text) else guarded


def texts(columns: frames.Columns, rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, ...]]:
    """Rows as they are stored as the texts of cells: amounts exact, nothing where there is no value."""
    kinds = [*columns.values()]
    return (tuple(map(_text, row, kinds)) for row in rows)


def _text(value: object, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return defuse(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if kind == frames.DAY else instants.encode(value)
    if kind == frames.FLAG:
        return str(int(bool(value)))
    if kind == frames.MONEY and isinstance(value, int):
        return f"{to_decimal(value):f}"
    return f"{value:f}" if isinstance(value, Decimal) else defuse(str(value)) if isinstance(value, list) else str(value)


def chunks(
    columns: Iterable[str], rows: Iterable[Iterable[object]], form: Form = FORMS["comma"], decimals: Container[str] = ()
) -> Iterator[str]:
    """The file in pieces of a thousand rows, the columns' names first.

    Floats, exact decimals and the columns among `decimals` are numbers; texts of digits keep all of them.
    """
    names = [*columns]
    are_numbers = [name in decimals for name in names]
    buffer = io.StringIO()
    buffer.write(_BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=form.separator)
    writer.writerow([_cell(defuse(name), form, is_number=False) for name in names])  # a query may call them anything
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(cell, form, is_number) for cell, is_number in zip(row, are_numbers, strict=True)])
        if number % _ROWS_A_CHUNK == 0:
            yield _empty(buffer)
    yield _empty(buffer)


def _cell(cell: object, form: Form, is_number: bool) -> object:
    if is_number or isinstance(cell, float | Decimal):
        return str(cell).replace(".", form.decimal)
    if not isinstance(cell, str):
        return cell
    if cell[:1].isdigit() and _DIGITS.fullmatch(cell):
        return f"'{cell}"
    return cell if form.separator == "," else _CUT.sub(r"\1'\2", cell)


def _empty(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

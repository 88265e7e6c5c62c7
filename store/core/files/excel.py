"""Excel: a sheet of typed cells, and one that says what they are, as of when, and what they come to.

Nothing in a file is run: every text is written as text, which also keeps the zeros of numbers that are names. It is
made in a folder that its owner alone can read, and that goes as soon as the file is given, or nobody wants it any more.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.numbers import get_currency_precision
from xlsxwriter import Workbook  # type: ignore[import-untyped] # has no types
from xlsxwriter.format import Format as CellFormat  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from languages import grouped
from store.core import frames
from store.core.files.sheet import Manifest, Sheet, amount, day, instant
from store.core.money import NO_CURRENCY, SCALE

ABOUT = "About"
LONGEST = 32_767
"""What a cell holds, as UTF-16 counts characters."""

_PART = 1 << 16  # bytes
_LARGEST = 10**15
"""Excel keeps 15 digits of a number: what is beyond is written as text."""

_DAY, _INSTANT = "yyyy-mm-dd", 'yyyy-mm-dd hh:mm:ss "UTC"'
_EPOCH, _FIRST = date(1899, 12, 30), date(1900, 3, 1)
"""What Excel counts days from, and the first from which it counts right: earlier days are written as text."""

_MIDNIGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - of no zone, as Excel's times are
_SECONDS_A_DAY = 86_400

_CODE = re.compile("[A-Z]{3}", re.ASCII)
_LEAST, _MOST, _LOOKED_AT = 8, 60, 1_000
"""Characters of a column's width, and how many rows say how wide it is."""

Write = Callable[[int, int, Any, Sequence[Any]], int]
"""Writes a value into the cell of a row and a column, given the whole row; how many characters it takes."""


def parts(sheet: Sheet) -> Iterator[bytes]:
    """The file in pieces; it is made before the first, since its beginning is written last."""
    with TemporaryDirectory(prefix="linkdesk-file-") as folder:
        path = Path(folder) / "made.xlsx"
        make(path, [sheet])
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def make(
    path: Path,
    sheets: Iterable[Sheet],
    *,
    manifest: Manifest | None = None,
    made: datetime | None = None,
    called: Callable[[str], str] = str,
) -> None:
    """Write the sheets into one file, and what they are onto the last; `manifest` is what they have in common.

    With the instant when it was `made` the same sheets give the same bytes. What is written on the way lies in the
    file's folder. The sheets may be read one after the other, as they are written. Columns and what is said of the
    sheets stand there as they are `called`.
    """
    path.touch(mode=0o600)
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.use_zip64()  # where a sheet is beyond 2 GB; others are written as ever
    if made:
        book.set_properties({"created": made.replace(tzinfo=None)})
    try:
        about = [_written(book, sheet, called) for sheet in sheets]
        page = _About(book, called)
        if manifest is not None:
            page.write(manifest, {}, {})
        for told, adding, sums in about:
            page.write(told, adding, sums)
    except BaseException:
        _abandon(book)
        raise
    book.close()


_Sums = dict[str, Counter[str]]
"""By currency what each column comes to, as it is stored."""

_Told = tuple[Manifest, frames.Columns, _Sums]


def _written(book: Workbook, sheet: Sheet, called: Callable[[str], str]) -> _Told:
    """What is to be said of a sheet, whose rows are written."""
    rows = _Rows(book, sheet, called)
    number = rows.write()
    adding = {name: sheet.columns[name] for name in sheet.adds_up}
    return {**sheet.manifest, "Rows": grouped(number), **rows.notes}, adding, rows.sums


def _abandon(book: Workbook) -> None:
    """Let go of a file that nobody wants any more: closing it, as XlsxWriter does by itself, would write all of it."""
    book.fileclosed = True
    for page in book.worksheets():
        page._opt_close()


class _Plain(Worksheet):  # type: ignore[misc] # of no type
    """A sheet of which no text is markup: XlsxWriter takes one that begins with <r> for its own."""

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:  # noqa: ANN401 - XlsxWriter's
        self._xml_inline_string(string, True, attributes)


class _Rows:
    """The sheet of the rows."""

    def __init__(self, book: Workbook, sheet: Sheet, called: Callable[[str], str]) -> None:
        self._called = called
        self._sheet, self._page = sheet, book.add_worksheet(sheet.name[:31], worksheet_class=_Plain)
        self._formats = _Formats(book)
        self._columns = [*sheet.columns]
        self._currency = self._columns.index("currency") if "currency" in sheet.columns else None
        self._unnamed = "" if self._currency is None else NO_CURRENCY
        self._cut = 0
        self.sums: _Sums = defaultdict(Counter)

    @property
    def notes(self) -> Manifest:
        """What is not in the cells as it is stored."""
        if not self._cut:
            return {}
        told = self._called("{number} texts are longer than the {longest} characters that a cell holds.")
        return {"Cut": told.format(number=grouped(self._cut), longest=grouped(LONGEST))}

    def write(self) -> int:
        """How many rows there were."""
        bold = self._formats.bold
        called = [self._called(name) for name in self._columns]
        for place, name in enumerate(called):
            self._page.write_string(0, place, name, bold)
        writers = [self._writer(kind) for kind in self._sheet.columns.values()]
        widths = [max(_LEAST, len(name) + 3) for name in called]  # with the arrow of its filter
        adding = [(name, self._columns.index(name)) for name in self._sheet.adds_up]
        number = 0
        for number, row in enumerate(self._sheet.rows, start=1):
            for place, (write, value) in enumerate(zip(writers, row, strict=True)):
                if value is None or value == "":
                    continue
                taken = write(number, place, value, row)
                if number <= _LOOKED_AT and taken > widths[place]:
                    widths[place] = taken
            for name, place in adding:
                if row[place] is not None:
                    self.sums[self._code(row) or self._unnamed][name] += row[place]
        for place, width in enumerate(widths):
            self._page.set_column(place, place, min(width, _MOST))
        self._page.freeze_panes(1, 0)
        self._page.autofilter(0, 0, number, len(self._columns) - 1)
        return number

    def _writer(self, kind: str) -> Write:
        return {
            frames.INTEGER: self._number,
            frames.NUMBER: self._number,
            frames.MONEY: self._units,
            frames.DECIMAL: self._exact,
            frames.FLAG: self._flag,
            frames.DAY: self._day,
            frames.INSTANT: self._instant,
        }.get(kind, self._text)

    def _code(self, row: Sequence[Any]) -> str:
        return (row[self._currency] or "") if self._currency is not None else ""

    def _text(self, row: int, place: int, value: object, _: Sequence[Any]) -> int:
        text = str(value)
        if self._page.write_string(row, place, text) == _TOO_LONG:
            self._cut += 1
        return len(text)

    def _number(self, row: int, place: int, value: Any, values: Sequence[Any]) -> int:  # noqa: ANN401
        is_kept = isinstance(value, float) and value - value == 0 or isinstance(value, int) and _fits(value)  # noqa: RUF021
        if not is_kept:
            return self._text(row, place, value, values)
        self._page.write_number(row, place, value)
        return _LEAST

    def _units(self, row: int, place: int, value: Any, values: Sequence[Any]) -> int:  # noqa: ANN401
        if not isinstance(value, int):
            return self._exact(row, place, value, values)
        if not _fits(value):
            return self._text(row, place, f"{amount(value, frames.MONEY):f}", values)
        self._page.write_number(row, place, value / SCALE, self._formats.money(self._code(values), value))
        return len(f"{value:,}") + len("MXN ")

    def _exact(self, row: int, place: int, value: Any, values: Sequence[Any]) -> int:  # noqa: ANN401
        units = value * SCALE if isinstance(value, Decimal) else None
        if units is not None and units == units.to_integral_value() and _fits(int(units)):
            return self._units(row, place, int(units), values)
        return self._text(row, place, value, values)

    def _flag(self, row: int, place: int, value: object, _: Sequence[Any]) -> int:
        self._page.write_boolean(row, place, bool(value))
        return _LEAST

    def _day(self, row: int, place: int, value: object, values: Sequence[Any]) -> int:
        found = day(value)
        if found is None or found < _FIRST:
            return self._text(row, place, value, values)
        self._page.write_number(row, place, (found - _EPOCH).days, self._formats.day)
        return len(_DAY) + 1

    def _instant(self, row: int, place: int, value: object, values: Sequence[Any]) -> int:
        found = instant(value)
        if found is None or found.date() < _FIRST:
            return self._text(row, place, value, values)
        since = found.replace(tzinfo=None) - _MIDNIGHT
        self._page.write_number(row, place, since.total_seconds() / _SECONDS_A_DAY, self._formats.instant)
        return len(_INSTANT)


_TOO_LONG = -2
"""What XlsxWriter answers when it has cut a text."""


class _Formats:
    """How cells look, each format made once: amounts by currency and by the decimals that they need."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._money: dict[tuple[str, int], CellFormat] = {}
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": _DAY})
        self.instant = book.add_format({"num_format": _INSTANT})

    def money(self, currency: str, units: int) -> CellFormat:
        """With the currency's code, no fewer decimals than it has, and all that the amount has."""
        code = currency if _CODE.fullmatch(currency) else ""
        key = code, max(get_currency_precision(code) if code else 2, _decimals(units))
        if key not in self._money:
            digits = f"#,##0.{'0' * key[1]}" if key[1] else "#,##0"
            sign = f"[${code}] " if code else ""
            self._money[key] = self._book.add_format({"num_format": f"{sign}{digits};-{sign}{digits}"})
        return self._money[key]


def _decimals(units: int) -> int:
    """How many of the four decimals an amount needs."""
    return next(places for places, step in enumerate((SCALE, 1_000, 100, 10, 1)) if units % step == 0)


def _fits(number: int) -> bool:
    return abs(number) <= _LARGEST


class _About:
    """The sheet that says what the rows are."""

    def __init__(self, book: Workbook, called: Callable[[str], str]) -> None:
        self._called = called
        self._page = book.add_worksheet(called(ABOUT), worksheet_class=_Plain)
        self._formats = _Formats(book)
        self._next, self._widest = 0, 1

    def write(self, told: Manifest, adding: frames.Columns, sums: _Sums) -> None:
        """What is said of one sheet, below what is there."""
        for row, (name, text) in enumerate(told.items(), start=self._next):
            self._page.write_string(row, 0, self._called(name), self._formats.bold)
            self._page.write_string(row, 1, text)
        self._widest = max(self._widest, len(adding))
        self._page.set_column(0, 0, 16)
        self._page.set_column(1, 1 + self._widest, 24)
        self._next += len(told) + 1
        if adding:
            self._write_sums(self._next, adding, sums)
            self._next += len(sums) + 2

    def _write_sums(self, start: int, adding: frames.Columns, sums: _Sums) -> None:
        """What the rows come to, a currency a line: amounts of two are never added."""
        for place, name in enumerate(("Sum of all rows", *adding)):
            self._page.write_string(start, place, self._called(name), self._formats.bold)
        for row, (currency, found) in enumerate(sorted(sums.items()), start=start + 1):
            if currency:
                self._page.write_string(row, 0, currency)
            for place, (name, kind) in enumerate(adding.items(), start=1):
                self._write_sum(row, place, found[name], kind, currency)

    def _write_sum(self, row: int, place: int, units: int, kind: str, currency: str) -> None:
        is_money = kind == frames.MONEY
        if not _fits(units):
            self._page.write_string(row, place, f"{amount(units, kind):f}" if is_money else str(units))
        elif is_money:
            self._page.write_number(row, place, units / SCALE, self._formats.money(currency, units))
        else:
            self._page.write_number(row, place, units)

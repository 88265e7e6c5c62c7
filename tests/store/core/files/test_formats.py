"""A file in any format holds the same rows, typed where the format has types, and runs nothing."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped] # has no types
import pytest
from openpyxl.utils.escape import unescape

from store.core import frames
from store.core.files import excel, formats, parquet
from store.core.files.sheet import Sheet
from store.core.money import LARGEST

COLUMNS = {
    "id": frames.TEXT,
    "account": frames.TEXT,
    "day": frames.DAY,
    "at": frames.INSTANT,
    "amount": frames.MONEY,
    "currency": frames.TEXT,
    "count": frames.INTEGER,
    "share": frames.NUMBER,
    "is_own": frames.FLAG,
    "sum": frames.DECIMAL,
}
HOSTILE = ('=HYPERLINK("evil")', "<r><t>markup</t></r>", "{=1+1}", "https://evil.example", "\x00\x0b\ufffe _x0041_ 😀")
BEYOND = Decimal("12345678901234567.89")
ROWS: list[tuple[Any, ...]] = [
    (HOSTILE[0], "0012", "2026-11-01", "2026-11-01T10:11:12.000000Z", -LARGEST, "MXN", 2**62, 0.1, 1, BEYOND),
    (HOSTILE[1], "+52", "1899-12-31", "1850-01-01T00:00:00.000000Z", 12345, "CLP", 7, 1e-9, 0, Decimal("1.5")),
    (HOSTILE[2], "12E3", "", None, 10000, "CLP", None, None, None, None),
    (HOSTILE[3], None, "masked", "masked", None, None, 0, 0.0, None, None),
    (HOSTILE[4], "@x", None, None, 150000, "];x", None, None, None, None),
]
MANIFEST = {"Table": "things", "Filter": "type=OUTFLOW", "Address": "https://desk.example/things?type=OUTFLOW"}


def sheet(rows: Any = ROWS) -> Sheet:  # noqa: ANN401 - what a test wants to try
    return Sheet("things", COLUMNS, rows, MANIFEST, adds_up=("amount",))


def written(name: str, rows: Any = ROWS) -> io.BytesIO:  # noqa: ANN401
    return io.BytesIO(b"".join(formats.FORMATS[name].parts(sheet(rows))))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(written("xlsx"))


def test_excel_has_typed_cells(book: openpyxl.Workbook) -> None:
    page = book["things"]
    header, first, second, *_ = ([cell.value for cell in row] for row in page.iter_rows())
    assert header == [*COLUMNS]
    assert first[1:4] == ["0012", datetime(2026, 11, 1), datetime(2026, 11, 1, 10, 11, 12)]  # noqa: DTZ001 - Excel's
    assert first[4:] == [-LARGEST / 10_000, "MXN", str(2**62), 0.1, True, str(BEYOND)]
    assert second[2:4] == ["1899-12-31", "1850-01-01T00:00:00.000000Z"]
    assert second[4:] == [1.2345, "CLP", 7, 1e-9, False, 1.5]


def test_excel_shows_amounts_as_their_currency_has_them_and_says_the_zone(book: openpyxl.Workbook) -> None:
    shown = {cell.coordinate: cell.number_format for row in book["things"].iter_rows(min_row=2) for cell in row}
    assert shown["E2"] == "[$MXN] #,##0.00;-[$MXN] #,##0.00"
    assert shown["E3"] == "[$CLP] #,##0.0000;-[$CLP] #,##0.0000"  # no fewer than it has
    assert shown["E4"] == "[$CLP] #,##0;-[$CLP] #,##0"
    assert shown["E6"] == "#,##0.00;-#,##0.00"  # of what is no code nothing is written into a format
    assert (shown["C2"], shown["D2"]) == ("yyyy-mm-dd", 'yyyy-mm-dd hh:mm:ss "UTC"')


def test_excel_runs_nothing_and_keeps_every_sign(book: openpyxl.Workbook) -> None:
    cells = [*book["things"]["A"]][1:]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[:4]] == [*HOSTILE[:4]]
    assert unescape(cells[4].value) == HOSTILE[4]
    assert [cell.hyperlink for cell in cells] == [None] * 5
    assert [cell.value for cell in book["things"]["B"]][1:] == ["0012", "+52", "12E3", None, "@x"]


def test_excel_has_its_header_in_sight_and_a_filter(book: openpyxl.Workbook) -> None:
    page = book["things"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:J6")
    assert page.column_dimensions["A"].width > 20


def test_excel_says_what_it_is_and_adds_no_two_currencies(book: openpyxl.Workbook) -> None:
    told = [[cell.value for cell in row] for row in book["About"].iter_rows()]
    assert told[:4] == [[name, text] for name, text in (MANIFEST | {"Rows": "5"}).items()]
    assert told[5:] == [["Sum of all rows", "amount"], ["CLP", 2.2345], ["MXN", -LARGEST / 10_000], ["];x", 15]]


def test_excel_writes_a_sum_of_more_digits_than_it_keeps_as_text() -> None:
    rows = [(*ROWS[0][:4], LARGEST, *ROWS[0][5:])] * 12
    assert [*openpyxl.load_workbook(written("xlsx", rows))["About"].values][-1] == ("MXN", "1200000000000.00")


def test_excel_cuts_what_no_cell_holds_and_says_so() -> None:
    long = "😀" * 20_000  # of two units each
    found = openpyxl.load_workbook(written("xlsx", [(long, *ROWS[0][1:]), *ROWS]))
    cell = found["things"]["A2"].value
    assert len(cell.encode("utf-16-le")) // 2 in (excel.LONGEST - 1, excel.LONGEST)
    assert long.startswith(cell)
    assert ("Cut", "1 texts are longer than the 32,767 characters that a cell holds.") in [*found["About"].values]


def test_what_excel_was_made_with_goes_however_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    modes: set[int] = set()

    def look() -> Iterator[tuple[Any, ...]]:
        yield ROWS[0]
        (folder,) = tmp_path.iterdir()
        modes.update(path.stat().st_mode & 0o777 for path in folder.iterdir())
        modes.add(folder.stat().st_mode & 0o777 | 0o1000)
        yield ROWS[1]

    parts = formats.FORMATS["xlsx"].parts(sheet(look()))
    next(parts)
    assert modes == {0o600, 0o1700}
    assert len([*tmp_path.iterdir()]) == 1
    parts.close()  # type: ignore[attr-defined] # a generator
    assert [*tmp_path.iterdir()] == []

    def fail() -> Iterator[tuple[Any, ...]]:
        yield ROWS[0]
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        next(formats.FORMATS["xlsx"].parts(sheet(fail())))
    assert [*tmp_path.iterdir()] == []


def test_parquet_has_decimals_days_and_instants() -> None:
    found = pq.read_table(written("parquet"))
    assert [str(kind) for kind in found.schema.types] == [
        "string",
        "string",
        "date32[day]",
        "timestamp[us, tz=UTC]",
        "decimal128(19, 4)",
        "string",
        "int64",
        "double",
        "bool",
        "decimal128(38, 4)",
    ]
    first, second, *_, last = found.to_pylist()
    assert first == {
        "id": HOSTILE[0],
        "account": "0012",
        "day": date(2026, 11, 1),
        "at": datetime(2026, 11, 1, 10, 11, 12, tzinfo=UTC),
        "amount": Decimal("-100000000000.0000"),
        "currency": "MXN",
        "count": 2**62,
        "share": 0.1,
        "is_own": True,
        "sum": BEYOND,
    }
    assert (second["day"], second["amount"], last["id"]) == (date(1899, 12, 31), Decimal("1.2345"), HOSTILE[4])


def test_parquet_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 2)
    found = pq.ParquetFile(written("parquet"))
    assert found.metadata.num_row_groups == 3
    assert json.loads(found.metadata.metadata[b"linkdesk"]) == MANIFEST | {"Rows": "5"}


def test_json_lines_have_money_as_decimal_text_and_times_as_iso() -> None:
    first, second, third, fourth, _ = map(json.loads, written("jsonl").read().splitlines())
    assert first == {
        "id": HOSTILE[0],
        "account": "0012",
        "day": "2026-11-01",
        "at": "2026-11-01T10:11:12Z",
        "amount": "-100000000000.00",
        "currency": "MXN",
        "count": 2**62,
        "share": 0.1,
        "is_own": True,
        "sum": str(BEYOND),
    }
    assert (second["amount"], second["is_own"], third["day"], fourth["at"]) == ("1.2345", False, None, "masked")


def test_all_formats_have_the_same_amounts() -> None:
    lines = csv.DictReader(io.StringIO(written("csv").read().decode("utf-8-sig")))
    told = [Decimal(line["amount"]) if line["amount"] else None for line in lines]
    assert pq.read_table(written("parquet"))["amount"].to_pylist() == told
    objects = map(json.loads, written("jsonl").read().splitlines())
    assert [None if row["amount"] is None else Decimal(row["amount"]) for row in objects] == told
    cells = [*openpyxl.load_workbook(written("xlsx"))["things"]["E"]][1:]
    assert [None if cell.value is None else Decimal(str(cell.value)) for cell in cells] == told


@pytest.mark.parametrize("name", formats.FORMATS)
def test_no_row_is_a_file_as_well(name: str) -> None:
    found = written(name, [])
    match name:
        case "csv":
            assert found.read().decode("utf-8-sig").split() == [",".join(COLUMNS)]
        case "xlsx":
            assert [*openpyxl.load_workbook(found)["things"].values] == [tuple(COLUMNS)]
        case "parquet":
            assert (pq.read_table(found).num_rows, pq.read_table(found).column_names) == (0, [*COLUMNS])
        case "jsonl":
            assert found.read() == b""


def test_more_rows_than_excel_holds_are_refused_with_what_to_take_instead() -> None:
    assert formats.beyond("xlsx", 1_048_575) == ""
    assert formats.beyond("xlsx", 1_048_576) == (
        "Excel holds 1,048,575 rows under its header, and these are 1,048,576. "
        "Take Parquet or CSV, or narrow the filter."
    )
    assert [formats.beyond(name, 10**9) for name in ("csv", "parquet", "jsonl")] == [""] * 3

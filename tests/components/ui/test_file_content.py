"""Rows that a page has worked out, as a file: typed as the page shows them, to the cent."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq  # type: ignore[import-untyped] # has no types
import pytest

from components.ui import paging
from components.ui.files.content import FORMS, Numbers, content, extension_of, label_of
from components.ui.paging import all_rows
from store.core import frames, keyset
from store.core.keyset import Place

MANIFEST = {"Table": "months", "Filter": "none"}
ROWS = frames.typed(
    pd.DataFrame(
        {
            "month": ["2026-11-01", None],
            "at": ["2026-11-24T05:21:08.000000Z", None],
            "currency": ["MXN", "CLP"],
            "inflow": [12345600, None],
            "exact": [1234, 10000],
            "share": [0.25, None],
            "count": [3, None],
            "whole": [1, 0],
            "name": ["=1+1", None],
            "number": ["0007", "1"],
        }
    ),
    {
        "month": frames.DAY,
        "at": frames.INSTANT,
        "currency": frames.TEXT,
        "inflow": frames.MONEY,
        "exact": frames.DECIMAL,
        "share": frames.NUMBER,
        "count": frames.INTEGER,
        "whole": frames.FLAG,
        "name": frames.TEXT,
        "number": frames.TEXT,
    },
)


NUMBERS = Numbers(("inflow", "exact"), ("inflow", "count", "number"))


def made(form: str, rows: pd.DataFrame = ROWS, numbers: Numbers = NUMBERS) -> io.BytesIO:
    return io.BytesIO(content(rows, form, name="months", manifest=MANIFEST, numbers=numbers))


def sums(file: io.BytesIO) -> list[list[tuple[object, str]]]:
    """What the rows come to, as Excel has it and as it shows it."""
    rows = [[(cell.value, cell.number_format) for cell in row] for row in openpyxl.load_workbook(file)["About"].rows]
    begins = next(place for place, row in enumerate(rows) if row[0][0] == "Sum of all rows")
    return [[cell for cell in row if cell[0] is not None] for row in rows[begins:]]


def test_excel_has_what_the_page_has() -> None:
    page = openpyxl.load_workbook(made("xlsx"))["months"]
    _, first, second = page.values
    month, at = datetime(2026, 11, 1), datetime(2026, 11, 24, 5, 21, 8)  # noqa: DTZ001 - Excel's
    assert first == (month, at, "MXN", 1234.56, 0.1234, 0.25, 3, True, "=1+1", "0007")
    assert second == (None, None, "CLP", None, 1, None, None, False, None, "1")
    assert [page["D2"].number_format, page["I2"].data_type] == ["[$MXN] #,##0.00;-[$MXN] #,##0.00", "s"]


def test_excel_says_what_money_and_counts_come_to_by_currency() -> None:
    """No column has a sum but those that add up, and no text has one, whatever it is called."""
    others = [ROWS.assign(currency=pd.Series([code, None], dtype="object")) for code in ("CLP", None, "MXN")]
    rows = pd.concat([ROWS, *others], ignore_index=True)
    header, clp, mxn, none = sums(made("xlsx", rows))
    assert [value for value, _ in header] == ["Sum of all rows", "inflow", "count"]
    assert clp == [("CLP", "General"), (1234.56, "[$CLP] #,##0.00;-[$CLP] #,##0.00"), (3, "General")]
    assert mxn == [("MXN", "General"), (2469.12, "[$MXN] #,##0.00;-[$MXN] #,##0.00"), (6, "General")]
    assert none == [("No currency", "General"), (1234.56, "#,##0.00;-#,##0.00"), (3, "General")]


def test_counts_of_rows_without_a_currency_have_one_sum() -> None:
    header, line = sums(made("xlsx", ROWS.drop(columns=["currency", "inflow", "exact"])))
    assert ([value for value, _ in header], [value for value, _ in line]) == (["Sum of all rows", "count"], [3])


def test_amounts_of_one_currency_that_no_row_names_are_of_it() -> None:
    rows = ROWS.drop(columns="currency")
    file = made("xlsx", rows, Numbers(["inflow"], ["inflow"], "BRL"))
    page = openpyxl.load_workbook(file)["months"]
    assert (page["C2"].value, page["C2"].number_format) == (1234.56, "[$BRL] #,##0.00;-[$BRL] #,##0.00")
    assert [value for value, _ in sums(file)[1]] == ["BRL", 1234.56]


def test_what_says_nothing_and_what_has_no_sum_ends_in_no_line() -> None:
    about = openpyxl.load_workbook(made("xlsx", ROWS, Numbers(["inflow"])))["About"]
    assert "Sum of all rows" not in {cell.value for row in about.rows for cell in row}


def test_parquet_has_what_the_page_has() -> None:
    first, second = pq.read_table(made("parquet")).to_pylist()
    assert first == {
        "month": date(2026, 11, 1),
        "at": datetime(2026, 11, 24, 5, 21, 8, tzinfo=UTC),
        "currency": "MXN",
        "inflow": Decimal("1234.5600"),
        "exact": Decimal("0.1234"),
        "share": 0.25,
        "count": 3,
        "whole": True,
        "name": "=1+1",
        "number": "0007",
    }
    assert {name for name, value in second.items() if value is None} == {
        "month",
        "at",
        "inflow",
        "share",
        "count",
        "name",
    }


def test_json_lines_have_what_the_page_has() -> None:
    first, _ = map(json.loads, made("jsonl").read().splitlines())
    assert (first["month"], first["at"]) == ("2026-11-01", "2026-11-24T05:21:08Z")
    assert (first["inflow"], first["exact"], first["whole"], first["count"]) == ("1234.56", "0.1234", True, 3)


def test_csv_is_written_as_that_of_a_table_of_the_store_is() -> None:
    first, second = csv.DictReader(io.StringIO(made("comma").read().decode("utf-8-sig")))
    assert first == {
        "month": "2026-11-01",
        "at": "2026-11-24T05:21:08.000000Z",
        "currency": "MXN",
        "inflow": "1234.56",
        "exact": "0.1234",
        "share": "0.25",
        "count": "3",
        "whole": "1",
        "name": "'=1+1",
        "number": "'0007",
    }
    assert (second["exact"], second["whole"], second["month"], second["inflow"]) == ("1.00", "0", "", "")
    (other, _) = csv.DictReader(io.StringIO(made("semicolon").read().decode("utf-8-sig")), delimiter=";")
    assert (other["inflow"], other["exact"], other["at"]) == ("1234,56", "0,1234", "2026-11-24T05:21:08.000000Z")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_label_and_the_end_of_its_name(form: str) -> None:
    assert (label_of(form), extension_of(form)) == {
        "comma": ("CSV", "csv"),
        "semicolon": ("CSV", "csv"),
        "xlsx": ("Excel", "xlsx"),
        "parquet": ("Parquet", "parquet"),
        "jsonl": ("JSON Lines", "jsonl"),
    }[form]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 7])
def test_a_list_that_is_read_in_pages_is_read_to_its_end(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "_STRETCH", 2)
    asked: list[Any] = []

    def load(at: Place) -> pd.DataFrame:
        asked.append(at.after)
        start = 0 if at.after is None else int(str(at.after[0])) + 1
        ids = [*range(start, min(start + at.limit, number))]
        page = pd.DataFrame({"id": ids})
        page.attrs[keyset._ENDS] = [(ids[0],), (ids[-1],)] if ids else [None, None]
        return page

    assert all_rows(load)["id"].tolist() == [*range(number)]
    assert len(asked) == number // 2 + 1

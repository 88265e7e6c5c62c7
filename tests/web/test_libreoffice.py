"""What the desk writes, opened by a program that people have: LibreOffice's rows are the API's, to the cent.

The same by openpyxl and pyarrow is in tests/web/test_export_formats.py, for every run.
"""

import io
import subprocess
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.roles import Role
from store.core import frames
from store.queries.tables import catalogue
from store.write import links, rows
from tests.kit import bodies, filling
from tests.web.api.conftest import Desk
from tests.web.api.conftest import make_desk as make_desk

pytestmark = pytest.mark.exam

_LONGEST = 300
"""Seconds of one start of LibreOffice, with much else to do."""

HOSTILE = (
    '=HYPERLINK("https://evil.example")',
    "+52 55 1234",
    "@SUM(1)",
    "007",
    "<b>x</b>",
    "😀 ñ",
    "a\nb",
    "1E5",
    "TRUE",
)


@pytest.fixture(scope="module")
def desk(make_desk: Any) -> Desk:  # noqa: ANN401 - the fixture of the API's tests
    made: Desk = make_desk()
    db = made.context.database
    filling.fill(db)
    with db.write() as connection:
        links.save(connection, bodies.link())
        rows.save_page(connection, "accounts", bodies.LINK, [bodies.account(number="0001234")])
        page = [
            bodies.transaction(
                number,
                amount=float(f"{number * 1_234_567}.{number:02}"),
                currency=("MXN", "CLP", "BRL")[number % 3],
                description=HOSTILE[number % len(HOSTILE)],
                reference=f"{number:08}",
                value_date=f"2026-11-{number % 28 + 1:02}",
            )
            for number in range(1, 61)
        ]
        rows.save_page(connection, "transactions", bodies.LINK, page)
    return made


def opened(folder: Path, name: str, content: bytes) -> openpyxl.Workbook:
    """The file as LibreOffice has it once it has opened it, saved by it as a workbook of its own."""
    file = folder / name
    file.write_bytes(content)
    saved = folder / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--norestore"]
    if name.endswith(".csv"):
        command.append("--infilter=CSV:44,34,76,1,,1033,false,true")
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    written = saved / f"{file.stem}.xlsx"
    assert written.exists(), done.stderr + done.stdout
    return openpyxl.load_workbook(io.BytesIO(written.read_bytes()), data_only=False)


def lines(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    names, *found = book[sheet].values
    return [dict(zip(map(str, names), line, strict=True)) for line in found]


def plain(value: object, kind: str) -> object:
    """A cell as the API would tell it; LibreOffice has numbers as doubles, instants to the second."""
    if value is None or value == "":
        return None
    match kind:
        case frames.MONEY:
            return Decimal(repr(value) if isinstance(value, float) else str(value)).quantize(Decimal("0.0001"))
        case frames.DAY if isinstance(value, datetime | date):
            return f"{value:%Y-%m-%d}"
        case frames.FLAG:
            return bool(value)
    return value


@pytest.mark.parametrize("table", ["transactions", "accounts", "invoices", "owners", "bills"])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_libreoffice_has_the_apis_rows_to_the_cent(desk: Desk, tmp_path: Path, table: str, extension: str) -> None:
    header = {"authorization": f"Bearer {desk.tokens[Role.ADMIN]}"}
    answer = desk.http.get(f"/export/{table}.{extension}", headers=header)
    assert answer.status_code == 200
    book = opened(tmp_path, f"{table}.{extension}", answer.content)
    found = lines(book, table)
    known = [row for page in desk.walk(f"/{table}", Role.ADMIN, limit="500") for row in page]
    declared = catalogue.find(table)
    assert declared is not None
    kinds: Mapping[str, str] = declared.columns
    id_ = "transaction" if table == "transactions" else "invoice" if table == "invoices" else next(iter(kinds))
    by_id = {row[id_]: row for row in known}
    assert {str(row[id_]) for row in found} == by_id.keys()
    assert len(found) == len(known)
    money = [name for name, kind in kinds.items() if kind == frames.MONEY]
    days = [name for name, kind in kinds.items() if kind == frames.DAY]
    for row in found:
        told = by_id[str(row[id_])]
        for name in money:
            expected = None if told[name] is None else Decimal(told[name]).quantize(Decimal("0.0001"))
            assert plain(row[name], frames.MONEY) == expected, (name, row)
        for name in days:
            assert plain(row[name], frames.DAY) == told[name], (name, row)


def test_libreoffice_runs_nothing_and_keeps_texts_as_they_are(desk: Desk, tmp_path: Path) -> None:
    header = {"authorization": f"Bearer {desk.tokens[Role.ADMIN]}"}
    answer = desk.http.get(f"/export/transactions.xlsx?links={bodies.LINK}", headers=header)
    book = opened(tmp_path, "transactions.xlsx", answer.content)
    sheet = book["transactions"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    found = lines(book, "transactions")
    assert {row["description"] for row in found} == {*HOSTILE}
    assert {row["reference"] for row in found} == {f"{number:08}" for number in range(1, 61)}
    assert "About" in book.sheetnames

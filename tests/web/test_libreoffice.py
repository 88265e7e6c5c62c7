"""What the desk writes, opened by programs that people have: LibreOffice's rows, and pdftotext's, are the API's.

The same by openpyxl and pyarrow is in tests/web/test_export_formats.py, for every run.
"""

import io
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.partial_months import month_start
from domain.roles import Role
from store.core import frames
from store.queries.tables import catalogue
from store.write import links, rows
from tests.kit import bank, bodies, filling
from tests.web.api.conftest import Desk
from tests.web.api.conftest import make_desk as make_desk
from tests.web.loan.conftest import BOGOTA, THREE
from web.api.clock import Clock
from web.loan import telling

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


MONTHS = 24
_SIGN = r"(?:MX\$|R\$|COL\$)"
_AMOUNT = rf"\N{{MINUS SIGN}}?{_SIGN}\s?\d[\d,]*(?:\.\d+)?"
_MONTH = re.compile(rf"^\s*([A-Z][a-z]+ 20\d\d)\D*?\s+({_AMOUNT})\s+({_AMOUNT})\s+({_AMOUNT})\s+[\d,]+$", re.M)
_CODES = {"MX$": "MXN", "R$": "BRL", "COL$": "COP"}
_WAYS = ("inflow", "outflow", "net")
_NOT_TOLD = {"least", "most"}
"""Of figures, what the loan file does not tell: the smallest and the largest inflow."""


@pytest.fixture(scope="module")
def of_three(make_desk: Any) -> Desk:  # noqa: ANN401 - the fixture of the API's tests
    """Somebody with two years in each of three currencies."""
    made: Desk = make_desk()
    banks = zip(THREE, (bank.EREBOR, bank.EREBOR_BR, BOGOTA), strict=True)
    for name, where in banks:
        filling.pulled(made.context.database, name, where, days=790)
        with made.context.database.write() as connection:
            links.save(connection, bank.link(name, where, external_id="three"))
    return made


def amount_of(told: str) -> tuple[str, Decimal]:
    """The currency of what is printed, and how much it is."""
    sign = -1 if told.startswith("\N{MINUS SIGN}") else 1
    code = next(code for printed, code in _CODES.items() if told.lstrip("\N{MINUS SIGN}").startswith(printed))
    return code, sign * Decimal(re.sub(r"[^\d.]", "", told.split("$", 1)[1]))


def test_pdftotext_has_the_apis_figures_to_the_cent(
    of_three: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "ahead", lambda _: bank.NOW - datetime.now(UTC))  # the last day of what there is
    header = {"authorization": f"Bearer {of_three.tokens[Role.ADMIN]}"}
    answer = of_three.http.get("/export/loan-file.pdf?external_id=three", headers=header)
    assert answer.status_code == 200
    file = tmp_path / "loan-file.pdf"
    file.write_bytes(answer.content)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(file), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=True).stdout
    printed = {amount_of(told) for told in re.findall(_AMOUNT, text)}

    today = bank.NOW.date()
    days = {"since": month_start(today, MONTHS).isoformat(), "until": today.isoformat()}
    of_months: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for page, narrowed in (("person", {}), ("accounts", {}), ("cash-flow", days)):
        found = of_three.read(f"/figures/{page}", external_id="three", **narrowed)["results"]
        told = [one for one in found if one["unit"] == "money" and one["value"] and one["name"] not in _NOT_TOLD]
        assert {one["currency"] for one in told} == {*_CODES.values()}, page
        for one in told:
            assert (one["currency"], Decimal(one["value"])) in printed, (page, one)
            if one["name"] in _WAYS and one["month"]:
                of_months[one["currency"], telling.month(one["month"])][one["name"]] = Decimal(one["value"])

    lines = {(amount_of(up)[0], month): (up, down, net) for month, up, down, net in _MONTH.findall(text)}
    assert lines.keys() == of_months.keys()
    assert len(lines) == len(_CODES) * (MONTHS + 1)
    for key, amounts in lines.items():
        assert dict(zip(_WAYS, (amount_of(told)[1] for told in amounts), strict=True)) == of_months[key], key

"""What a loan file says is what is stored, to the cent, with its reason where nothing is; and the same twice."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from domain.loan_file.unknowns import Kind
from store import Database
from store.sight import Sight
from store.write import revisions
from tests.kit import bank, filling, planted
from tests.kit.stores import ENGINES, EngineName, empty
from tests.web.loan.conftest import DAY, THREE, File, subject_of
from web.api.figures.persons import person_figures
from web.loan import archive, telling, words
from web.loan.known import CASH_FLOW, Known
from web.loan.making import Moving, make
from web.loan.manifest import EXCEL, MANIFEST, SUMS
from web.loan.sections import unknown
from web.loan.subject import Subject

Files = Callable[[str], File]
Stored = tuple[Database, Mapping[str, str]]
CODES = {"MXN", "BRL", "COP"}
CHAPTERS = ("who", "accounts", "income", "cash", "debts", "employment", "tax", "quality", "unknowns", "sources")


def rows_of(file: File, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file.path(f"rows/{table}.parquet")).to_pylist()
    return found


def test_every_figure_of_the_person_stands_in_it_in_each_currency(file_of: Files) -> None:
    file = file_of("three")
    told = person_figures(file.subject.db, file.subject.links, DAY)
    amounts = [one for one in told if one["unit"] == "money" and one["value"] and one["name"] not in ("least", "most")]
    assert {one["currency"] for one in amounts} == CODES
    for one in amounts:
        assert file.says(telling.amount(Decimal(one["value"]), one["currency"])), one


def test_months_are_what_the_rows_beside_add_up_to(file_of: Files) -> None:
    file, moved = file_of("three"), Counter[tuple[str, str, str]]()
    for row in rows_of(file, "transactions"):
        if row["own_transfer"] is None and row["value_date"].isoformat() >= file.subject.since.isoformat():
            moved[f"{row['value_date']:%Y-%m}", row["currency"], row["type"]] += abs(row["amount"])
    assert len(moved) > 3 * 2 * 20
    for (month, currency, _), amount in moved.items():
        assert file.says(telling.amount(Decimal(amount), currency)), (month, currency, amount)
    known = Known(file.subject)
    figures = {(one["month"], one["currency"]): one["value"] for one in known.all(CASH_FLOW, "inflow")}
    assert {key[:2]: Decimal(amount) for key, amount in moved.items() if key[2] == "INFLOW"} == {
        key: Decimal(value) for key, value in figures.items() if Decimal(value)
    }


def test_excel_and_parquet_have_the_same_rows(file_of: Files) -> None:
    file = file_of("three")
    book = openpyxl.load_workbook(file.path(EXCEL))
    tables = [name.removeprefix("rows/").removesuffix(".parquet") for name, _ in file.made.files if "rows/" in name]
    assert book.sheetnames == [*tables, "About"]
    for table in tables:
        header, *cells = [[cell.value for cell in row] for row in book[table].iter_rows()]
        parquet = rows_of(file, table)
        assert len(cells) == len(parquet) > 0
        if "amount" in header:
            place = header.index("amount")
            assert [None if row[place] is None else Decimal(str(row[place])) for row in cells] == [
                None if row["amount"] is None else row["amount"].normalize() for row in parquet
            ]


def test_the_same_store_and_day_give_the_same_bytes(file_of: Files, tmp_path: Path) -> None:
    first, zips = file_of("three"), list[bytes]()
    for day in (DAY, DAY.replace(day=25)):
        (tmp_path / str(day)).mkdir()
        made = make(replace(first.subject, day=day), tmp_path / str(day), lambda: True)
        zips.append(b"".join(archive.parts(made.files)))
    assert zips[0] == b"".join(archive.parts(first.made.files))
    assert zips[1] != zips[0]


def test_digests_lead_from_the_page_to_each_row(file_of: Files) -> None:
    file = file_of("three")
    content = file.path(SUMS).read_bytes()
    assert file.says(hashlib.sha256(content).hexdigest())
    sums = {name: digest for digest, name in (line.split("  ") for line in content.decode().splitlines())}
    assert {name for name, _ in file.made.files} - sums.keys() == {"loan-file.pdf", SUMS, MANIFEST}
    for name, digest in sums.items():
        assert hashlib.sha256(file.path(name).read_bytes()).hexdigest() == digest
        assert file.says(digest)
    told = json.loads(file.path(MANIFEST).read_bytes())
    assert told["rows_sha256"] == hashlib.sha256(content).hexdigest()
    assert {one["name"] for one in told["files"]} == {name for name, _ in file.made.files} - {MANIFEST}


def test_each_page_says_which_it_is_and_what_proves_the_rows(file_of: Files) -> None:
    file = file_of("three")
    short = hashlib.sha256(file.path(SUMS).read_bytes()).hexdigest()[:16]
    for number, page in enumerate(file.pages, start=1):
        assert f"Page {number} of {len(file.pages)}" in page
        assert short in page
        assert "MASKED" not in page


def test_chapters_name_resource_link_bank_and_times(file_of: Files) -> None:
    file = file_of("three")
    link = bank.uuid(THREE[0])
    assert file.says(f"Erebor ({link[:8]}) TRANSACTIONS")
    assert file.says("COLLECTED BY BELVO (UTC)")
    assert file.says("24 Nov 2026, 07:30")  # an account was collected two hours before
    for link in file.subject.links:
        assert file.says(link)


def kinds(file: File) -> set[Kind]:
    return kinds_of(file.subject)


def kinds_of(subject: Subject) -> set[Kind]:
    return {one.kind for one in unknown.unknowns(Known(subject))}


def test_what_is_not_known_is_said_and_is_no_zero(file_of: Files) -> None:
    file = file_of("payroll")
    for chapter in ("accounts.none", "debts.none", "cash.none", "tax.none"):
        assert file.says(words.TEXTS[chapter].partition("{")[0])
    assert {Kind.NO_BANK, Kind.NO_TAX} <= kinds(file)
    assert Kind.NO_PAYROLL not in kinds(file)
    assert file.says("MX$ 18,250.00")
    assert file.says(words.TEXTS["employment.now_below"])
    assert not file.says(words.TEXTS["employment.now_none"])
    assert "MX$ 0.00" not in file.text


def test_a_company_with_taxes_alone_has_sales_and_no_bank(file_of: Files) -> None:
    file = file_of("taxes")
    sales = sum(1160 * number for number in range(1, 11))
    assert file.says(f"MX$ {sales:,}.00")
    assert {Kind.NO_BANK, Kind.NO_PAYROLL} <= kinds(file)
    assert file.says("No bank.")
    assert f"MX$ {sales:,}.00" in file.pages[0].replace("\u00a0", " ")
    assert words.TEXTS["summary.nothing"] not in file.text


def test_of_one_month_it_says_how_few_that_is(file_of: Files) -> None:
    file = file_of("short")
    assert {Kind.MONTHS_BEFORE, Kind.FEW_MONTHS, Kind.NO_FORECAST} <= kinds(file)
    assert file.says("no whole month is known")
    assert file.says(words.TEXTS["reason.no_whole_month"])
    assert not file.says(words.TEXTS["reason.no_movement"])
    assert file.says(words.say("unknown.few_months", needed=3, months=0))


def test_of_two_years_each_whole_month_has_its_line(file_of: Files) -> None:
    file = file_of("three")
    assert Kind.MONTHS_BEFORE not in kinds(file)
    for month in ("Nov 2024", "Dec 2025", "Oct 2026"):
        assert file.says(month)


def test_what_banks_write_is_no_markup(file_of: Files) -> None:
    file = file_of("hostile")
    for mark in ("**bold**", "$a^2$", ":red[red]", "<b>&amp;</b>", "# head", "=1+1"):
        assert file.says(mark), mark
    book = openpyxl.load_workbook(file.path(EXCEL))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}


def test_a_link_that_failed_is_among_what_is_not_known(file_of: Files) -> None:
    assert Kind.PULL_FAILED in kinds(file_of("hostile"))


@pytest.mark.parametrize("name", ["payroll", "taxes", "short"])
def test_a_file_of_whatever_is_there_has_all_chapters(file_of: Files, name: str) -> None:
    for chapter in (
        "who",
        "accounts",
        "income",
        "cash",
        "debts",
        "employment",
        "tax",
        "quality",
        "unknowns",
        "sources",
    ):
        assert file_of(name).says(words.TEXTS[f"{chapter}.title"])


def test_nobody_is_named_where_people_are_masked(tmp_path: Path) -> None:
    with Database.open(tmp_path / "local.db") as db:
        marks = planted.fill(db)
        for folder, seen, masked in (("clear", db, ""), ("masked", db.as_seen(Sight.MASKED), "everybody")):
            (tmp_path / folder).mkdir()
            subject = subject_of(seen, planted.LINK, masked=masked)
            file = File(subject, make(subject, tmp_path / folder, lambda: True))
            told = "\n".join(chain([file.text, "".join(file.text.split())], map(read, dict(file.made.files).items())))
            found = marks.found_in(told)
            if masked:
                assert found == set()
                assert all("MASKED" in page for page in file.pages)
                assert Kind.MASKED in kinds(file)
            else:
                assert len(found - marks.cards) > 10


@pytest.mark.parametrize("name", ENGINES)
def test_either_engine_tells_the_same(name: EngineName, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with empty(name, request, tmp_path / "store" / "local.db") as db:
        link = filling.pulled(db, "well", bank.EREBOR, days=100)
        subject = subject_of(db, link)
        file, found = File(subject, make(subject, tmp_path, lambda: True)), kinds_of(subject)
    moved = Counter[str]()
    for row in rows_of(file, "transactions"):
        if row["own_transfer"] is None and row["value_date"].month == 10:
            moved[row["type"]] += abs(row["amount"])
    assert len(moved) == 2
    assert all(file.says(telling.amount(Decimal(amount), "MXN")) for amount in moved.values())
    assert {Kind.MONTHS_BEFORE, Kind.NO_PAYROLL, Kind.NO_TAX} <= found


def read(file: tuple[str, Path]) -> str:
    name, path = file
    if name.endswith(".parquet"):
        return str(pq.read_table(path).to_pylist())
    if name == EXCEL:
        book = openpyxl.load_workbook(path)
        return str([cell.value for sheet in book for row in sheet.iter_rows() for cell in row])
    return path.read_bytes().decode("utf-8", "replace")


def test_a_pull_in_between_begins_it_anew_and_one_that_never_ends_is_said(
    people_of_all_kinds: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, of = people_of_all_kinds
    subject, times = subject_of(db, of["payroll"]), list[int]()

    def pulled(*_: object, **__: object) -> list[object]:
        times.append(1)
        if len(times) <= most:
            with db.write() as connection:
                revisions.bump(connection, of["payroll"])
        return []

    monkeypatch.setattr("web.loan.making.tables_of", pulled)
    monkeypatch.setattr("web.loan.press.pdf", lambda *_, **__: b"%PDF")
    for folder, most in (("once", 1), ("always", 100)):
        (tmp_path / folder).mkdir()
        times.clear()
        if most == 1:
            assert make(subject, tmp_path / folder, lambda: True).rows == 0
            assert len(times) == 2
        else:
            with pytest.raises(Moving):
                make(subject, tmp_path / folder, lambda: True)


def test_all_that_may_be_unknown_has_its_words_and_its_place() -> None:
    places = [kind for _, kinds in unknown.GROUPS.values() for kind in kinds]
    assert sorted(places) == sorted(Kind)
    for kind in Kind:
        assert {f"lead.{kind}", f"unknown.{kind}"} <= words.TEXTS.keys()


def test_every_word_is_used() -> None:
    """A language to come has no sentence too many to translate."""
    folder = Path(words.__file__).parent.parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if "words" not in path.parts)
    made = {key for key in words.TEXTS if f'"{key}"' not in source}
    begins = (
        *("col.", "count.", "figure.", "frame.", "lead.", "match.", "quality.", "reason.product.", "requests."),
        *("sources.state.", "summary.environment.", "unknown.", "unknowns.", "who."),
    )
    assert [key for key in made if not key.startswith(begins)] == []
    assert {key.partition(".")[2] for key in made if key.startswith("lead.")} <= {str(kind) for kind in Kind}

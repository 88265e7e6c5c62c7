"""A loan file speaks the language of whoever asks for it, whole, with the same amounts, and the same bytes twice."""

import io
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from context import Context
from languages import LANGUAGES, Language, speaking
from languages.language import COOKIE, Code, choose
from store import Database
from store.write import links
from tests.kit import bodies
from tests.web.loan.conftest import File, bare, subject_of
from web.language import Speaking
from web.loan import archive, words
from web.loan.making import make
from web.loan.manifest import EXCEL, MANIFEST
from web.requests import EXCEPTION_HANDLERS
from web.routes import routes

Files = Callable[[str], File]
Stored = tuple[Database, Mapping[str, str]]
TOLD: dict[Code, Language] = {code: language for code, (_, language) in LANGUAGES.items() if code != "en"}
CHAPTERS = (
    *("who", "accounts", "income", "cash", "debts", "employment", "tax", "quality", "unknowns", "sources"),
    "files",
)
_AMOUNT = re.compile(r"(MX\$|R\$|COL\$)\s?(\d[\d.,]*\d)")


def made(stored: Stored, name: str, language: Language, folder: Path) -> File:
    folder.mkdir()
    subject = subject_of(stored[0], stored[1][name])
    with speaking(language):
        return File(subject, make(subject, folder, lambda: True))


def texts() -> dict[str, str]:
    """The words that are said, without what they name: of a sentence its longest piece."""
    return {key: max(re.split(r"\{\w+\}", text), key=len) for key, text in words.TEXTS.items()}


def amounts(file: File, language: Language | None = None) -> set[tuple[str, Decimal]]:
    comma = language is not None and language.locale.number_symbols["latn"]["decimal"] == ","
    found = _AMOUNT.findall(file.text)
    plain = str.maketrans(",.", ".,") if comma else str.maketrans("", "")
    return {(sign, Decimal(digits.translate(plain).replace(",", ""))) for sign, digits in found}


@pytest.mark.parametrize("code", TOLD)
@pytest.mark.parametrize("name", ["three", "payroll", "taxes"])
def test_no_chapter_is_left_in_english_and_amounts_are_the_same(
    people_of_all_kinds: Stored, file_of: Files, tmp_path: Path, name: str, code: Code
) -> None:
    file = made(people_of_all_kinds, name, TOLD[code], tmp_path / "file")
    english, told = texts(), bare(file.text)
    with speaking(TOLD[code]):
        said = texts()
        titles = [words.TEXTS[f"{chapter}.title"] for chapter in CHAPTERS]
    assert [title for title in titles if not file.says(title)] == []
    changed = [text for key, text in english.items() if text != said[key] and len(bare(text)) > 11]
    assert len(changed) > 150
    assert [text for text in changed if bare(text) in told] == []
    assert amounts(file, TOLD[code]) == amounts(file_of(name)) != set()


@pytest.mark.parametrize("code", TOLD)
def test_the_same_store_day_and_language_give_the_same_bytes(
    people_of_all_kinds: Stored, file_of: Files, tmp_path: Path, code: Code
) -> None:
    first, second = (made(people_of_all_kinds, "payroll", TOLD[code], tmp_path / name) for name in ("first", "second"))
    zips = [b"".join(archive.parts(file.made.files)) for file in (first, second)]
    english = file_of("payroll")
    assert zips[0] == zips[1] != b"".join(archive.parts(english.made.files))
    rows = [name for name, _ in english.made.files if name.endswith(".parquet")]
    assert {name: first.path(name).read_bytes() for name in rows} == {
        name: english.path(name).read_bytes() for name in rows
    }


def test_sheets_of_excel_have_said_headings_and_parquet_its_names(
    people_of_all_kinds: Stored, file_of: Files, tmp_path: Path
) -> None:
    file = made(people_of_all_kinds, "three", TOLD["es"], tmp_path / "file")
    english, spanish = (openpyxl.load_workbook(one.path(EXCEL)) for one in (file_of("three"), file))
    assert [*spanish.sheetnames[:-1], "About"] == english.sheetnames
    assert spanish.sheetnames[-1] == "Acerca de"
    for name in english.sheetnames[:-1]:
        heads = [[cell.value for cell in next(book[name].iter_rows())] for book in (english, spanish)]
        assert [head for head in heads[1] if "_" in str(head)] == []
        assert len(heads[0]) == len(heads[1])
    assert "Fecha valor" in [cell.value for cell in next(spanish["transactions"].iter_rows())]
    about = {row[0].value: row[1].value for row in spanish["Acerca de"].iter_rows() if row[0].value}
    assert {"Filtro", "Tabla", "Filas", "Suma de todas las filas"} <= about.keys()


def test_the_manifest_says_where_the_same_is_had_again(people_of_all_kinds: Stored, tmp_path: Path) -> None:
    bogota = choose("es", browser="es-CO")
    file = made(people_of_all_kinds, "payroll", bogota, tmp_path / "file")
    about = json.loads(file.path(MANIFEST).read_bytes())["about"]
    assert about["Language"] == "es-CO"
    assert about["Address"].endswith("&lang=es-CO")
    assert choose("es-CO", browser="en") == bogota
    assert file.says("MX$ 18.250,00")


def test_it_speaks_as_the_address_the_choice_or_the_browser_has_it(context: Context) -> None:
    with context.database.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
    app = Starlette(routes=routes(context), exception_handlers=EXCEPTION_HANDLERS, middleware=[Middleware(Speaking)])
    http = TestClient(app, base_url="http://127.0.0.1:8501")
    browser = {"accept-language": "es-MX,es;q=0.9"}
    asked = "/export/loan-file.pdf?external_id="
    by_browser = http.get(f"{asked}user-1", headers=browser)
    http.cookies.set(COOKIE, "pt")
    by_choice = http.get(f"{asked}user-1", headers=browser)
    by_address = http.get(f"{asked}user-1&lang=en", headers=browser)
    first = [
        PdfReader(io.BytesIO(answer.content)).pages[0].extract_text() for answer in (by_browser, by_choice, by_address)
    ]
    titles = ("EXPEDIENTE DE CRÉDITO", "DOSSIÊ DE CRÉDITO", "LOAN FILE")
    assert [title in told for title, told in zip(titles, first, strict=True)] == [True] * 3
    assert http.get(f"{asked}nobody&lang=es").text == "Esta persona o empresa no está aquí."

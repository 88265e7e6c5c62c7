"""Loan files of a store of the session's own: three currencies, one month, payroll alone, tax alone, hostile texts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from store import Database
from store.queries.links import people
from store.write import links
from tests.kit import bank, bodies, filling
from tests.kit.bank import EREBOR, EREBOR_BR, Bank
from tests.kit.employment_bodies import RECORD
from tests.kit.fiscal_bodies import invoice, payslip, tax_return
from tests.kit.rows import save
from web.loan.making import Made, make
from web.loan.manifest import PDF
from web.loan.subject import Subject

DAY = date(2026, 11, 24)
BOGOTA = Bank("erebor_co_retail", "Erebor Colombia", "CO", "COP", ("Nómina", "Ahorro", "Tarjeta"), "Nómina")
THREE = ("mexico", "brazil", "colombia")
PAYROLL, TAXES = bank.uuid("payroll"), bank.uuid("taxes")


@dataclass(frozen=True)
class File:
    """A loan file that was made."""

    subject: Subject
    made: Made

    def path(self, name: str) -> Path:
        return dict(self.made.files)[name]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page as any reader finds it, without what only breaks lines."""
        reader = PdfReader(BytesIO(self.path(PDF).read_bytes()))
        return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]

    @cached_property
    def text(self) -> str:
        return " ".join(self.pages)

    def says(self, told: str) -> bool:
        """Whether this stands in it, however its lines are broken."""
        return bare(told) in bare(self.text)


def bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def subject_of(db: Database, link: str, *, day: date = DAY, masked: str = "", known_on: date | None = None) -> Subject:
    rows = people.of_person(db, link=link)
    return Subject(db, rows, rows[0].external_id or "", day, known_on, masked, "http://desk.example", "sandbox")


@pytest.fixture(scope="session")
def people_of_all_kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Mapping[str, str]]]:
    """A store, and by what they are like a link of each."""
    with Database.open(tmp_path_factory.mktemp("loan") / "local.db") as db:
        yield db, fill(db)


def fill(db: Database) -> Mapping[str, str]:
    for name, where in zip(THREE, (EREBOR, EREBOR_BR, BOGOTA), strict=True):
        link = filling.pulled(db, name, where, days=770)
        with db.write() as connection:
            links.save(connection, bank.link(name, where, external_id="three"))
    short = filling.pulled(db, "short", EREBOR, days=20)
    hostile = filling.fill_hostile(db)
    with db.write() as connection:
        links.save(connection, bodies.link(PAYROLL, institution="planet_mx_employment", external_id="payroll"))
        links.save(connection, bodies.link(TAXES, institution="tatooine_mx_fiscal", external_id="taxes"))
    save(db, "employment_records", {**RECORD, "link": PAYROLL}, link=PAYROLL)
    sold = [invoice(number, f"2026-{number:02}-05", 1160 * number) for number in range(1, 11)]
    save(db, "invoices", *sold, payslip(30, "2026-10-15", 9000, 1000), link=TAXES)
    save(db, "tax_returns", tax_return(1, 2025, "Del Ejercicio"), link=TAXES)
    return {"three": link, "short": short, "hostile": hostile, "payroll": PAYROLL, "taxes": TAXES}


@pytest.fixture(scope="session")
def file_of(
    people_of_all_kinds: tuple[Database, Mapping[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], File]:
    """Their files, each made once."""
    db, of = people_of_all_kinds
    kept: dict[str, File] = {}

    def file(name: str) -> File:
        if name not in kept:
            subject = subject_of(db, of[name])
            kept[name] = File(subject, make(subject, tmp_path_factory.mktemp(name), lambda: True))
        return kept[name]

    return file

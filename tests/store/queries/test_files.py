"""Documents inside of bodies."""

import base64

import pytest

from store import Database
from store.queries import files
from store.queries.files import File
from tests.kit.rows import save

PDF = b"%PDF-1.4 declaraci\xc3\xb3n"
ENCODED = base64.b64encode(PDF).decode()
XML = '<?xml version="1.0"?><cfdi:Comprobante/>'


def test_a_pdf_is_decoded(db: Database) -> None:
    save(db, "tax_returns", {"id": "t1", "pdf": ENCODED, "receipt_pdf": f"{ENCODED[:20]}\n{ENCODED[20:]}", "xml": None})
    assert files.of(db, "tax_returns", "t1") == [
        File("pdf", "tax_returns-t1-pdf.pdf", "application/pdf", PDF),
        File("receipt_pdf", "tax_returns-t1-receipt_pdf.pdf", "application/pdf", PDF),
    ]


@pytest.mark.parametrize("value", [XML, base64.b64encode(XML.encode()).decode(), "\ufeff" + XML])
def test_xml_comes_plain_or_encoded(db: Database, value: str) -> None:
    save(db, "invoices", {"id": "i1", "xml": value})
    (found,) = files.of(db, "invoices", "i1")
    assert (found.source, found.name, found.media_type) == ("xml", "invoices-i1-xml.xml", "application/xml")
    assert found.content.decode("utf-8-sig") == XML


def test_employment_records_have_a_list_of_files(db: Database) -> None:
    save(db, "employment_records", {"id": "r1", "files": [{"type": "report", "value": None}, {"value": ENCODED}]})
    assert files.of(db, "employment_records", "r1") == [
        File("files.1", "employment_records-r1-files-1.pdf", "application/pdf", PDF)
    ]


@pytest.mark.parametrize("value", [None, "", " ", 7, "=PDF-STRING=", "bm8gcGRm", "<html>"])
def test_what_is_no_document_is_left_out(db: Database, value: object) -> None:
    save(db, "tax_status", {"id": "s1", "pdf": value})
    assert files.of(db, "tax_status", "s1") == []


def test_a_row_that_is_not_stored_has_no_documents(db: Database) -> None:
    assert files.of(db, "tax_status", "unknown") == []


def test_a_documents_content_is_not_shown_by_accident() -> None:
    assert "%PDF" not in repr(File("pdf", "a.pdf", "application/pdf", PDF))


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("../../etc/x", ".._.._etc_x"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("a\x1b[2J;$(b)\n", "a_2J_b_"),
        ("9" * 300, "9" * 100),
    ],
)
def test_an_id_makes_no_name_that_leads_or_misleads(db: Database, row: str, named: str) -> None:
    save(db, "tax_status", {"id": row, "pdf": ENCODED})
    assert [file.name for file in files.of(db, "tax_status", row)] == [f"tax_status-{named}-pdf.pdf"]

"""PDF that came inside of bodies, read in the browser."""

import base64
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from context import Context
from store.ops import audit
from tests.kit.bodies import LINK
from tests.kit.rows import save, tuples

PDF = b"%PDF-1.4 constancia"
STATUS = {"id": "s1", "pdf": base64.b64encode(PDF).decode()}


@pytest.fixture(autouse=True)
def _stored(context: Context) -> None:
    save(context.database, "tax_status", STATUS)
    save(context.database, "invoices", {"id": "i1", "xml": '<x xmlns="http://www.w3.org/1999/xhtml"/>'})


def test_a_pdf_is_shown_and_not_kept(http: TestClient) -> None:
    answer = http.get("/documents/tax_status/s1/pdf")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="tax_status-s1-pdf.pdf"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["invoices/i1/xml", "tax_status/s1/receipt_pdf", "tax_status/s2/pdf", "secrets/s1/pdf"]
)
def test_nothing_else_is_shown(path: str, http: TestClient) -> None:
    assert http.get(f"/documents/{path}").status_code == 404


def test_pages_of_other_sites_get_no_document(http: TestClient) -> None:
    assert http.get("/documents/tax_status/s1/pdf", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_an_id_of_any_characters_names_its_file(context: Context, http: TestClient) -> None:
    ids = {"é": "é", "日本": "日本", 'a"é': "a_é", "é\nb": "é_b", "\u202eé": "_é", "é;b": "é_b", "é b": "é_b"}
    for row, named in ids.items():
        save(context.database, "tax_status", {**STATUS, "id": row})
        answer = http.get(f"/documents/tax_status/{quote(row, safe='')}/pdf")
        assert (answer.status_code, answer.content) == (200, PDF)
        name = quote(f"tax_status-{named}-pdf.pdf")
        assert answer.headers["content-disposition"] == f"inline; filename*=utf-8''{name}"


@pytest.mark.parametrize("resource", ["tax_status", "accounts", "links", "institutions", "%00"])
def test_an_id_that_none_has_is_not_found(resource: str, http: TestClient) -> None:
    for row in ("9" * 40, "-1", "%00", "%ff", "%ED%A0%BC", "x" * 5_000, "%27%20OR%201=1", "9e999999"):
        for source in ("pdf", "files.99999999999999999999"):
            assert http.get(f"/documents/{resource}/{row}/{source}").status_code == 404


def test_who_opened_a_document_is_on_record(context: Context, http: TestClient) -> None:
    http.get("/documents/tax_status/s1/pdf")
    http.get("/documents/tax_status/s2/pdf")  # there is none
    assert tuples(audit.table(context.database, link=LINK), "action", "did", "target", "outcome", "details") == [
        ("export", "document handed over", "tax_status:s1", "done", '{"resource":"tax_status","type":"pdf"}')
    ]

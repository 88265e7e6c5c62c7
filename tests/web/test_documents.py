"""PDF that came inside of bodies, read in the browser."""

import base64

import pytest
from starlette.testclient import TestClient

from context import Context
from tests.kit.rows import save

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

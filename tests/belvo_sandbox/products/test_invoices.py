"""Invoices in Mexico and the certificates of retained tax, as clients see them."""

from typing import Any
from xml.etree import ElementTree

import pytest

from belvo_client.shapes import differences
from belvo_client.types.invoices import Invoice
from belvo_client.types.tax_retentions import TaxRetention
from tests.belvo_sandbox.api import Api, errors
from tests.belvo_sandbox.products.rows import Row, cents

YEAR = {"date_from": "2025-01-01", "date_to": "2025-12-31"}


@pytest.fixture
def link(api: Api) -> str:
    made = api.link("PFIS010101000", "individual", institution="tatooine_mx_fiscal", access_mode="single")
    return str(made["id"])


def retrieve(api: Api, path: str, link: str, **body: Any) -> list[Row]:  # noqa: ANN401 - JSON
    answer = api.call("POST", path, json={"link": link, **YEAR, **body})
    assert answer.status_code == 201, answer.text
    rows: list[Row] = answer.json()
    return rows


def test_invoices_have_the_described_shape_and_add_up(api: Api, link: str) -> None:
    rows = [row for type_ in ("INFLOW", "OUTFLOW") for row in retrieve(api, "/api/invoices/", link, type=type_)]
    assert [deviation for row in rows for deviation in differences(row, Invoice)] == []
    for row in rows:
        retained = cents(row["tax_details"]["total_tax_retained"])
        assert cents(row["subtotal_amount"]) == sum(cents(line["pre_tax_amount"]) for line in row["invoice_details"])
        assert cents(row["total_amount"]) == cents(row["subtotal_amount"]) + cents(row["tax_amount"]) - retained
        for payment in row["payments"]:
            assert payment["amount"] == row["total_amount"]
            assert row["payment_method"] == "PPD"
    assert any(row["payments"] for row in rows)


def test_the_type_and_the_dates_pick_the_invoices(api: Api, link: str) -> None:
    sent = retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    assert {row["type"] for row in sent} == {"OUTFLOW"}
    assert len({row["sender_id"] for row in sent}) == 1
    assert {row["invoice_date"][:4] for row in sent} == {"2025"}
    received = retrieve(api, "/api/invoices/", link, type="INFLOW", date_from="2025-03-01", date_to="2025-03-31")
    assert {row["invoice_date"][:7] for row in received} == {"2025-03"}
    assert {row["receiver_id"] for row in received} == {sent[0]["sender_id"]}


def test_filters_exclude_what_they_should(api: Api, link: str) -> None:
    rows = retrieve(api, "/api/invoices/", link, type="INFLOW") + retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    amount = rows[0]["total_amount"]
    dear = api.rows("/api/invoices/", link=link, total_amount__gt=amount)
    assert {row["id"] for row in dear} == {row["id"] for row in rows if row["total_amount"] > amount}
    june = api.rows("/api/invoices/", link=link, invoice_date__range="2025-06-01,2025-06-30")
    assert {row["id"] for row in june} == {row["id"] for row in rows if row["invoice_date"][:7] == "2025-06"}
    assert {row["type"] for row in api.rows("/api/invoices/", link=link, type="INFLOW")} == {"INFLOW"}
    assert api.rows("/api/invoices/", link=link, status="Cancelado") == []


def test_more_than_a_year_is_refused(api: Api, link: str) -> None:
    body = {"link": link, "date_from": "2024-01-01", "date_to": "2025-06-30", "type": "INFLOW"}
    answer = api.call("POST", "/api/invoices/", json=body)
    assert (answer.status_code, errors(answer)) == (400, [("invalid_period", "date_to")])


def test_the_xml_says_what_the_row_says_and_comes_only_if_asked_for(api: Api, link: str) -> None:
    assert {row["xml"] for row in retrieve(api, "/api/invoices/", link, type="OUTFLOW")} == {None}
    for row in retrieve(api, "/api/invoices/", link, type="OUTFLOW", attach_xml=True):
        root = ElementTree.fromstring(row["xml"])  # noqa: S314 - our own
        assert root.attrib["Total"] == f"{row['total_amount']:.2f}"
        stamp = root.find(".//{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital")
        assert stamp is not None
        assert stamp.attrib["UUID"] == row["invoice_identification"]


def test_retentions_are_those_of_the_invoices(api: Api, link: str) -> None:
    invoices = retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    rows = retrieve(api, "/api/tax-retentions/", link, type="INFLOW", attach_xml=True)
    assert [deviation for row in rows for deviation in differences(row, TaxRetention)] == []
    kept = {row["invoice_identification"]: row["tax_details"]["total_tax_retained"] for row in invoices}
    assert {row["invoice_identification"].upper(): row["total_retained_amount"] for row in rows} == kept
    for row in rows:
        assert ElementTree.fromstring(row["xml"]).tag.endswith("Retenciones")  # noqa: S314 - our own
    assert retrieve(api, "/api/tax-retentions/", link, type="OUTFLOW") == []

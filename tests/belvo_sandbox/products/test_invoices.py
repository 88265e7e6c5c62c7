"""Invoices in Mexico and the certificates of retained tax, as clients see them."""

from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.invoices import Invoice
from belvo_client.types.tax_retentions import TaxRetention
from tests.belvo_sandbox.conftest import Host
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api, errors

YEAR = {"date_from": "2025-01-01", "date_to": "2025-12-31"}


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("PFIS010101000", "individual", institution="tatooine_mx_fiscal", access_mode="single")
    return str(created["id"])


@pytest.fixture(scope="module")
def firm(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """A sandbox with one link, that of a company."""
    api = host.start(tmp_path_factory.mktemp("firm"))
    api.link("PMO010101000", "business", institution="tatooine_mx_fiscal", access_mode="single")
    return api


@pytest.fixture(scope="module")
def business(firm: Api) -> list[Row]:
    """A year of a company's documents."""
    (link,) = firm.rows("/api/links/")
    types = ("INFLOW", "OUTFLOW")
    return [row for type_ in types for row in retrieve(firm, "/api/invoices/", link["id"], type=type_)]


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
        untaxed = cents(row["subtotal_amount"]) - cents(row["discount_amount"])
        assert cents(row["subtotal_amount"]) == sum(cents(line["pre_tax_amount"]) for line in row["invoice_details"])
        assert cents(row["total_amount"]) == untaxed + cents(row["tax_amount"]) - retained
        for payment in row["payments"]:
            assert row["invoice_type"] == "Pago" or payment["amount"] == row["total_amount"]
            assert row["payment_method"] == ("PPD" if row["invoice_type"] == "Ingreso" else None)
    assert any(row["payments"] for row in rows)


def test_a_company_has_documents_of_all_kinds_but_payslips(business: list[Row]) -> None:
    kinds = {(row["invoice_type"], row["type"]) for row in business}
    assert kinds == {
        ("Ingreso", "INFLOW"),
        ("Ingreso", "OUTFLOW"),
        ("Egreso", "OUTFLOW"),
        ("Pago", "INFLOW"),
        ("Pago", "OUTFLOW"),
        ("Traslado", "OUTFLOW"),
    }
    assert [deviation for row in business for deviation in differences(row, Invoice)] == []


def test_a_document_follows_an_invoice_of_the_same_parties(business: list[Row]) -> None:
    invoices = {row["invoice_identification"]: row for row in business if row["invoice_type"] == "Ingreso"}
    for row in business:
        if row["invoice_type"] == "Egreso":
            (related,) = row["related_invoices"]
            invoice = invoices[related["related_invoice_identification"]]
            assert (related["relationship_type"], invoice["receiver_id"]) == ("03", row["receiver_id"])
            assert 0 < cents(row["total_amount"]) < cents(invoice["total_amount"])
            assert row["invoice_date"] > invoice["invoice_date"]
        if row["invoice_type"] == "Pago":
            (payment,) = row["payments"]
            (document,) = payment["related_documents"]
            paid = invoices.get(document["invoice_identification"])
            assert (row["total_amount"], row["currency"]) == (0, "XXX")
            assert payment["beneficiary_rfc"] == row["sender_id"]
            assert paid is None or (paid["payments"], paid["status"]) == ([payment], "Vigente")
        if row["invoice_type"] == "Traslado":
            assert (row["total_amount"], row["sender_id"]) == (0, row["receiver_id"])


def test_now_and_then_an_invoice_is_cancelled_and_then_it_is_not_paid(firm: Api, business: list[Row]) -> None:
    cancelled = [row for row in business if row["status"] == "Cancelado"]
    assert 0 < len(cancelled) < len(business) / 20
    for row in cancelled:
        assert row["cancelation_update_date"] > row["invoice_date"]
        assert row["payments"] == []
    listed = firm.rows("/api/invoices/", link=cancelled[0]["link"], status="Cancelado")
    assert {row["id"] for row in listed} == {row["id"] for row in cancelled}
    assert {row["cancelation_status"] for row in business} == {None, "Cancelado sin aceptación"}


def test_an_invoice_counts_until_the_day_on_which_it_is_cancelled(
    host: Host, tmp_path: Path, business: list[Row]
) -> None:
    row = next(row for row in business if row["status"] == "Cancelado")
    day = datetime.fromisoformat(f"{row['invoice_date']}T23:59:00-06:00")
    before = host.start(tmp_path / "before", now=day)
    created = before.link("PMO010101000", "business", institution="tatooine_mx_fiscal")
    (then,) = before.rows("/api/invoices/", link=created["id"], invoice_identification=row["invoice_identification"])
    assert (then["status"], then["cancelation_update_date"]) == ("Vigente", None)
    later = {"status", "cancelation_status", "cancelation_update_date", "collected_at", "created_at", "invoice_details"}
    changed = {name for name in row if row[name] != then[name]}
    assert changed - {"id", "link"} <= later


def test_payslips_say_what_the_bank_shows(api: Api, link: str) -> None:
    slips = [row for row in retrieve(api, "/api/invoices/", link, type="INFLOW") if row["invoice_type"] == "Nómina"]
    bank = api.link()["id"]
    paid = api.rows("/api/transactions/", link=bank, value_date__range="2025-01-01,2025-12-31", page_size=1000)
    salaries = sorted((row["value_date"], row["amount"]) for row in paid if row["subcategory"] == "Salary")
    assert sorted((row["payroll"]["payment_date"], row["total_amount"]) for row in slips) == salaries
    assert len(salaries) == 25
    for row in slips:
        payroll = row["payroll"]
        assert payroll["amount"] == row["total_amount"]
        earned = sum(cents(each["taxable_amount"]) for each in payroll["earnings_breakdown"])
        withheld = sum(cents(each["amount"]) for each in payroll["tax_deductions"])
        assert (earned, withheld) == (cents(row["subtotal_amount"]), cents(row["discount_amount"]))


def test_the_type_and_the_dates_pick_the_invoices(api: Api, link: str) -> None:
    sent = retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    assert {row["type"] for row in sent} == {"OUTFLOW"}
    assert len({row["sender_id"] for row in sent}) == 1
    assert {row["invoice_date"][:4] for row in sent} == {"2025"}
    received = retrieve(api, "/api/invoices/", link, type="INFLOW", date_from="2025-03-01", date_to="2025-03-31")
    assert {row["invoice_date"][:7] for row in received} == {"2025-03"}
    assert {row["receiver_id"] for row in received} == {sent[0]["sender_id"]}
    assert {row["invoice_type"] for row in received} == {"Ingreso", "Nómina"}


def test_filters_exclude_what_they_should(api: Api, link: str) -> None:
    rows = retrieve(api, "/api/invoices/", link, type="INFLOW") + retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    amount = rows[0]["total_amount"]
    dear = api.rows("/api/invoices/", link=link, total_amount__gt=amount)
    assert {row["id"] for row in dear} == {row["id"] for row in rows if row["total_amount"] > amount}
    june = api.rows("/api/invoices/", link=link, invoice_date__range="2025-06-01,2025-06-30")
    assert {row["id"] for row in june} == {row["id"] for row in rows if row["invoice_date"][:7] == "2025-06"}
    assert {row["type"] for row in api.rows("/api/invoices/", link=link, type="INFLOW")} == {"INFLOW"}
    valid = api.rows("/api/invoices/", link=link, status="Vigente")
    assert {row["id"] for row in valid} == {row["id"] for row in rows if row["status"] == "Vigente"}


def test_more_than_a_year_is_refused(api: Api, link: str) -> None:
    body = {"link": link, "date_from": "2024-01-01", "date_to": "2025-06-30", "type": "INFLOW"}
    answer = api.call("POST", "/api/invoices/", json=body)
    assert (answer.status_code, errors(answer)) == (400, [("invalid_period", "date_to")])


def test_the_xml_says_what_the_row_says_and_comes_only_if_asked_for(api: Api, link: str) -> None:
    assert {row["xml"] for row in retrieve(api, "/api/invoices/", link, type="OUTFLOW")} == {None}
    for row in retrieve(api, "/api/invoices/", link, type="OUTFLOW", attach_xml=True):
        root = ElementTree.fromstring(row["xml"])  # noqa: S314 - our own
        assert root.attrib["Total"] == f"{row['total_amount']:.2f}"
        assert root.attrib["TipoDeComprobante"] == row["invoice_type"][0]
        stamp = root.find(".//{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital")
        assert stamp is not None
        assert stamp.attrib["UUID"] == row["invoice_identification"]


def test_retentions_are_those_of_the_invoices(api: Api, link: str) -> None:
    invoices = retrieve(api, "/api/invoices/", link, type="OUTFLOW")
    rows = retrieve(api, "/api/tax-retentions/", link, type="INFLOW", attach_xml=True)
    assert [deviation for row in rows for deviation in differences(row, TaxRetention)] == []
    withheld = {
        row["invoice_identification"]: row["tax_details"]["total_tax_retained"]
        for row in invoices
        if row["invoice_type"] == "Ingreso" and row["status"] == "Vigente"
    }
    assert {row["invoice_identification"]: row["total_retained_amount"] for row in rows} == withheld
    for row in rows:
        assert ElementTree.fromstring(row["xml"]).tag.endswith("Retenciones")  # noqa: S314 - our own
    assert retrieve(api, "/api/tax-retentions/", link, type="OUTFLOW") == []

"""Fiscal data of Chile, as clients see them."""

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.chilean_debts import ChileanDebtReport
from belvo_client.types.chilean_invoices import ChileanInvoice
from belvo_client.types.chilean_tax_status import ChileanTaxStatus
from belvo_sandbox.people.documents import rut
from tests.belvo_sandbox.products.rows import Row
from tests.kit.local_belvo import Api

YEAR = {"date_from": "2025-01-01", "date_to": "2025-12-31"}


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("12345678-5", "secret", institution="arrakis_cl_fiscal", access_mode="single")
    return str(created["id"])


def retrieve(api: Api, path: str, **body: object) -> list[Row]:
    answer = api.call("POST", path, json=body)
    assert answer.status_code == 201, answer.text
    rows: list[Row] = answer.json()
    return rows


def test_invoices_add_up_in_whole_pesos(api: Api, link: str) -> None:
    rows = retrieve(api, "/api/cl/invoices/", link=link, **YEAR)
    assert [deviation for row in rows for deviation in differences(row, ChileanInvoice)] == []
    assert {row["type"] for row in rows} == {"INFLOW", "OUTFLOW"}
    for row in rows:
        assert row["total_amount"] == row["net_amount"] + row["vat_amount"] == int(row["total_amount"])
        for number in (row["sender_id"], row["receiver_id"]):
            assert rut(int(number.split("-")[0])) == number


def test_the_type_and_the_dates_pick_the_invoices(api: Api, link: str) -> None:
    sent = retrieve(api, "/api/cl/invoices/", link=link, type="OUTFLOW", **YEAR)
    march = {"date_from": "2025-03-01", "date_to": "2025-03-31"}
    received = retrieve(api, "/api/cl/invoices/", link=link, type="INFLOW", **march)
    assert ({row["type"] for row in sent}, {row["type"] for row in received}) == ({"OUTFLOW"}, {"INFLOW"})
    assert {row["issue_date"][:7] for row in received} == {"2025-03"}
    assert {row["summary_invoice_details"]["total_documents"] for row in received} == {len(received)}


def test_status_and_debts_are_of_the_one_who_sends_the_invoices(api: Api, link: str) -> None:
    (status,) = retrieve(api, "/api/cl/tax-status/", link=link)
    (report,) = retrieve(api, "/api/cl/debt-reports/", link=link)
    assert [*differences(status, ChileanTaxStatus), *differences(report, ChileanDebtReport)] == []
    sent = retrieve(api, "/api/cl/invoices/", link=link, type="OUTFLOW", **YEAR)
    number = status["entity_details"]["document_id_number"]
    assert {row["sender_id"] for row in sent} == {number} == {report["personal_data"]["document_id_number"]}


def test_debts_add_up(api: Api, link: str) -> None:
    (report,) = retrieve(api, "/api/cl/debt-reports/", link=link)
    assert report["debt_data_last_update"] == "2026-04-30"
    assert report["total"] == sum(debt["amount"] for debt in report["direct_debts"])
    names = ("current", "delinquent", "severely_delinquent", "defaulted")
    assert report["total"] == sum(report[name] for name in names)
    assert len(report["credit_lines"]) == 1


def test_a_company_is_represented_and_held_by_its_owner(api: Api) -> None:
    created = api.link("company", "full", institution="arrakis_cl_fiscal", access_mode="single")
    (status,) = retrieve(api, "/api/cl/tax-status/", link=created["id"])
    assert list(differences(status, ChileanTaxStatus)) == []
    (representative,), (holder,) = status["legal_representative"], status["equity_holders"]
    assert status["entity_details"]["name"].endswith(" SpA")
    assert representative["document_id_number"] == holder["document_id_number"]
    assert representative["document_id_number"] != status["entity_details"]["document_id_number"]
    invoices = retrieve(api, "/api/cl/invoices/", link=created["id"], type="OUTFLOW", **YEAR)
    assert {row["sender_name"] for row in invoices} == {status["entity_details"]["name"]}

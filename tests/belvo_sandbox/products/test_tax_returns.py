"""Tax returns in Mexico, held against the invoices of their periods."""

import base64
from typing import Any

import pytest

from belvo_client.shapes import differences
from belvo_client.types.tax_returns import MonthlyPersonalTaxReturn, PersonalTaxReturn
from tests.belvo_sandbox.api import Api, errors
from tests.belvo_sandbox.products.rows import Row, cents

PATH = "/api/tax-returns/"


@pytest.fixture
def link(api: Api) -> str:
    made = api.link("PFIS010101000", "individual", institution="tatooine_mx_fiscal", access_mode="single")
    return str(made["id"])


def retrieve(api: Api, path: str, **body: Any) -> list[Row]:  # noqa: ANN401 - JSON
    answer = api.call("POST", path, json=body)
    assert answer.status_code == 201, answer.text
    rows: list[Row] = answer.json()
    return rows


def invoiced(api: Api, link: str, type_: str, first: str, last: str) -> tuple[int, int, int]:
    """Subtotal, tax and retained tax of the invoices of a period, in cents."""
    rows = retrieve(api, "/api/invoices/", link=link, type=type_, date_from=first, date_to=last)
    retained = sum(cents(row["tax_details"]["total_tax_retained"]) for row in rows)
    return sum(cents(row["subtotal_amount"]) for row in rows), sum(cents(row["tax_amount"]) for row in rows), retained


def test_a_month_agrees_with_its_invoices(api: Api, link: str) -> None:
    period = {"date_from": "2025-03-01", "date_to": "2025-03-31"}
    (row,) = retrieve(api, PATH, link=link, type="monthly", **period)
    assert list(differences(row, MonthlyPersonalTaxReturn)) == []
    assert row["informacion_general"]["periodo_declaracion"] == "Marzo"
    sold, charged, retained = invoiced(api, link, "OUTFLOW", *period.values())
    bought, borne, _ = invoiced(api, link, "INFLOW", *period.values())
    isr, iva = row["isr"], row["iva"]
    assert [cents(isr[name]) for name in ("total_ingresos", "compras_gastos", "isr_retenido")] == [
        sold,
        bought,
        retained,
    ]
    assert [cents(iva[name]) for name in ("iva_trasladado", "iva_acreditable")] == [charged, borne]


def test_a_year_agrees_with_its_invoices_and_its_months(api: Api, link: str) -> None:
    (row,) = retrieve(api, PATH, link=link, type="yearly", year_from="2024", year_to="2024")
    assert list(differences(row, PersonalTaxReturn)) == []
    sold, _, retained = invoiced(api, link, "OUTFLOW", "2024-01-01", "2024-12-31")
    assert cents(row["servicios_profesionales"]["total_ingresos"]) == sold
    assert cents(row["retenciones"]["isr_retenido"]) == retained
    months = retrieve(api, PATH, link=link, type="monthly", date_from="2024-01-01", date_to="2024-12-31")
    assert len(months) == 12
    paid = sum(cents(month["isr"]["impuesto_cargo"]) for month in months)
    assert cents(row["determinacion_impuesto"]["pagos_provisionales"]) == paid


def test_years_reach_back_and_only_filed_ones_are_shown(api: Api, link: str) -> None:
    rows = retrieve(api, PATH, link=link, type="yearly", year_from="2020", year_to="2026")
    assert [row["informacion_general"]["ejercicio"] for row in rows] == [2025, 2024, 2023, 2022, 2021, 2020]
    assert len(api.rows(PATH, link=link, ejercicio__gte=2024)) == 2


def test_each_type_needs_its_own_period(api: Api, link: str) -> None:
    answer = api.call("POST", PATH, json={"link": link, "type": "yearly", "date_from": "2024-01-01"})
    assert errors(answer) == [("required", "year_from"), ("required", "year_to")]
    answer = api.call("POST", PATH, json={"link": link, "type": "monthly", "year_from": "2024", "year_to": "2024"})
    assert errors(answer) == [("required", "date_from"), ("required", "date_to")]


def test_files_come_if_asked_for(api: Api, link: str) -> None:
    asked = {"link": link, "type": "yearly", "year_from": "2024", "year_to": "2024"}
    assert [row["pdf"] for row in retrieve(api, PATH, **asked)] == [None]
    (row,) = retrieve(api, PATH, **asked, attach_pdf=True)
    assert base64.b64decode(row["pdf"]).startswith(b"%PDF")
    assert base64.b64decode(row["receipt_pdf"]).startswith(b"%PDF")

"""Tax returns in Mexico, held against the invoices of their periods."""

import base64
from pathlib import Path
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.tax_returns import (
    BusinessTaxReturn,
    MonthlyBusinessTaxReturn,
    MonthlyPersonalTaxReturn,
    PersonalTaxReturn,
)
from tests.belvo_sandbox.conftest import Host
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api, errors

PATH = "/api/tax-returns/"
YEAR = "2025-01-01,2025-12-31"


@pytest.fixture
def link(api: Api) -> str:
    """Of somebody with a job who works on their own account beside it."""
    return created(api, "PFIS010101000", "individual")


@pytest.fixture
def firm(api: Api) -> str:
    return created(api, "PMO010101000", "business")


def created(api: Api, user: str, password: str) -> str:
    return str(api.link(user, password, institution="tatooine_mx_fiscal", access_mode="single")["id"])


def retrieve(api: Api, path: str, **body: Any) -> list[Row]:  # noqa: ANN401 - JSON
    answer = api.call("POST", path, json=body)
    assert answer.status_code == 201, answer.text
    rows: list[Row] = answer.json()
    return rows


def invoiced(api: Api, link: str, type_: str, first: str, last: str) -> tuple[int, int, int]:
    """Subtotal, tax and retained tax of the valid invoices of a period less its credit notes, in cents."""
    rows = retrieve(api, "/api/invoices/", link=link, type=type_, date_from=first, date_to=last)
    sums = [0, 0, 0]
    for row in rows:
        sign = {"Ingreso": 1, "Egreso": -1}.get(row["invoice_type"], 0) * (row["status"] == "Vigente")
        amounts = row["subtotal_amount"], row["tax_amount"], row["tax_details"]["total_tax_retained"]
        sums = [total + sign * cents(amount) for total, amount in zip(sums, amounts, strict=True)]
    return sums[0], sums[1], sums[2]


def test_returns_of_no_type_are_yearly(api: Api, link: str) -> None:
    years = {"year_from": 2024, "year_to": 2024}
    assert retrieve(api, PATH, link=link, **years) == retrieve(api, PATH, link=link, type="yearly", **years)
    assert errors(api.call("POST", PATH, json={"link": link})) == [("required", "year_from"), ("required", "year_to")]


def test_a_strict_sandbox_asks_for_the_type(host: Host, tmp_path: Path) -> None:
    strict = host.start(tmp_path, strict=True)
    mine = strict.link("fiscal100", "full", institution="tatooine_mx_fiscal", access_mode="single")["id"]
    answer = strict.call("POST", PATH, json={"link": mine, "year_from": 2024, "year_to": 2024})
    assert (answer.status_code, errors(answer)) == (400, [("required", "type")])


def test_a_month_agrees_with_its_invoices(api: Api, link: str) -> None:
    period = {"date_from": "2025-03-01", "date_to": "2025-03-31"}
    (row,) = retrieve(api, PATH, link=link, type="monthly", **period)
    assert list(differences(row, MonthlyPersonalTaxReturn)) == []
    assert row["informacion_general"]["periodo_declaracion"] == "Marzo"
    sales, charged, retained = invoiced(api, link, "OUTFLOW", *period.values())
    purchases, borne, _ = invoiced(api, link, "INFLOW", *period.values())
    isr, iva = row["isr"], row["iva"]
    names = ("total_ingresos", "compras_gastos", "isr_retenido")
    assert [cents(isr[name]) for name in names] == [sales, purchases, retained]
    assert [cents(iva[name]) for name in ("iva_trasladado", "iva_acreditable")] == [charged, borne]


def test_a_year_agrees_with_its_invoices_and_its_months(api: Api, link: str) -> None:
    (row,) = retrieve(api, PATH, link=link, type="yearly", year_from="2024", year_to="2024")
    assert list(differences(row, PersonalTaxReturn)) == []
    sales, _, retained = invoiced(api, link, "OUTFLOW", "2024-01-01", "2024-12-31")
    assert cents(row["servicios_profesionales"]["total_ingresos"]) == sales
    assert cents(row["servicios_profesionales"]["isr_retenido"]) == retained
    months = retrieve(api, PATH, link=link, type="monthly", date_from="2024-01-01", date_to="2024-12-31")
    assert len(months) == 12
    paid = sum(cents(month["isr"]["impuesto_cargo"]) for month in months)
    assert cents(row["determinacion_impuesto"]["pagos_provisionales"]) == paid


@pytest.mark.parametrize("user", ["bnk100", "salaried", "job_changer", "family"])
def test_the_salary_of_a_year_is_what_the_bank_shows(api: Api, user: str) -> None:
    fiscal = created(api, "fiscal100" if user == "bnk100" else user, "full")
    bank = api.link(user, "full")["id"]
    movements = api.rows("/api/transactions/", link=bank, value_date__range=YEAR, page_size=1000)
    paid = [row for row in movements if row["subcategory"] == "Salary"]
    (row,) = retrieve(api, PATH, link=fiscal, type="yearly", year_from="2025", year_to="2025")
    salaries = row["sueldos_salarios"]
    assert cents(salaries["ingresos_netos"]) == sum(cents(each["amount"]) for each in paid) > 0
    assert cents(salaries["ingresos_brutos"]) == cents(salaries["ingresos_netos"]) + cents(salaries["isr_retenido"])
    assert (row["servicios_profesionales"] is None) == (user != "bnk100")


def test_who_has_no_business_files_no_months_and_who_has_no_income_files_nothing(api: Api) -> None:
    months = {"type": "monthly", "date_from": "2025-01-01", "date_to": "2025-12-31"}
    years = {"type": "yearly", "year_from": "2020", "year_to": "2025"}
    counts = {}
    for user in ("salaried", "pensioner", "gig_driver"):
        link = created(api, user, "full")
        counts[user] = [len(retrieve(api, PATH, link=link, **period)) for period in (months, years)]
    assert counts == {"salaried": [0, 6], "pensioner": [0, 0], "gig_driver": [12, 6]}


def test_a_companys_month_agrees_with_its_invoices(api: Api, firm: str) -> None:
    period = {"date_from": "2025-03-01", "date_to": "2025-03-31"}
    (row,) = retrieve(api, PATH, link=firm, type="monthly", **period)
    assert list(differences(row, MonthlyBusinessTaxReturn)) == []
    sales, charged, _ = invoiced(api, firm, "OUTFLOW", *period.values())
    purchases, borne, _ = invoiced(api, firm, "INFLOW", *period.values())
    isr, iva = row["determinacion_isr"], row["determinacion_iva"]
    assert [cents(isr[name]) for name in ("ingresos_nominales", "compras_gastos")] == [sales, purchases]
    assert [cents(iva[name]) for name in ("iva_trasladado", "iva_acreditable")] == [charged, borne]
    profit = sales - purchases - cents(isr["sueldos_salarios"])
    assert cents(isr["utilidad_fiscal"]) == max(profit, 0)
    assert cents(row["detalle_pago_isr"]["cantidad_pagada"]) == max(profit, 0) * 30 // 100


def test_a_companys_year_agrees_with_its_invoices_its_months_and_its_wages(api: Api, firm: str) -> None:
    (row,) = retrieve(api, PATH, link=firm, type="yearly", year_from="2025", year_to="2025")
    assert list(differences(row, BusinessTaxReturn)) == []
    assert (len(row["informacion_general"]["rfc"]), "curp" in row["informacion_general"]) == (12, False)
    sales, _, _ = invoiced(api, firm, "OUTFLOW", "2025-01-01", "2025-12-31")
    purchases, _, _ = invoiced(api, firm, "INFLOW", "2025-01-01", "2025-12-31")
    bank = api.link("company", "full", institution="gotham_mx_business")["id"]
    movements = api.rows("/api/transactions/", link=bank, value_date__range=YEAR, page_size=1000)
    wages = sum(cents(each["amount"]) for each in movements if each["description"].startswith("DISPERSION NOMINA"))
    due = row["determinacion_del_impuesto_sobre_la_renta"]
    assert cents(due["total_ingresos_acumulables"]) == sales
    assert cents(due["total_deducciones_autorizadas"]) == purchases + wages
    months = retrieve(api, PATH, link=firm, type="monthly", date_from="2025-01-01", date_to="2025-12-31")
    paid = sum(cents(month["detalle_pago_isr"]["cantidad_pagada"]) for month in months)
    assert cents(due["pagos_provisionales"]) == paid
    assert cents(due["impuesto_ejercicio"]) - paid == cents(due["isr_cargo"]) - cents(due["isr_favor"])
    balance = row["estado_posicion_financiera_balance"]
    assert balance["suma_activo"] == balance["suma_pasivo_capital_contable"]


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

"""Financial statements in Mexico, held against the tax returns."""

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.financial_statements import FinancialStatement
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

PATH = "/api/financial-statements/"


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("PMO010101000", "business", institution="tatooine_mx_fiscal", access_mode="single")
    return str(created["id"])


@pytest.fixture
def rows(api: Api, link: str) -> list[Row]:
    answer = api.call("POST", PATH, json={"link": link})
    assert answer.status_code == 201, answer.text
    rows: list[Row] = answer.json()
    return rows


def test_each_year_has_a_statement_whose_sheet_balances(rows: list[Row]) -> None:
    assert [row["year"] for row in rows] == [str(year) for year in range(2025, 2016, -1)]
    assert [deviation for row in rows for deviation in differences(row, FinancialStatement)] == []
    for row in rows:
        sheet = row["balance_sheet"]
        for section in sheet.values():
            parts = (cents(amount) for name, amount in section.items() if name != "total")
            assert cents(section["total"]) == sum(parts)
        total = {name: cents(section["total"]) for name, section in sheet.items()}
        assets = total["current_assets"] + total["non_current_assets"]
        assert assets == total["current_liabilities"] + total["non_current_liabilities"] + total["equity"]
        assert sheet["current_assets"]["cash_and_equivalents"] > 0


def test_income_is_that_of_the_tax_returns(api: Api, link: str, rows: list[Row]) -> None:
    body = {"link": link, "type": "yearly", "year_from": "2017", "year_to": "2025"}
    returns = api.call("POST", "/api/tax-returns/", json=body).json()
    declared = {str(row["informacion_general"]["ejercicio"]): row for row in returns}
    assert len(declared) == len(rows)
    for row in rows:
        statement, return_ = row["income_statement"], declared[row["year"]]
        assert statement["net_revenue"] == return_["estado_resultados"]["ingresos_netos"]
        assert statement["cost_of_goods_sold"] == return_["deducciones_autorizadas"]["adquisiciones_netas"]
        assert statement["operating_expenses"] == return_["deducciones_autorizadas"]["sueldos_salarios"]
        due = return_["determinacion_del_impuesto_sobre_la_renta"]["impuesto_ejercicio"]
        assert statement["income_taxes"] == row["balance_sheet"]["current_liabilities"]["income_tax_payable"] == due
        position = return_["estado_posicion_financiera_balance"]
        assert row["balance_sheet"]["equity"]["total"] == position["suma_capital_contable"]


def test_a_professionals_tax_is_that_on_the_business_alone(api: Api) -> None:
    created = api.link("PFIS010101000", "individual", institution="tatooine_mx_fiscal", access_mode="single")
    body = {"link": created["id"], "type": "yearly", "year_from": "2025", "year_to": "2025"}
    (declared,) = api.call("POST", "/api/tax-returns/", json=body).json()
    row, *_ = api.call("POST", PATH, json={"link": created["id"]}).json()
    services = declared["servicios_profesionales"]
    assert row["income_statement"]["net_revenue"] == services["total_ingresos"]
    assert cents(row["income_statement"]["income_taxes"]) == cents(services["utilidad_fiscal"]) // 4

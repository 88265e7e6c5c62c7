"""What a tax return says."""

from decimal import Decimal
from typing import Any

import pytest

from domain.tax_returns import amount

BOTH = {"sueldos_salarios": {"ingresos_brutos": 466260.0}, "servicios_profesionales": {"total_ingresos": 47590.0}}
AS_PUBLISHED = {
    "sueldos_salarios": {"ingreso_anual": 118263, "ingresos_acumulables": 115998},
    "servicios_profesionales": {"ingresos": {"total_ingresos": 46000}},
    "dividendos": {"monto_acumulable_dividendos_utilidades": None},
    "determinacion_impuesto": {"isr_favorable": 10308},
}


@pytest.mark.parametrize(
    ("filed", "name", "expected"),
    [
        (BOTH, "income", "513850.0"),
        ({"sueldos_salarios": {"ingresos_brutos": 899660.05}}, "income", "899660.05"),
        (AS_PUBLISHED, "income", "164263"),
        (AS_PUBLISHED, "income_tax_in_favour", "10308"),
        ({"isr": {"determinacion": {"ingresos_periodo": 12, "total_ingresos": 99}}}, "income", "12"),
        ({"isr": {"total_ingresos": 0.0}}, "income", "0.0"),
    ],
)
def test_an_amount_is_the_sum_of_its_parts(filed: dict[str, Any], name: str, expected: str) -> None:
    assert amount(filed, name) == Decimal(expected)


@pytest.mark.parametrize("isr", [None, [], {}, {"total_ingresos": True}, {"total_ingresos": float("nan")}])
def test_what_is_not_told_is_missing(isr: object) -> None:
    assert amount({"isr": isr}, "income") is None
    assert amount({}, "income") is None

"""What a tax return says, in the words of the forms that Mexico's authority has had.

Belvo passes the forms on and leaves their fields open; these are those of its examples and those that were seen.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Path = tuple[str, ...]

_COMPANY_YEAR = "determinacion_del_impuesto_sobre_la_renta"
_WAGES: tuple[Path, ...] = (("sueldos_salarios", "ingresos_brutos"), ("sueldos_salarios", "ingreso_anual"))
_SERVICES: tuple[Path, ...] = (
    ("servicios_profesionales", "total_ingresos"),
    ("servicios_profesionales", "ingresos", "total_ingresos"),
)
_DIVIDENDS: tuple[Path, ...] = (("dividendos", "monto_acumulable_dividendos_utilidades"),)
_OF_A_BUSINESS: tuple[Path, ...] = (
    ("isr", "total_ingresos"),
    ("isr", "determinacion", "ingresos_periodo"),
    ("determinacion_isr", "ingresos_nominales"),
    (_COMPANY_YEAR, "total_ingresos_acumulables"),
)

AMOUNTS: Mapping[str, tuple[tuple[Path, ...], ...]] = {
    "income": (_WAGES, _SERVICES, _DIVIDENDS, _OF_A_BUSINESS),
    "income_tax": (
        (
            ("isr", "impuesto_cargo"),
            ("isr", "determinacion", "isr_cargo"),
            ("determinacion_impuesto", "isr_cargo"),
            ("detalle_pago_isr", "a_cargo"),
            (_COMPANY_YEAR, "isr_cargo"),
        ),
    ),
    "income_tax_in_favour": (
        (
            ("determinacion_impuesto", "isr_favor"),
            ("determinacion_impuesto", "isr_favorable"),
            (_COMPANY_YEAR, "isr_favor"),
        ),
    ),
    "vat": ((("iva", "cantidad_cargo"), ("determinacion_iva", "cantidad_cargo")),),
    "vat_in_favour": ((("iva", "saldo_favor"), ("determinacion_iva", "saldo_favor")),),
}
"""By amount the parts that it is made of, and by part where it may stand.

A year's income is that of wages before tax and of all else together.
"""


def amount(filed: Mapping[str, Any], name: str) -> Decimal | None:
    """One of AMOUNTS; None where the return tells no part of it."""
    found = [part for paths in AMOUNTS[name] if (part := _first(filed, paths)) is not None]
    return sum(found, Decimal(0)) if found else None


def _first(filed: Mapping[str, Any], paths: tuple[Path, ...]) -> Decimal | None:
    return next((value for path in paths if (value := _number(filed, path)) is not None), None)


def _number(filed: Mapping[str, Any], path: Path) -> Decimal | None:
    value: Any = filed
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    exact = Decimal(str(value))
    return exact if exact.is_finite() else None

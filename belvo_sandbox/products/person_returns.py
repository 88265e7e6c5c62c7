"""The sections of a person's tax returns in Mexico, under the authority's own names."""

from typing import Any

from belvo_sandbox.people import Person
from belvo_sandbox.people.fiscal.business import BusinessTotals
from belvo_sandbox.people.fiscal.taxation import TaxYear, annual, income_tax, provisional

Section = dict[str, Any]


def monthly(person: Person, sums: BusinessTotals) -> dict[str, Section | None]:
    return {
        "isr": {
            "total_ingresos": sums.sales / 100,
            "compras_gastos": sums.purchases / 100,
            "base_gravable": max(sums.profit, 0) / 100,
            "impuesto_periodo": income_tax(person, sums.profit) / 100,
            "isr_retenido": sums.withheld_tax / 100,
            "impuesto_cargo": provisional(person, sums) / 100,
        },
        "iva": value_added(sums),
    }


def value_added(sums: BusinessTotals) -> Section:
    """A month's value-added tax."""
    return {
        "valor_actos_gravados": sums.sales / 100,
        "iva_trasladado": sums.vat_charged / 100,
        "iva_acreditable": sums.vat_paid / 100,
        "cantidad_cargo": max(sums.vat_charged - sums.vat_paid, 0) / 100,
        "saldo_favor": max(sums.vat_paid - sums.vat_charged, 0) / 100,
    }


def yearly(person: Person, number: int) -> dict[str, Section | None]:
    year = annual(person, number)
    return {
        "sueldos_salarios": _salaries(year) if year.salary else None,
        "servicios_profesionales": _services(year) if person.business else None,
        "deducciones_personales": {"total_deducciones": 0.0},
        "determinacion_impuesto": {
            "base_gravable": year.base / 100,
            "impuesto_ejercicio": year.tax / 100,
            "isr_retenido": (year.sums.withheld_tax + year.withheld) / 100,
            "pagos_provisionales": year.advance_payments / 100,
            "isr_cargo": max(year.due, 0) / 100,
            "isr_favor": max(-year.due, 0) / 100,
        },
        "retenciones": {"isr_retenido": (year.sums.withheld_tax + year.withheld) / 100},
        "dividendos": None,
        "datos_informativos": None,
    }


def _salaries(year: TaxYear) -> Section:
    return {
        "ingresos_brutos": year.gross_salary / 100,
        "isr_retenido": year.withheld / 100,
        "ingresos_netos": year.salary / 100,
    }


def _services(year: TaxYear) -> Section:
    sums = year.sums
    return {
        "total_ingresos": sums.sales / 100,
        "compras_gastos": sums.purchases / 100,
        "utilidad_fiscal": max(sums.profit, 0) / 100,
        "perdida_fiscal": max(-sums.profit, 0) / 100,
        "isr_retenido": sums.withheld_tax / 100,
    }

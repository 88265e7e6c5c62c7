"""The sections of a company's tax returns in Mexico, under the authority's own names."""

from belvo_sandbox.people import Person
from belvo_sandbox.people.fiscal.business import BusinessTotals
from belvo_sandbox.people.fiscal.taxation import (
    COMPANIES_RATE,
    BalanceSheet,
    TaxYear,
    annual,
    balance_sheet,
    income_tax,
    provisional,
)
from belvo_sandbox.products.person_returns import Section, value_added


def monthly(person: Person, sums: BusinessTotals) -> dict[str, Section | None]:
    vat = value_added(sums)
    return {
        "determinacion_isr": {
            "ingresos_nominales": sums.sales / 100,
            "compras_gastos": sums.purchases / 100,
            "sueldos_salarios": sums.wages / 100,
            "utilidad_fiscal": max(sums.profit, 0) / 100,
            "perdida_fiscal": max(-sums.profit, 0) / 100,
            "tasa": COMPANIES_RATE / 100,
            "impuesto_periodo": income_tax(person, sums.profit) / 100,
            "isr_retenido": sums.withheld_tax / 100,
        },
        "detalle_pago_isr": _payment(provisional(person, sums)),
        "determinacion_iva": vat,
        "detalle_pago_iva": _payment(max(sums.vat_charged - sums.vat_paid, 0)),
    }


def yearly(person: Person, number: int) -> dict[str, Section | None]:
    year, balance = annual(person, number), balance_sheet(person, number)
    return {
        "datos_adicionales": {"estados_financieros_dictaminados": False, "personas_empleadas": True},
        "estado_resultados": _results(year),
        "estado_posicion_financiera_balance": _position(balance),
        "conciliacion_entre_resultado_contable_fiscal": {
            "utilidad_neta": (year.sums.profit - year.tax) / 100,
            "isr_no_deducible": year.tax / 100,
            "utilidad_perdida_fiscal": year.sums.profit / 100,
        },
        "deducciones_autorizadas": {
            "adquisiciones_netas": year.sums.purchases / 100,
            "sueldos_salarios": year.sums.wages / 100,
            "total_deducciones": (year.sums.purchases + year.sums.wages) / 100,
        },
        "cifras_cierre_ejercicio": {"capital_aportado": balance.capital / 100, "utilidades": balance.earned / 100},
        "determinacion_del_impuesto_sobre_la_renta": {
            "total_ingresos_acumulables": year.sums.sales / 100,
            "total_deducciones_autorizadas": (year.sums.purchases + year.sums.wages) / 100,
            "utilidad_fiscal": max(year.sums.profit, 0) / 100,
            "perdida_fiscal": max(-year.sums.profit, 0) / 100,
            "tasa": COMPANIES_RATE / 100,
            "impuesto_ejercicio": year.tax / 100,
            "isr_retenido": year.sums.withheld_tax / 100,
            "pagos_provisionales": year.advance_payments / 100,
            "isr_cargo": max(year.due, 0) / 100,
            "isr_favor": max(-year.due, 0) / 100,
        },
        "dividendos_o_utilidades_distribuidos": {"total_distribuido": 0.0},
        "detalle_pago_r1_isr_personas_morales": _payment(max(year.due, 0)),
    }


def _payment(cents: int) -> Section:
    return {"a_cargo": cents / 100, "parte_actualizada": 0.0, "recargos": 0.0, "cantidad_pagada": cents / 100}


def _results(year: TaxYear) -> Section:
    sums = year.sums
    return {
        "ventas_servicios_nacionales": sums.sales / 100,
        "ingresos_netos": sums.sales / 100,
        "costo_ventas": sums.purchases / 100,
        "utilidad_bruta": (sums.sales - sums.purchases) / 100,
        "gastos_operacion": sums.wages / 100,
        "utilidad_operacion": sums.profit / 100,
        "impuestos_utilidad": year.tax / 100,
        "utilidad_neta": (sums.profit - year.tax) / 100,
    }


def _position(balance: BalanceSheet) -> Section:
    assets = balance.cash + balance.receivable
    owed = balance.payable + balance.tax
    return {
        "efectivo_equivalentes": balance.cash / 100,
        "cuentas_documentos_por_cobrar": balance.receivable / 100,
        "suma_activo": assets / 100,
        "cuentas_documentos_por_pagar": balance.payable / 100,
        "contribuciones_por_pagar": balance.tax / 100,
        "suma_pasivo": owed / 100,
        "capital_social": balance.capital / 100,
        "utilidades_acumuladas": balance.earned / 100,
        "suma_capital_contable": (balance.capital + balance.earned) / 100,
        "suma_pasivo_capital_contable": (owed + balance.capital + balance.earned) / 100,
    }

"""What invoices come to, currency by currency."""

from decimal import Decimal
from typing import Any

import pandas as pd

from components.fiscal.invoice_sums import sums_figures
from components.ui.metric_cards import Figure


def totals(*rows: tuple[str, int, int, str, str, str], payslips: int = 0, pay: str = "0") -> pd.DataFrame:
    made: list[dict[str, Any]] = [
        {
            "currency": currency,
            "count": count,
            "cancelled": cancelled,
            "payslips": payslips,
            "sales": Decimal(sales),
            "purchases": Decimal(purchases),
            "net": Decimal(net),
            "pay": Decimal(pay),
            "wages": Decimal(0),
        }
        for currency, count, cancelled, sales, purchases, net in rows
    ]
    return pd.DataFrame(made)


NET = "Sales less purchases; pay and wages are no part of it"
PESOS = ("MXN", 5, 1, "1624.58", "232.00", "1392.58")


def test_one_currency_is_told_in_four_figures() -> None:
    assert sums_figures(totals(PESOS, ("XXX", 2, 0, "0", "0", "0"))) == [
        Figure("Invoices", "7", "1 cancelled, in no sum · 2 without an amount"),
        Figure("Sales", "MX$\u00a01,624.58"),
        Figure("Purchases", "MX$\u00a0232.00"),
        Figure("Net", "+MX$\u00a01,392.58", help=NET),
    ]


def test_pay_is_told_beside_what_was_traded_in_one_row_of_figures() -> None:
    assert sums_figures(totals(("MXN", 50, 0, "0", "0", "0"), payslips=50, pay="1371171.72")) == [
        Figure("Invoices", "50"),
        Figure("Net", "MX$\u00a00.00", "MX$\u00a00.00 sales · MX$\u00a00.00 purchases", help=NET),
        Figure("Pay received", "MX$\u00a01,371,171.72", "50 payslips"),
    ]


def test_several_currencies_are_never_added() -> None:
    assert sums_figures(totals(PESOS, ("CLP", 2, 0, "0", "11400", "-11400"))) == [
        Figure("Invoices", "7", "1 cancelled, in no sum"),
        Figure("MXN, net of 5", "+MX$\u00a01,392.58", "MX$\u00a01,624.58 sales · MX$\u00a0232.00 purchases", help=NET),
        Figure("CLP, net of 2", "−CLP$\u00a011,400", "CLP$\u00a00 sales · CLP$\u00a011,400 purchases", help=NET),  # noqa: RUF001 - a real minus
    ]


def test_what_has_no_amount_is_only_counted() -> None:
    assert sums_figures(totals(("XXX", 2, 0, "0", "0", "0"))) == [Figure("Invoices", "2", "2 without an amount")]

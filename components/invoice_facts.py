"""What an invoice of Mexico or of Chile says: its facts, its lines, what was paid of it, and the wages in it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.facts import draw_amounts, draw_facts, draw_head, tell_amount, tell_day, tell_instant
from components.tables import draw_table
from components.text import count, one_line, plain, words
from store import Database
from store.money import to_decimal, to_units
from store.selections import part, parts

Body = Mapping[str, Any]

_SAFE = (None, "", "NO_TAX_FRAUD_STATUS")
_MOST_PAYMENTS = 6


def draw_invoice(_db: Database, _row: str, body: Body) -> None:
    currency = "" if body.get("currency") == "XXX" else body.get("currency")
    draw_head(tell_amount(body.get("total_amount"), currency) if currency else None, body.get("invoice_type"))
    draw_facts(
        {
            **tell_parties(body),
            "Issued on": tell_day(body.get("invoice_date")),
            "Status": words(body.get("status") or ""),
            "Cancellation": body.get("cancelation_status"),
            "Cancelled on": tell_day(body.get("cancelation_update_date")),
            "Number": "-".join(str(part_) for part_ in (body.get("series"), body.get("folio")) if part_),
            "Fiscal folio": body.get("invoice_identification"),
            "Before tax": tell_amount(body.get("subtotal_amount"), currency) if currency else None,
            "Discount": tell_amount(body.get("discount_amount") or None, currency),
            "Tax": tell_amount(body.get("tax_amount"), currency) if currency else None,
            "Paid": body.get("payment_method_description"),
            "Paid by": body.get("payment_type_description"),
            "Use": body.get("usage"),
            "As of": tell_instant(body.get("collected_at")),
        }
    )
    _draw_items(parts(body, "invoice_details"), str(currency or ""))
    _draw_payments(parts(body, "payments"))
    _draw_payroll(part(body, "payroll"), str(currency or ""))


def draw_chilean_invoice(_db: Database, _row: str, body: Body) -> None:
    currency = str(body.get("currency") or "")
    draw_head(tell_amount(body.get("total_amount"), currency), f"Document {body.get('document_code') or ''}")
    draw_facts(
        {
            **tell_parties(body),
            "Issued on": tell_day(body.get("issue_date")),
            "Received": tell_instant(body.get("received_at")),
            "Acknowledged": tell_instant(body.get("acknowledged_at")),
            "Claimed on": tell_day(body.get("claim_date")),
            "Status": words(body.get("status") or ""),
            "Folio": body.get("folio"),
            "Category": body.get("category"),
            "Before tax": tell_amount(body.get("net_amount"), currency),
            "VAT": tell_amount(body.get("vat_amount"), currency),
            "As of": tell_instant(body.get("collected_at")),
        }
    )
    details = part(body, "purchase_invoice_details") or part(body, "sales_invoice_details")
    amounts = [(words(name), to_units(value)) for name, value in details.items() if not isinstance(value, bool)]
    draw_amounts([(name, units) for name, units in amounts if units], currency, alt="Amounts of the invoice")


def tell_parties(body: Body) -> dict[str, str]:
    """Who it is from and to, and whether the tax authority suspects one of them."""
    return {
        label: " · ".join(one_line(body[name]) for name in (f"{side}_name", f"{side}_id") if body.get(name))
        for label, side in (("From", "sender"), ("To", "receiver"))
    } | {
        f"{label} is suspected": words(body[name])
        for label, name in (("Sender", "sender_tax_fraud_status"), ("Receiver", "receiver_tax_fraud_status"))
        if body.get(name) not in _SAFE
    }


def _draw_items(items: Sequence[Body], currency: str) -> None:
    if not items:
        return
    lines = pd.DataFrame(
        {
            "what": [one_line(item.get("description") or "") for item in items],
            "quantity": [_quantity(item.get("quantity")) for item in items],
            "unit": [one_line(item.get("unit_description") or item.get("unit_code") or "") for item in items],
            "price": pd.Series([_number(item.get("unit_amount")) for item in items], dtype="float64"),
            "total": pd.Series([_number(item.get("total_amount")) for item in items], dtype="float64"),
            "currency": currency,
        }
    )
    draw_table(
        lines,
        {
            "what": st.column_config.TextColumn(count(len(items), "line"), width=195),
            "quantity": st.column_config.TextColumn("Quantity", width=70, alignment="right"),
            "unit": st.column_config.TextColumn("Unit", width=75),
            "price": st.column_config.NumberColumn("Price", width=110),
            "total": st.column_config.NumberColumn("With tax", width=110),
        },
        amounts=["price", "total"],
        key="document_items",
        alt="Lines of the invoice",
        empty="The invoice has no lines.",
    )


def _draw_payments(payments: Sequence[Body]) -> None:
    for payment in payments[:_MOST_PAYMENTS]:
        amount = tell_amount(payment.get("amount"), payment.get("currency"))
        told = [tell_day(payment.get("date")), amount, payment.get("payer_bank_name")]
        st.caption(plain(f"Paid: {' · '.join(one_line(text) for text in told if text)}"))


def _draw_payroll(payroll: Body, currency: str) -> None:
    if not payroll:
        return
    first, last = tell_day(payroll.get("date_from")), tell_day(payroll.get("date_to"))
    st.caption(plain(f"Wages of {first or '?'} to {last or '?'}, paid on {tell_day(payroll.get('payment_date'))}"))
    rows = [
        *((f"Earned: {one.get('type')}", to_units(one.get("taxable_amount"))) for one in _of(payroll, "earnings")),
        *((f"Deducted: {one.get('type')}", to_units(one.get("amount"))) for one in _of(payroll, "deductions")),
    ]
    draw_amounts([(name, units) for name, units in rows if units], currency, alt="Wages")


def _of(payroll: Body, what: str) -> Sequence[Body]:
    return parts(payroll, {"earnings": "earnings_breakdown", "deductions": "tax_deductions"}[what])


def _quantity(value: object) -> str:
    number = _number(value)
    return "" if number is None else f"{number:,.4f}".rstrip("0").rstrip(".")


def _number(value: object) -> float | None:
    units = to_units(value)
    return None if units is None else float(to_decimal(units))

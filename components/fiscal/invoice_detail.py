"""What an invoice of Mexico or of Chile says: its facts, its lines, what was paid of it, and the wages in it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components.fiscal.invoice_filters import WITHOUT_AMOUNT, direction_of_one
from components.ui.detail_fields import draw_amounts, draw_facts, draw_head, tell_amount, tell_day, tell_instant
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, one_line, plain, words
from domain.invoice_sides import CHILEAN_KINDS, CREDIT_NOTES, PAYSLIPS
from languages import say
from store import Database
from store.core.amounts import money
from store.core.money import to_decimal, to_units
from store.queries.base import part, parts

Body = Mapping[str, Any]

_SAFE = (None, "", "NO_TAX_FRAUD_STATUS")
_MOST_PAYMENTS = 6


def draw_invoice(_db: Database, _row: str, body: Body) -> None:
    """An invoice of Mexico; a receipt of payments has no amount but theirs."""
    is_priced = body.get("currency") not in WITHOUT_AMOUNT
    currency = str(body.get("currency") or "") if is_priced else ""
    payments = parts(body, "payments")
    amounts = [tell_amount(payment.get("amount"), payment.get("currency")) for payment in payments]
    paid = " + ".join(filter(None, amounts[:_MOST_PAYMENTS]))
    told = partial(_tell, body, str(body.get("invoice_type")), currency)
    draw_head(told("total_amount") if is_priced else paid, _kind(body, "invoice_type"))
    draw_facts(
        {
            **tell_parties(body),
            say("Issued on"): tell_day(body.get("invoice_date")),
            say("Status"): words(body.get("status") or ""),
            say("Cancellation"): body.get("cancelation_status"),
            say("Cancelled on"): tell_day(body.get("cancelation_update_date")),
            say("Number"): "-".join(str(part_) for part_ in (body.get("series"), body.get("folio")) if part_),
            say("Fiscal folio"): body.get("invoice_identification"),
            **_sums(body, told, is_priced),
            say("Paid"): body.get("payment_method_description"),
            say("Paid by"): body.get("payment_type_description"),
            say("Use"): body.get("usage"),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )
    if is_priced:
        _draw_items(parts(body, "invoice_details"), currency)
    _draw_payments(payments)
    _draw_payroll(part(body, "payroll"), currency)


def draw_chilean_invoice(_db: Database, _row: str, body: Body) -> None:
    """An invoice of Chile; the tax authority tells no lines of it, but more amounts."""
    currency, code = str(body.get("currency") or ""), body.get("document_code")
    kind = {"kind": CHILEAN_KINDS.get(code, say("Document {code}", code=code)) if isinstance(code, int) else None}
    told = partial(_tell, body, kind["kind"] or "", currency)
    draw_head(told("total_amount"), _kind({**body, **kind}, "kind"))
    draw_facts(
        {
            **tell_parties(body),
            say("Issued on"): tell_day(body.get("issue_date")),
            say("Received"): tell_instant(body.get("received_at")),
            say("Acknowledged"): tell_instant(body.get("acknowledged_at")),
            say("Claimed on"): tell_day(body.get("claim_date")),
            say("Status"): words(body.get("status") or ""),
            say("Folio"): body.get("folio"),
            say("Category"): body.get("category"),
            say("Before tax"): told("net_amount"),
            "VAT": told("vat_amount"),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )
    details = part(body, "purchase_invoice_details") or part(body, "sales_invoice_details")
    amounts = [(words(name), to_units(value)) for name, value in details.items() if not isinstance(value, bool)]
    draw_amounts([(name, units) for name, units in amounts if units], currency, alt=say("Amounts of the invoice"))


def _sums(body: Body, told: Callable[..., str | None], has_amount: bool) -> dict[str, str | None]:
    """How the total comes about; what a payslip deducts stands in its discount."""
    deducted = say("Withheld") if body.get("invoice_type") in PAYSLIPS else say("Discount")
    return {
        say("Before tax"): told("subtotal_amount") if has_amount else None,
        deducted: told("discount_amount") if body.get("discount_amount") else None,
        say("Tax"): told("tax_amount") if has_amount else None,
        say("Tax withheld"): told("total_tax_retained", of="tax_details"),
    }


def _tell(body: Body, kind: str, currency: str, name: str, *, of: str = "") -> str | None:
    """An amount with the sign that it counts with: those of a credit note have a minus."""
    units = to_units(part(body, of).get(name) or None if of else body.get(name))
    if units is None:
        return None
    return money(to_decimal(-units if kind in CREDIT_NOTES else units), currency)


def _kind(body: Body, name: str) -> str:
    way = direction_of_one().get(str(body.get("type")), "")
    return ", ".join(filter(None, (one_line(body.get(name) or ""), way.lower()))).capitalize()


def tell_parties(body: Body) -> dict[str, str]:
    """Who it is from and to, and whether the tax authority suspects one of them."""
    return {
        label: " · ".join(one_line(body[name]) for name in (f"{side}_name", f"{side}_id") if body.get(name))
        for label, side in ((say("From"), "sender"), (say("To"), "receiver"))
    } | {
        label: words(body[name])
        for label, name in (
            (say("Sender is suspected"), "sender_tax_fraud_status"),
            (say("Receiver is suspected"), "receiver_tax_fraud_status"),
        )
        if body.get(name) not in _SAFE
    }


def _draw_items(items: Sequence[Body], currency: str) -> None:
    if not items:
        return
    lines = pd.DataFrame(
        {
            "what": [item.get("description") or "" for item in items],
            "quantity": [_quantity(item.get("quantity")) for item in items],
            "unit": [item.get("unit_description") or item.get("unit_code") or "" for item in items],
            "price": pd.Series([_number(item.get("unit_amount")) for item in items], dtype="float64"),
            "total": pd.Series([_number(item.get("total_amount")) for item in items], dtype="float64"),
        }
    )
    columns = {
        "what": Column(count(len(items), "line"), 195),
        "quantity": Column(say("Quantity"), 70, "right"),
        "unit": Column(say("Unit"), 75),
        "price": Column(say("Price"), 110, "amount"),
        "total": Column(say("With tax"), 110, "amount", adds_up=True),
    }
    told = Table(columns, alt=say("Lines of the invoice"))
    draw_table(lines.assign(currency=currency), told, key="document_items", file="invoice_lines")


def _draw_payments(payments: Sequence[Body]) -> None:
    for payment in payments[:_MOST_PAYMENTS]:
        amount = tell_amount(payment.get("amount"), payment.get("currency"))
        told = [tell_day(payment.get("date")), amount, payment.get("payer_bank_name")]
        st.caption(plain(say("Paid: {payment}", payment=" · ".join(one_line(text) for text in told if text))))


def _draw_payroll(payroll: Body, currency: str) -> None:
    if not payroll:
        return
    first, last = tell_day(payroll.get("date_from")), tell_day(payroll.get("date_to"))
    st.caption(
        plain(
            say(
                "Wages of {first} to {last}, paid on {day}",
                first=first or "?",
                last=last or "?",
                day=tell_day(payroll.get("payment_date")),
            )
        )
    )
    earned = [(one, say("Earned"), "taxable_amount") for one in parts(payroll, "earnings_breakdown")]
    deducted = [(one, say("Deducted"), "amount") for one in parts(payroll, "tax_deductions")]
    rows = [(f"{what}: {_told(one.get('type'))}", to_units(one.get(name))) for one, what, name in earned + deducted]
    draw_amounts([(name, units) for name, units in rows if units], currency, alt=say("Wages"))


def _told(name: object) -> str:
    """A name of Belvo's in words; an abbreviation as it is."""
    return words(name) if "_" in str(name) else one_line(name or say("other"))


def _quantity(value: object) -> str:
    number = _number(value)
    return "" if number is None else f"{number:,.4f}".rstrip("0").rstrip(".")


def _number(value: object) -> float | None:
    units = to_units(value)
    return None if units is None else float(to_decimal(units))

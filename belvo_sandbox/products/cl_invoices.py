"""Invoices in Chile.

https://developers.belvo.com/apis/belvoopenapispec/invoices-chile
"""

from datetime import timedelta
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.fiscal.business_transactions import BusinessTransaction
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.products.declaration import LINK, PERIOD, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.fiscal import BY_CREATION, DIRECTIONS, at_most_a_year, business_candidates, direction
from belvo_sandbox.products.link_data import LinkData

_ELECTRONIC_INVOICE = 33
_RECEIPT_DELAY = 600  # seconds until the tax authority has it


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    transaction: BusinessTransaction = candidate.item
    taxpayer, counterparty = (tax_id(data.person), data.person.name), (transaction.tax_id, transaction.name)
    sender, receiver = (taxpayer, counterparty) if transaction.sells else (counterparty, taxpayer)
    received = data.institution.country.zone.instant(transaction.day, transaction.second + _RECEIPT_DELAY)
    return {
        "id": stamp.id,
        "link": data.link.id,
        "created_at": text(stamp.created_at),
        "collected_at": text(stamp.collected_at),
        "total_amount": transaction.total / 100,
        "net_amount": transaction.net / 100,
        "vat_amount": transaction.tax / 100,
        "currency": data.person.country.currency,
        "issue_date": transaction.day.isoformat(),
        "received_at": text(received),
        "acknowledged_at": text(received + timedelta(days=1)),
        "claim_date": None,
        "status": "REGISTERED",
        "document_code": _ELECTRONIC_INVOICE,
        "category": "Del Giro",
        "folio": transaction.folio,
        "sender_id": sender[0],
        "sender_name": sender[1],
        "receiver_id": receiver[0],
        "receiver_name": receiver[1],
        "type": direction(transaction),
        "purchase_invoice_details": None if transaction.sells else _purchase(transaction),
        "sales_invoice_details": _sale(transaction) if transaction.sells else None,
        "summary_invoice_details": _summary(data, transaction, stamp),
    }


def _purchase(transaction: BusinessTransaction) -> dict[str, Any]:
    return {
        "vat_refundable_amount": transaction.tax / 100,
        "vat_non_refundable_amount": 0.0,
        "vat_non_refundable_code": None,
        "net_amount_fixed_assets": 0.0,
        "vat_fixed_assets": 0.0,
        "vat_common_use": 0.0,
        "tax_non_credit_amount": 0.0,
        "vat_non_withheld": 0.0,
        "tax_exempt_amount": 0.0,
        "credit_or_debit_note_on_purchase": False,
        "tax_cigarettes_amount": 0.0,
        "tax_cigar_amount": 0.0,
        "tax_processed_tobacco_amount": 0.0,
        "additional_tax_amount": 0.0,
        "additional_tax_rate": None,
        "additional_tax_code": None,
    }


def _sale(transaction: BusinessTransaction) -> dict[str, Any]:
    return {
        "construction_sector_tax_credit": 0.0,
        "tax_free_trade_zone_amount": 0.0,
        "container_deposit_guarantee": 0.0,
        "is_free_of_charge": False,
        "periodic_billing_type": False,
        "non_billable_amount": 0.0,
        "total_amount_for_period": None,
        "domestic_transportation_amount": 0.0,
        "international_transportation_amount": 0.0,
        "branch_code": None,
        "tax_exempt_amount": 0.0,
        "credit_or_debit_note_on_purchase": False,
        "additional_tax_code": None,
        "additional_tax_rate": None,
        "additional_tax_amount": 0.0,
        "vat_total_withheld": 0.0,
        "vat_partially_withheld": 0.0,
        "vat_non_withheld": 0.0,
        "vat_sales": transaction.tax / 100,
        "vat_third_party": 0.0,
        "vat_past_due": 0.0,
        "invoice_settlement_sender_id": None,
        "invoice_settlement_net_commission": 0.0,
        "invoice_settlement_exempt_commission": 0.0,
        "invoice_settlement_vat_commission": 0.0,
        "reference_document_type": None,
        "reference_document_folio": None,
        "foreign_recipient_id": None,
        "foreign_recipient_nationality": None,
    }


def _summary(data: LinkData, transaction: BusinessTransaction, stamp: Stamp) -> dict[str, Any]:
    """The month's register of sales or of purchases, as it was when the invoice was fetched."""
    moment = data.moment(stamp.collected_at)
    month_end = (transaction.day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    within = transactions_between(data.person, transaction.day.replace(day=1), min(month_end, moment[0]))
    count = sum(one.sells is transaction.sells and (one.day, one.second) <= moment for one in within)
    return {
        "month": f"{transaction.day:%Y-%m}",
        "updated_at": text(stamp.collected_at),
        "total_documents": count,
        "tax_exempt_amount": 0.0,
    }


CL_INVOICES = Resource(
    name="CL_INVOICES",
    path="cl/invoices",
    filters=BY_CREATION,
    parameters=(LINK, *PERIOD, Parameter("type", "choice", choices=DIRECTIONS), SAVE_DATA),
    candidates=business_candidates,
    body=_body,
    has_period=True,
    filters_by_type=True,
    check=at_most_a_year,
    asynchronous=True,
)

"""Invoices in Mexico, and the other documents that the tax authority counts among them.

https://developers.belvo.com/apis/belvoopenapispec/invoices
"""

from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.companies import company_id
from belvo_sandbox.people.employment.payroll import Payslip
from belvo_sandbox.people.fiscal.business_transactions import VAT, Deal, retained_percent
from belvo_sandbox.people.fiscal.taxation import withheld
from belvo_sandbox.people.rng import Chance
from belvo_sandbox.products.cfdi import invoice_xml
from belvo_sandbox.products.declaration import LINK, PERIOD, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.products.fiscal import BY_CREATION, DIRECTIONS, at_most_a_year
from belvo_sandbox.products.link_data import Source
from belvo_sandbox.products.vouchers import Voucher, number, vouchers

_AUTHORITY = company_id("Certificadora Quetzal", "MX")
_RELATIONSHIPS = {"Egreso": "03", "Traslado": "05"}  # the authority's: a return of goods, a transport of them
_TRANSFER, _TO_BE_DEFINED = ("03", "Transferencia electrónica de fondos"), ("99", "Por definir")
_AT_ONCE, _LATER = ("PUE", "Pago en una sola exhibición"), ("PPD", "Pago en parcialidades o diferido")
_PERIODICITIES = {1: "MONTHLY", 2: "FIFTEENTH_DAY"}
_EARNINGS = {"bonus": "CHRISTMAS_BONUS", "salary": "SALARY_AND_WAGES"}


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    voucher: Voucher = candidate.item
    person = source.person
    row = {
        "id": stamp.id,
        "link": source.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "invoice_identification": number(person, voucher.key),
        "invoice_date": voucher.day.isoformat(),
        "invoice_type": voucher.kind,
        "type": candidate.kind,
        "tax_details": _taxes(source, voucher),
        **_parties(source, voucher),
        **_state(source, voucher, stamp),
        "certification_date": voucher.day.isoformat(),
        "certification_authority": _AUTHORITY,
        **_terms(voucher),
        "usage": voucher.usage,
        "version": "4.0",
        "place_of_issue": person.town.postcode,
        "invoice_details": [_line(source, voucher, text(stamp.collected_at))],
        "currency": voucher.currency,
        "subtotal_amount": voucher.net / 100,
        "exchange_rate": 1.0,
        "tax_amount": voucher.tax / 100,
        "discount_amount": voucher.discount / 100,
        "total_amount": voucher.total / 100,
        "related_invoices": _related(source, voucher),
        "payments": _payments(source, voucher, stamp),
        "payroll": _payroll(voucher.slip, stamp) if voucher.slip else None,
        "folio": voucher.folio or Chance("folio", person.key, *voucher.key).digits(7),
        "series": voucher.kind[0],
        "export_type": "01",
        "xml": None,
        "warnings": None,
        "sender_blacklist_status": None,
        "receiver_blacklist_status": None,
    }
    if stamp.asked.get("attach_xml"):
        row["xml"] = invoice_xml(row)
    return row


def _parties(source: Source, voucher: Voucher) -> dict[str, Any]:
    sender, receiver = voucher.sender, voucher.receiver
    return {
        "sender_id": sender.tax_id,
        "sender_fiscal_regime": sender.regime,
        "sender_name": sender.name,
        "sender_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
        "receiver_id": receiver.tax_id,
        "receiver_postal_code": source.person.town.postcode,
        "receiver_fiscal_regime": receiver.regime,
        "receiver_name": receiver.name,
        "receiver_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
    }


def _state(source: Source, voucher: Voucher, stamp: Stamp) -> dict[str, str | None]:
    """Whether a document counts; one that was cancelled did, until then."""
    cancelled = voucher.cancelled_on
    if cancelled is None or (cancelled, voucher.second) > source.moment(stamp.collected_at):
        return {"status": "Vigente", "cancelation_status": None, "cancelation_update_date": None}
    return {
        "status": "Cancelado",
        "cancelation_status": "Cancelado sin aceptación",
        "cancelation_update_date": cancelled.isoformat(),
    }


def _terms(voucher: Voucher) -> dict[str, str | None]:
    """How it is paid; documents about no money say nothing of it."""
    names = ("payment_type", "payment_type_description", "payment_method", "payment_method_description")
    if voucher.kind in ("Pago", "Traslado"):
        return dict.fromkeys(names)
    later = voucher.on_credit or voucher.slip
    means = _TO_BE_DEFINED if later else _TRANSFER
    return dict(zip(names, (*means, *(_LATER if voucher.on_credit else _AT_ONCE)), strict=True))


def _taxes(source: Source, voucher: Voucher) -> dict[str, Any]:
    shared = {"tax_type": "Tasa", "pre_tax_amount": voucher.net / 100}
    transferred = {"tax": "IVA", "tax_percentage": float(VAT["MX"]), "tax_amount": voucher.tax / 100}
    percent = float(retained_percent(source.person)) if voucher.retained else 0.0
    retained = {"tax": "ISR", "tax_percentage": percent, "tax_amount": voucher.retained / 100}
    return {
        "total_tax_retained": voucher.retained / 100,
        "total_tax_transferred": voucher.tax / 100,
        "retained_taxes": [shared | retained] if voucher.retained else [],
        "transferred_taxes": [shared | transferred] if voucher.tax else [],
    }


def _line(source: Source, voucher: Voucher, collected_at: str) -> dict[str, Any]:
    taxed, taxes = bool(voucher.tax), _taxes(source, voucher)
    return {
        "collected_at": collected_at,
        "description": voucher.description,
        "product_identification": voucher.product,
        "quantity": float(voucher.quantity),
        "unit_code": voucher.measure[0],
        "unit_description": voucher.measure[1],
        "unit_amount": voucher.unit / 100,
        "discount": voucher.discount / 100,
        "tax_subject_code": "02" if taxed else "01",
        "identifier_number": None,
        "pre_tax_amount": voucher.net / 100,
        "tax_percentage": float(VAT["MX"]) if taxed else 0.0,
        "tax_amount": voucher.tax / 100,
        "total_amount": (voucher.net + voucher.tax) / 100,
        "retained_taxes": _of_line(taxes, "retained", collected_at),
        "transferred_taxes": _of_line(taxes, "transferred", collected_at),
    }


def _of_line(taxes: dict[str, Any], kind: str, collected_at: str) -> list[dict[str, Any]]:
    """The taxes of a document's only line: those of the document, as lines name them."""
    return [
        {
            "collected_at": collected_at,
            "tax_type": each["tax_type"],
            "tax": each["tax"],
            "tax_percentage": each["tax_percentage"],
            f"{kind}_tax_amount": each["tax_amount"],
        }
        for each in taxes[f"{kind}_taxes"]
    ]


def _related(source: Source, voucher: Voucher) -> list[dict[str, str]]:
    if voucher.kind not in _RELATIONSHIPS or voucher.related is None:
        return []
    return [
        {
            "relationship_type": _RELATIONSHIPS[voucher.kind],
            "related_invoice_identification": number(source.person, voucher.related),
        }
    ]


def _payroll(slip: Payslip, stamp: Stamp) -> dict[str, Any]:
    kept, amount = withheld(slip.cents) / 100, (slip.cents + withheld(slip.cents)) / 100
    ordinary = slip.kind == "salary"
    return {
        "days": (slip.last - slip.first).days + 1,
        "type": "O" if ordinary else "E",
        "amount": slip.cents / 100,
        "version": "1.2",
        "date_from": slip.first.isoformat(),
        "date_to": slip.last.isoformat(),
        "collected_at": text(stamp.collected_at),
        "payment_date": slip.paid.isoformat(),
        "periodicity": _PERIODICITIES[slip.job.payments] if ordinary else "OTHER_PERIODICITY",
        "earnings_breakdown": [{"type": _EARNINGS[slip.kind], "taxable_amount": amount, "vat_free_amount": 0.0}],
        "tax_deductions": [{"type": "ISR", "amount": kept}],
        "other_payments": [],
    }


def _payments(source: Source, voucher: Voucher, stamp: Stamp) -> list[dict[str, Any]]:
    """The payment of an invoice on credit, once it was made: on the invoice itself and on the receipt for it."""
    deal = voucher.deal
    if deal is None or not deal.on_credit or voucher.cancelled_on:
        return []
    paid_at = source.institution.country.zone.instant(deal.paid_on, deal.second)
    return [_payment(source, deal, voucher, text(paid_at))] if paid_at <= stamp.collected_at else []


def _payment(source: Source, deal: Deal, voucher: Voucher, paid_at: str) -> dict[str, Any]:
    chance = Chance("payment", source.person.key, *deal.key)
    payee, payer = (voucher.sender, voucher.receiver)
    document = {
        "invoice_identification": number(source.person, deal.key),
        "currency": source.person.culture.currency,
        "payment_method": "PPD",
        "partiality_number": 1,
        "previous_balance": deal.total / 100,
        "amount_paid": deal.total / 100,
        "outstanding_balance": 0.0,
    }
    return {
        "date": paid_at,
        "payment_type": "03",
        "currency": source.person.culture.currency,
        "exchange_rate": "1",
        "amount": deal.total / 100,
        "operation_number": chance.digits(6),
        "beneficiary_rfc": payee.tax_id,
        "beneficiary_account_number": chance.digits(14),
        "payer_rfc": payer.tax_id,
        "payer_account_number": chance.digits(14),
        "payer_bank_name": "Banco Obsidiana",
        "related_documents": [document],
    }


INVOICES = Resource(
    name="INVOICES",
    path="invoices",
    filters=(
        *BY_CREATION,
        Filter("invoice_date", kind=Kind.DAY, lookups=BOUNDS),
        Filter("invoice_identification", lookups=ONE_OR_MANY),
        Filter("status", lookups=ONE_OR_MANY),
        Filter("total_amount", kind=Kind.NUMBER, lookups=BOUNDS),
        Filter("type", lookups=ONE_OR_MANY, choices=DIRECTIONS),
    ),
    parameters=(
        LINK,
        *PERIOD,
        Parameter("type", "choice", required=True, choices=DIRECTIONS),
        Parameter("attach_xml", "flag"),
        SAVE_DATA,
    ),
    candidates=vouchers,
    body=_body,
    dated=True,
    narrowed=True,
    resumable=True,
    check=at_most_a_year,
    asynchronous=True,
)

"""Invoices in Mexico, and the other documents that the tax authority counts among them.

https://developers.belvo.com/apis/belvoopenapispec/invoices
"""

from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.companies import company_id
from belvo_sandbox.people.employment.payroll import Payslip
from belvo_sandbox.people.fiscal.business_transactions import VAT, withholding_percent
from belvo_sandbox.people.fiscal.taxation import withheld
from belvo_sandbox.people.rng import Rng
from belvo_sandbox.products.cfdi import invoice_xml
from belvo_sandbox.products.declaration import LINK, PERIOD, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind
from belvo_sandbox.products.fiscal import BY_CREATION, DIRECTIONS, at_most_a_year
from belvo_sandbox.products.link_data import LinkData
from belvo_sandbox.products.tax_documents import TaxDocument, number, tax_documents

_AUTHORITY = company_id("Certificadora Quetzal", "MX")
_RELATIONSHIPS = {"Egreso": "03", "Traslado": "05"}  # the authority's: a return of goods, a transport of them
_TRANSFER, _TO_BE_DEFINED = ("03", "Transferencia electrónica de fondos"), ("99", "Por definir")
_AT_ONCE, _LATER = ("PUE", "Pago en una sola exhibición"), ("PPD", "Pago en parcialidades o diferido")
_PERIODICITIES = {1: "MONTHLY", 2: "FIFTEENTH_DAY"}
_EARNINGS = {"bonus": "CHRISTMAS_BONUS", "salary": "SALARY_AND_WAGES"}


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    document: TaxDocument = candidate.item
    person = data.person
    row = {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "invoice_identification": number(person, document.key),
        "invoice_date": document.day.isoformat(),
        "invoice_type": document.kind,
        "type": candidate.kind,
        "tax_details": _taxes(data, document),
        **_parties(data, document),
        **_state(data, document, stamp),
        "certification_date": document.day.isoformat(),
        "certification_authority": _AUTHORITY,
        **_terms(document),
        "usage": document.usage,
        "version": "4.0",
        "place_of_issue": person.town.postcode,
        "invoice_details": [_line(data, document, text(stamp.collected_at))],
        "currency": document.currency,
        "subtotal_amount": document.net / 100,
        "exchange_rate": 1.0,
        "tax_amount": document.tax / 100,
        "discount_amount": document.discount / 100,
        "total_amount": document.total / 100,
        "related_invoices": _related(data, document),
        "payments": _payments(data, document, stamp),
        "payroll": _payroll(document.slip, stamp) if document.slip else None,
        "folio": document.folio or Rng("folio", person.key, *document.key).digits(7),
        "series": document.kind[0],
        "export_type": "01",
        "xml": None,
        "warnings": None,
        "sender_blacklist_status": None,
        "receiver_blacklist_status": None,
    }
    if stamp.parameters.get("attach_xml"):
        row["xml"] = invoice_xml(row)
    return row


def _parties(data: LinkData, document: TaxDocument) -> dict[str, Any]:
    sender, receiver = document.sender, document.receiver
    return {
        "sender_id": sender.tax_id,
        "sender_fiscal_regime": sender.regime,
        "sender_name": sender.name,
        "sender_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
        "receiver_id": receiver.tax_id,
        "receiver_postal_code": data.person.town.postcode,
        "receiver_fiscal_regime": receiver.regime,
        "receiver_name": receiver.name,
        "receiver_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
    }


def _state(data: LinkData, document: TaxDocument, stamp: Stamp) -> dict[str, str | None]:
    """A document that was cancelled counted until then."""
    cancelled = document.cancelled_on
    if cancelled is None or (cancelled, document.second) > data.moment(stamp.collected_at):
        return {"status": "Vigente", "cancelation_status": None, "cancelation_update_date": None}
    return {
        "status": "Cancelado",
        "cancelation_status": "Cancelado sin aceptación",
        "cancelation_update_date": cancelled.isoformat(),
    }


def _terms(document: TaxDocument) -> dict[str, str | None]:
    """Payment terms; documents about no money have none."""
    names = ("payment_type", "payment_type_description", "payment_method", "payment_method_description")
    if document.kind in ("Pago", "Traslado"):
        return dict.fromkeys(names)
    later = document.on_credit or document.slip
    means = _TO_BE_DEFINED if later else _TRANSFER
    return dict(zip(names, (*means, *(_LATER if document.on_credit else _AT_ONCE)), strict=True))


def _taxes(data: LinkData, document: TaxDocument) -> dict[str, Any]:
    shared = {"tax_type": "Tasa", "pre_tax_amount": document.net / 100}
    transferred = {"tax": "IVA", "tax_percentage": float(VAT["MX"]), "tax_amount": document.tax / 100}
    percent = float(withholding_percent(data.person)) if document.withheld_tax else 0.0
    retained = {"tax": "ISR", "tax_percentage": percent, "tax_amount": document.withheld_tax / 100}
    return {
        "total_tax_retained": document.withheld_tax / 100,
        "total_tax_transferred": document.tax / 100,
        "retained_taxes": [shared | retained] if document.withheld_tax else [],
        "transferred_taxes": [shared | transferred] if document.tax else [],
    }


def _line(data: LinkData, document: TaxDocument, collected_at: str) -> dict[str, Any]:
    taxed, taxes = bool(document.tax), _taxes(data, document)
    return {
        "collected_at": collected_at,
        "description": document.description,
        "product_identification": document.product,
        "quantity": float(document.quantity),
        "unit_code": document.measure[0],
        "unit_description": document.measure[1],
        "unit_amount": document.unit / 100,
        "discount": document.discount / 100,
        "tax_subject_code": "02" if taxed else "01",
        "identifier_number": None,
        "pre_tax_amount": document.net / 100,
        "tax_percentage": float(VAT["MX"]) if taxed else 0.0,
        "tax_amount": document.tax / 100,
        "total_amount": (document.net + document.tax) / 100,
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


def _related(data: LinkData, document: TaxDocument) -> list[dict[str, str]]:
    if document.kind not in _RELATIONSHIPS or document.related is None:
        return []
    return [
        {
            "relationship_type": _RELATIONSHIPS[document.kind],
            "related_invoice_identification": number(data.person, document.related),
        }
    ]


def _payroll(slip: Payslip, stamp: Stamp) -> dict[str, Any]:
    tax, amount = withheld(slip.cents) / 100, (slip.cents + withheld(slip.cents)) / 100
    ordinary = slip.kind == "salary"
    return {
        "days": (slip.last - slip.first).days + 1,
        "type": "O" if ordinary else "E",
        "amount": slip.cents / 100,
        "version": "1.2",
        "date_from": slip.first.isoformat(),
        "date_to": slip.last.isoformat(),
        "collected_at": text(stamp.collected_at),
        "payment_date": slip.payday.isoformat(),
        "periodicity": _PERIODICITIES[slip.job.payments] if ordinary else "OTHER_PERIODICITY",
        "earnings_breakdown": [{"type": _EARNINGS[slip.kind], "taxable_amount": amount, "vat_free_amount": 0.0}],
        "tax_deductions": [{"type": "ISR", "amount": tax}],
        "other_payments": [],
    }


def _payments(data: LinkData, document: TaxDocument, stamp: Stamp) -> list[dict[str, Any]]:
    """The payments of an invoice on credit, once they were made: on the invoice itself, and each on its receipt."""
    zone = data.institution.country.zone
    made = ((number, zone.instant(payment.day, document.second)) for number, payment in document.payments)
    return [
        _payment(data, document, number, text(paid_at)) for number, paid_at in made if paid_at <= stamp.collected_at
    ]


def _payment(data: LinkData, document: TaxDocument, index: int, paid_at: str) -> dict[str, Any]:
    transaction = document.transaction
    if transaction is None:
        raise ValueError("Only an invoice and the receipts for it tell of payments.")
    rng = Rng("payment", data.person.key, *transaction.key, *((index,) if index else ()))
    before = sum(payment.cents for payment in transaction.payments[:index])
    amount = transaction.payments[index].cents
    payee, payer = document.sender, document.receiver
    related = {
        "invoice_identification": number(data.person, transaction.key),
        "currency": data.person.country.currency,
        "payment_method": "PPD",
        "partiality_number": index + 1,
        "previous_balance": (transaction.total - before) / 100,
        "amount_paid": amount / 100,
        "outstanding_balance": (transaction.total - before - amount) / 100,
    }
    return {
        "date": paid_at,
        "payment_type": "03",
        "currency": data.person.country.currency,
        "exchange_rate": "1",
        "amount": amount / 100,
        "operation_number": rng.digits(6),
        "beneficiary_rfc": payee.tax_id,
        "beneficiary_account_number": rng.digits(14),
        "payer_rfc": payer.tax_id,
        "payer_account_number": rng.digits(14),
        "payer_bank_name": "Banco Obsidiana",
        "related_documents": [related],
    }


INVOICES = Resource(
    name="INVOICES",
    path="invoices",
    filters=(
        *BY_CREATION,
        ListFilter("invoice_date", kind=ValueKind.DAY, lookups=BOUNDS),
        ListFilter("invoice_identification", lookups=ONE_OR_MANY),
        ListFilter("status", lookups=ONE_OR_MANY),
        ListFilter("total_amount", kind=ValueKind.NUMBER, lookups=BOUNDS),
        ListFilter("type", lookups=ONE_OR_MANY, choices=DIRECTIONS),
    ),
    parameters=(
        LINK,
        *PERIOD,
        Parameter("type", "choice", required=True, choices=DIRECTIONS),
        Parameter("attach_xml", "flag"),
        SAVE_DATA,
    ),
    candidates=tax_documents,
    body=_body,
    has_period=True,
    filters_by_type=True,
    resumable=True,
    check=at_most_a_year,
    asynchronous=True,
)

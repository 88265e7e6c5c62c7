"""Invoices in Mexico.

https://developers.belvo.com/apis/belvoopenapispec/invoices
"""

from typing import Any

from belvo_sandbox.cfdi import invoice_xml
from belvo_sandbox.clock import text
from belvo_sandbox.filters import BOUNDS, ONE_OR_MANY, Filter, Kind
from belvo_sandbox.people.business import VAT, Deal, firm_id, tax_id
from belvo_sandbox.people.chance import Chance
from belvo_sandbox.products.trading import BY_CREATION, DIRECTIONS, at_most_a_year, dealt, direction, folio
from belvo_sandbox.resources import LINK, PERIOD, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.sources import Source

_AUTHORITY = firm_id("Certificadora Quetzal", "MX")
_FIRM, _PROFESSIONAL = "601", "612"  # tax regimes
_RETAINED = 10  # percent


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    deal: Deal = candidate.item
    number = folio(source, deal).upper()
    row = {
        "id": stamp.id,
        "link": source.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "invoice_identification": number,
        "invoice_date": deal.day.isoformat(),
        "status": "Vigente",
        "invoice_type": "Ingreso",
        "type": direction(deal),
        "tax_details": _taxes(deal),
        **_parties(source, deal),
        "cancelation_status": None,
        "cancelation_update_date": None,
        "certification_date": deal.day.isoformat(),
        "certification_authority": _AUTHORITY,
        "payment_type": "99" if deal.on_credit else "03",
        "payment_type_description": "Por definir" if deal.on_credit else "Transferencia electrónica de fondos",
        "payment_method": "PPD" if deal.on_credit else "PUE",
        "payment_method_description": (
            "Pago en parcialidades o diferido" if deal.on_credit else "Pago en una sola exhibición"
        ),
        "usage": "G03",
        "version": "4.0",
        "place_of_issue": source.person.town.postcode,
        "invoice_details": [_line(deal, text(stamp.collected_at))],
        "currency": source.person.culture.currency,
        "subtotal_amount": deal.net / 100,
        "exchange_rate": 1.0,
        "tax_amount": deal.tax / 100,
        "discount_amount": 0.0,
        "total_amount": deal.total / 100,
        "related_invoices": [],
        "payments": _payments(source, deal, number, stamp),
        "payroll": None,
        "folio": Chance("folio", source.person.key, *deal.key).digits(5),
        "series": "A",
        "export_type": "01",
        "xml": None,
        "warnings": None,
        "sender_blacklist_status": None,
        "receiver_blacklist_status": None,
    }
    if stamp.asked.get("attach_xml"):
        row["xml"] = invoice_xml(row)
    return row


def _parties(source: Source, deal: Deal) -> dict[str, Any]:
    person = source.person
    mine = (tax_id(person), _PROFESSIONAL, person.name)
    other = (deal.tax_id, _FIRM, deal.name)
    sender, receiver = (mine, other) if deal.sells else (other, mine)
    return {
        "sender_id": sender[0],
        "sender_fiscal_regime": sender[1],
        "sender_name": sender[2],
        "sender_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
        "receiver_id": receiver[0],
        "receiver_postal_code": person.town.postcode,
        "receiver_fiscal_regime": receiver[1],
        "receiver_name": receiver[2],
        "receiver_tax_fraud_status": "NO_TAX_FRAUD_STATUS",
    }


def _taxes(deal: Deal) -> dict[str, Any]:
    transferred = {"tax": "IVA", "tax_percentage": float(VAT["MX"]), "tax_amount": deal.tax / 100}
    retained = {"tax": "ISR", "tax_percentage": float(_RETAINED), "tax_amount": deal.retained / 100}
    shared = {"tax_type": "Tasa", "pre_tax_amount": deal.net / 100}
    return {
        "total_tax_retained": deal.retained / 100,
        "total_tax_transferred": deal.tax / 100,
        "retained_taxes": [shared | retained] if deal.retained else [],
        "transferred_taxes": [shared | transferred],
    }


def _line(deal: Deal, collected_at: str) -> dict[str, Any]:
    shared = {"collected_at": collected_at, "tax_type": "Tasa"}
    retained = {"tax": "ISR", "tax_percentage": float(_RETAINED), "retained_tax_amount": deal.retained / 100}
    transferred = {"tax": "IVA", "tax_percentage": float(VAT["MX"]), "transferred_tax_amount": deal.tax / 100}
    return {
        "collected_at": collected_at,
        "description": deal.description,
        "product_identification": deal.product,
        "quantity": float(deal.quantity),
        "unit_code": "E48" if deal.sells else "H87",
        "unit_description": "Unidad de servicio" if deal.sells else "Pieza",
        "unit_amount": deal.unit / 100,
        "discount": 0.0,
        "tax_subject_code": "02",
        "identifier_number": None,
        "pre_tax_amount": deal.net / 100,
        "tax_percentage": float(VAT["MX"]),
        "tax_amount": deal.tax / 100,
        "total_amount": (deal.net + deal.tax) / 100,
        "retained_taxes": [shared | retained] if deal.retained else [],
        "transferred_taxes": [shared | transferred],
    }


def _payments(source: Source, deal: Deal, number: str, stamp: Stamp) -> list[dict[str, Any]]:
    """The payment of an invoice on credit, once it was made."""
    paid_at = source.institution.country.zone.instant(deal.paid_on, 12 * 3600)
    if not deal.on_credit or paid_at > stamp.collected_at:
        return []
    chance = Chance("payment", source.person.key, *deal.key)
    currency = source.person.culture.currency
    document = {
        "invoice_identification": number,
        "currency": currency,
        "payment_method": "PPD",
        "partiality_number": 1,
        "previous_balance": deal.total / 100,
        "amount_paid": deal.total / 100,
        "outstanding_balance": 0.0,
    }
    return [
        {
            "date": text(paid_at),
            "payment_type": "03",
            "currency": currency,
            "exchange_rate": "1",
            "amount": deal.total / 100,
            "operation_number": chance.digits(6),
            "beneficiary_rfc": tax_id(source.person),
            "beneficiary_account_number": chance.digits(14),
            "payer_rfc": deal.tax_id,
            "payer_account_number": chance.digits(14),
            "payer_bank_name": "Banco Obsidiana",
            "related_documents": [document],
        }
    ]


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
    candidates=dealt,
    body=_body,
    dated=True,
    narrowed=True,
    resumable=True,
    check=at_most_a_year,
    asynchronous=True,
)

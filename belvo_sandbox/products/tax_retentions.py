"""Certificates of the tax that customers kept from what they paid.

https://developers.belvo.com/apis/belvoopenapispec/tax-retentions
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.fiscal.business_transactions import BusinessTransaction
from belvo_sandbox.products.cfdi import retention_xml
from belvo_sandbox.products.declaration import LINK, PERIOD, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.filters import BOUNDS, ListFilter, ValueKind
from belvo_sandbox.products.fiscal import DIRECTIONS, business_candidates
from belvo_sandbox.products.link_data import LinkData
from belvo_sandbox.products.tax_documents import number

_PROFESSIONAL_SERVICES = 1  # the authority's key for what was paid for
_INCOME_TAX = "01"


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:
    for candidate in business_candidates(data, until):
        if candidate.item.withheld_tax and candidate.item.cancelled_on is None:
            # The customer makes the certificate, so that it flows the other way than the invoice.
            yield candidate._replace(kind="INFLOW")


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
    transaction: BusinessTransaction = candidate.item
    issued = text(data.institution.country.zone.instant(transaction.day, transaction.second))
    row = {
        "id": stamp.id,
        "link": data.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "invoice_identification": number(data.person, transaction.key),
        "version": "2.0",
        "code": _PROFESSIONAL_SERVICES,
        "issued_at": issued,
        "certified_at": issued,
        "cancelled_at": None,
        "sender_id": transaction.tax_id,
        "sender_name": transaction.name,
        "receiver_nationality": "NATIONAL",
        "receiver_id": tax_id(data.person),
        "receiver_name": data.person.name,
        "total_invoice_amount": transaction.net / 100,
        "total_exempt_amount": 0.0,
        "total_retained_amount": transaction.withheld_tax / 100,
        "total_taxable_amount": transaction.net / 100,
        "retention_breakdown": [
            {
                "base_amount": transaction.net / 100,
                "tax_type": _INCOME_TAX,
                "retained_amount": transaction.withheld_tax / 100,
                "payment_status": "PAID",
            }
        ],
        "xml": None,
    }
    if stamp.parameters.get("attach_xml"):
        row["xml"] = retention_xml(row)
    return row


TAX_RETENTIONS = Resource(
    name="TAX_RETENTIONS",
    path="tax-retentions",
    filters=(ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),),
    parameters=(
        LINK,
        *PERIOD,
        Parameter("type", "choice", required=True, choices=DIRECTIONS),
        Parameter("attach_xml", "flag"),
        SAVE_DATA,
    ),
    candidates=_candidates,
    body=_body,
    has_period=True,
    filters_by_type=True,
)

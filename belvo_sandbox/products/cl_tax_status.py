"""Tax status in Chile: a taxpayer as the tax authority knows them.

https://developers.belvo.com/apis/belvoopenapispec/tax-status-chile
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.clock import text
from belvo_sandbox.people.business import tax_id
from belvo_sandbox.people.deals import FOUNDED
from belvo_sandbox.people.documents import plain
from belvo_sandbox.products.trading import BY_CREATION, trades
from belvo_sandbox.resources import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.sources import Source

_SINCE = FOUNDED.isoformat()


def _candidates(source: Source, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - a status is always there
    yield Candidate(("status",), None)


def _body(source: Source, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    person, town = source.person, source.person.town
    return {
        "id": stamp.id,
        "link": source.link.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "entity_details": {
            "incorporation_date": _SINCE,
            "start_date": _SINCE,
            "end_date": None,
            "document_id_type": "RUT",
            "document_id_number": tax_id(person),
            "name": person.name,
        },
        "addresses": [{"type": "PRIMARY", "date": _SINCE, "address": f"{person.street}, {town.name}"}],
        "emails": [{"type": "CONTACT", "email": person.email}],
        "phone_numbers": [{"type": "MOBILE", "number": person.phone}],
        **_business(active=trades(source)),
        "legal_representative": [],
        "equity_holders": [],
        "company_partnership_stakes": [],
        "property_tax_liabilities": [],
        "fiscal_office": {"name": plain(town.name), "address": f"PLAZA DE ARMAS 1, {plain(town.name)}"},
    }


def _business(*, active: bool) -> dict[str, Any]:
    activity = {
        "type": "ASESORÍA DE EMPRESAS",
        "activity": "ACTIVIDADES DE CONSULTORÍA DE GESTIÓN",
        "code": "702000",
        "tax_category": 1,
        "vat_affected": True,
        "start_date": _SINCE,
    }
    document = {"type": "FACTURA ELECTRÓNICA", "document_limit": 2000, "authorization_date": _SINCE}
    return {
        "economic_activities": [activity] if active else [],
        "regimes": [{"type": "MICRO EMPRESA", "start_date": _SINCE}] if active else [],
        "authorized_tax_documents": [document] if active else [],
    }


CL_TAX_STATUS = Resource(
    name="CL_TAX_STATUS",
    path="cl/tax-status",
    filters=BY_CREATION,
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
)

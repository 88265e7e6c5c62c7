"""Tax status in Chile: a taxpayer as the tax authority knows them.

https://developers.belvo.com/apis/belvoopenapispec/tax-status-chile
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.fiscal import BY_CREATION, has_business
from belvo_sandbox.products.link_data import LinkData

_SINCE = FOUNDED.isoformat()
_FIRM, _MICRO = "PEQUEÑA EMPRESA", "MICRO EMPRESA"
_CONSULTING = ("ASESORÍA DE EMPRESAS", "ACTIVIDADES DE CONSULTORÍA DE GESTIÓN", "702000")
_COMMERCE = ("COMERCIO", "VENTA AL POR MAYOR DE OTROS PRODUCTOS", "469000")
_SOLE = {
    "inactive": False,
    "capital_contributed": 1_000_000,
    "capital_contribution_outstanding": 0,
    "ownership_share": 100.0,
    "profit_share": 100.0,
}


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - a status is always there
    yield Candidate(("status",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    person, town = data.person, data.person.town
    return {
        "id": stamp.id,
        "link": data.link.id,
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
        **_business(data),
        "legal_representative": [_role(person.owner)] if person.owner else [],
        "equity_holders": [_role(person.owner) | _SOLE] if person.owner else [],
        "company_partnership_stakes": [],
        "property_tax_liabilities": [],
        "fiscal_office": {"name": unaccented(town.name), "address": f"PLAZA DE ARMAS 1, {unaccented(town.name)}"},
    }


def _role(owner: Person) -> dict[str, Any]:
    """Somebody's part in a company."""
    return {
        "is_current": True,
        "name": owner.name,
        "document_id_type": "RUT",
        "document_id_number": tax_id(owner),
        "start_date": _SINCE,
        "end_date": None,
    }


def _business(data: LinkData) -> dict[str, Any]:
    active, kind, (sort, activity, code) = has_business(data), _FIRM, _COMMERCE
    if data.person.company_name is None:
        kind, (sort, activity, code) = _MICRO, _CONSULTING
    shared = {"tax_category": 1, "vat_affected": True, "start_date": _SINCE}
    activities = [{"type": sort, "activity": activity, "code": code, **shared}]
    document = {"type": "FACTURA ELECTRÓNICA", "document_limit": 2000, "authorization_date": _SINCE}
    return {
        "economic_activities": activities if active else [],
        "regimes": [{"type": kind, "start_date": _SINCE}] if active else [],
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

"""The tax authority's opinion on whether a taxpayer in Mexico meets their obligations.

https://developers.belvo.com/apis/belvoopenapispec/tax-compliance-status
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from belvo_sandbox.core.clock import text
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.rng import Rng
from belvo_sandbox.products.declaration import LINK, SAVE_DATA, Candidate, Parameter, Resource, Stamp
from belvo_sandbox.products.files import pdf
from belvo_sandbox.products.fiscal import BY_CREATION, has_business, has_salary
from belvo_sandbox.products.link_data import LinkData


def _candidates(data: LinkData, until: datetime) -> Iterator[Candidate]:  # noqa: ARG001 - there is always an opinion
    yield Candidate(("opinion",), None)


def _body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:  # noqa: ARG001 - there is one only
    person = data.person
    today = data.moment(stamp.collected_at)[0]
    outcome = "POSITIVE" if has_business(data) or has_salary(data) else "NO_OBLIGATIONS"
    number = f"{today:%y}NE{Rng('opinion', person.key, today).digits(7)}"
    lines = (f"Folio: {number}", f"RFC: {tax_id(person)}", person.name, today.isoformat(), outcome)
    return {
        "id": stamp.id,
        "collected_at": text(stamp.collected_at),
        "created_at": text(stamp.created_at),
        "internal_identification": number,
        "pdf": pdf("Opinión del cumplimiento", lines) if stamp.parameters.get("attach_pdf") else None,
        "rfc": tax_id(person),
        "outcome": outcome,
    }


TAX_COMPLIANCE_STATUS = Resource(
    name="TAX_COMPLIANCE_STATUS",
    path="tax-compliance-status",
    filters=BY_CREATION,
    parameters=(LINK, Parameter("attach_pdf", "flag"), SAVE_DATA),
    candidates=_candidates,
    body=_body,
    single=True,
)

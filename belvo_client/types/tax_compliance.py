"""Tax compliance in Mexico, as GET /api/tax-compliance-status/ describes it."""

from typing import Literal, NotRequired, TypedDict

TaxComplianceOutcome = Literal["POSITIVE", "NEGATIVE", "NO_OBLIGATIONS"]


class TaxComplianceStatus(TypedDict):
    """The tax authority's opinion on whether a taxpayer meets their obligations."""

    id: NotRequired[str]
    collected_at: str
    created_at: NotRequired[str]
    internal_identification: NotRequired[str | None]
    pdf: str | None
    rfc: NotRequired[str | None]
    outcome: NotRequired[TaxComplianceOutcome | None]

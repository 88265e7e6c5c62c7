# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

TaxComplianceStatusOutcome: TypeAlias = Literal["POSITIVE", "NEGATIVE", "NO_OBLIGATIONS"]


class TaxComplianceStatus(TypedDict):
    """The tax authority's opinion on whether a taxpayer meets their obligations."""

    id: NotRequired[str]
    collected_at: str
    created_at: NotRequired[str]
    internal_identification: NotRequired[str | None]
    pdf: str | None
    rfc: NotRequired[str | None]
    outcome: NotRequired[TaxComplianceStatusOutcome | None]

"""Consents of Brazil's open finance, as GET /api/consents/ describes them."""

from typing import Literal, TypedDict

ConsentStatus = Literal[
    "AUTHORISED", "AWAITING_AUTHORISATION_CONFIRMATION", "AWAITING_AUTHORISATION", "REJECTED", "EXPIRED"
]


class ConsentPermissions(TypedDict, total=False):
    """What the person agreed to, by family of data."""

    ACCOUNTS: list[str]
    CREDIT_CARDS: list[str]
    CREDIT_OPERATIONS: list[str]
    REGISTER: list[str]
    RESOURCES: list[str]
    INVESTMENTS: list[str]


class Consent(TypedDict, total=False):
    """A person's consent to share data, given at the bank; one consent belongs to one link."""

    id: str
    display_name: str | None
    document_number: str
    belvo_institution_name: str
    institution_display_name: str
    institution_icon_logo: str
    belvo_organization_name: str
    link_id: str
    user_name: str | None
    expired_at: str
    undefined_consent_expiration: bool
    consent_duration: int | None
    created_at: str
    status: ConsentStatus | None
    permissions: ConsentPermissions

# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict


class Permissions(TypedDict):
    ACCOUNTS: NotRequired[list[str]]
    CREDIT_CARDS: NotRequired[list[str]]
    CREDIT_OPERATIONS: NotRequired[list[str]]
    REGISTER: NotRequired[list[str]]
    RESOURCES: NotRequired[list[str]]
    INVESTMENTS: NotRequired[list[str]]


ConsentStatus: TypeAlias = Literal[
    "AUTHORISED", "AWAITING_AUTHORISATION_CONFIRMATION", "AWAITING_AUTHORISATION", "REJECTED", "EXPIRED"
]


class Consent(TypedDict):
    """A person's consent to share data, given at the bank; one consent belongs to one link."""

    id: NotRequired[str]
    display_name: NotRequired[str | None]
    document_number: NotRequired[str]
    belvo_institution_name: NotRequired[str]
    institution_display_name: NotRequired[str]
    institution_icon_logo: NotRequired[str]
    belvo_organization_name: NotRequired[str]
    link_id: NotRequired[str]
    user_name: NotRequired[str | None]
    expired_at: NotRequired[str]
    undefined_consent_expiration: NotRequired[bool]
    consent_duration: NotRequired[int | None]
    created_at: NotRequired[str]
    status: NotRequired[ConsentStatus | None]
    permissions: NotRequired[Permissions]

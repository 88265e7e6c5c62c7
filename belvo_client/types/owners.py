# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import NotRequired, TypeAlias, TypedDict

from belvo_client.types.companies import BusinessOwner
from belvo_client.types.people import IndividualOwner


class OwnerDocumentId(TypedDict):
    document_type: str | None
    document_number: str | None


class StandardOwner(TypedDict):
    """A person outside Brazil's open finance."""

    id: str
    link: str | None
    internal_identification: str | None
    collected_at: str
    created_at: NotRequired[str]
    display_name: str | None
    email: str | None
    phone_number: str | None
    address: str | None
    document_id: NotRequired[OwnerDocumentId | None]
    business_name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    second_last_name: NotRequired[str | None]


Owner: TypeAlias = IndividualOwner | BusinessOwner | StandardOwner

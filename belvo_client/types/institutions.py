"""Institutions, as GET /api/institutions/ describes them."""

from typing import Literal, TypedDict

InstitutionType = Literal["bank", "fiscal", "employment"]


class FormFieldValue(TypedDict, total=False):
    code: str
    label: str
    validation: str
    validation_message: str
    placeholder: str


class FormField(TypedDict, total=False):
    """One field of the form that asks for credentials; a select lists its choices in `values`."""

    name: str
    type: str
    label: str
    validation: str
    placeholder: str
    validation_message: str
    values: list[FormFieldValue]


class Feature(TypedDict, total=False):
    name: str
    description: str


IntegrationType = Literal["credentials", "openfinance"]

InstitutionStatus = Literal["healthy", "down"]


class OpenBankingInformation(TypedDict, total=False):
    description: str | None
    participants: list[str] | None
    authorization_server_id: str | None


class Institution(TypedDict, total=False):
    """A bank, tax authority or employment agency that links are made with."""

    id: int
    name: str
    type: InstitutionType
    website: str | None
    display_name: str
    country_codes: list[str]
    primary_color: str
    logo: str | None
    icon_logo: str | None
    text_logo: str | None
    code: str | None
    form_fields: list[FormField]
    features: list[Feature]
    resources: list[str]
    integration_type: IntegrationType
    status: InstitutionStatus
    openbanking_information: OpenBankingInformation | None

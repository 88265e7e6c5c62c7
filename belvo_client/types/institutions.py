# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

InstitutionType: TypeAlias = Literal["bank", "fiscal", "employment"]


class InstitutionsFormFieldValues(TypedDict):
    code: NotRequired[str]
    label: NotRequired[str]
    validation: NotRequired[str]
    validation_message: NotRequired[str]
    placeholder: NotRequired[str]


class InstitutionsFeature(TypedDict):
    name: NotRequired[str]
    description: NotRequired[str]


InstitutionIntegrationType: TypeAlias = Literal["credentials", "openfinance"]


InstitutionStatus: TypeAlias = Literal["healthy", "down"]


class InstitutionOpenBankingInformation(TypedDict):
    description: NotRequired[str | None]
    participants: NotRequired[list[str] | None]
    authorization_server_id: NotRequired[str | None]


class InstitutionsFormField(TypedDict):
    name: NotRequired[str]
    type: NotRequired[str]
    label: NotRequired[str]
    validation: NotRequired[str]
    placeholder: NotRequired[str]
    validation_message: NotRequired[str]
    values: NotRequired[list[InstitutionsFormFieldValues]]


class Institution(TypedDict):
    """A bank, tax authority or employment agency that links are made with."""

    id: NotRequired[int]
    name: NotRequired[str]
    type: NotRequired[InstitutionType]
    website: NotRequired[str | None]
    display_name: NotRequired[str]
    country_codes: NotRequired[list[str]]
    primary_color: NotRequired[str]
    logo: NotRequired[str | None]
    icon_logo: NotRequired[str | None]
    text_logo: NotRequired[str | None]
    code: NotRequired[str | None]
    form_fields: NotRequired[list[InstitutionsFormField]]
    features: NotRequired[list[InstitutionsFeature]]
    resources: NotRequired[list[str]]
    integration_type: NotRequired[InstitutionIntegrationType]
    status: NotRequired[InstitutionStatus]
    openbanking_information: NotRequired[InstitutionOpenBankingInformation | None]

# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import NotRequired, TypedDict


class TaxStatusTaxPayerInformation(TypedDict):
    rfc: str | None
    curp: NotRequired[str | None]
    name: NotRequired[str | None]
    first_last_name: NotRequired[str | None]
    second_last_name: NotRequired[str | None]
    start_operations_date: str | None
    status_padron: str | None
    last_status_change_date: str | None
    commercial_name: NotRequired[str | None]
    social_name: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]


class TaxStatusAddressBetweenStreet(TypedDict):
    street_one: NotRequired[str | None]
    street_two: NotRequired[str | None]


class TaxStatusEconomicActivity(TypedDict):
    economic_activity: NotRequired[str | None]
    initial_date: NotRequired[str | None]
    end_date: NotRequired[str | None]
    order: NotRequired[str | None]
    percentage: NotRequired[str | None]


class TaxStatusRegimens(TypedDict):
    end_date: str | None
    initial_date: str | None
    regimen: str | None


class TaxStatusObligations(TypedDict):
    obligation: NotRequired[str | None]
    expiration: NotRequired[str | None]
    initial_date: NotRequired[str | None]
    end_date: NotRequired[str | None]


class TaxStatusAddress(TypedDict):
    postal_code: str | None
    street_type: NotRequired[str | None]
    street: NotRequired[str | None]
    exterior_number: NotRequired[str | None]
    interior_number: NotRequired[str | None]
    suburb: NotRequired[str | None]
    locality: NotRequired[str | None]
    municipality: NotRequired[str | None]
    state: NotRequired[str | None]
    between_street: NotRequired[list[TaxStatusAddressBetweenStreet] | None]


class TaxStatus(TypedDict):
    """A taxpayer as the tax authority knows them: address, activities, regimes, obligations."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    place_and_date_of_issuance: str | None
    official_name: str | None
    id_cif: str | None
    tax_payer_information: TaxStatusTaxPayerInformation | None
    address: TaxStatusAddress | None
    economic_activity: list[TaxStatusEconomicActivity] | None
    regimes: list[TaxStatusRegimens] | None
    obligations: list[TaxStatusObligations] | None
    digital_stamp: str | None
    digital_stamp_chain: str | None
    pdf: str | None

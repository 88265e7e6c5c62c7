"""Tax status in Mexico, as GET /api/tax-status/ describes it."""

from typing import NotRequired, TypedDict


class TaxPayer(TypedDict):
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


class BetweenStreets(TypedDict, total=False):
    street_one: str | None
    street_two: str | None


class TaxAddress(TypedDict):
    postal_code: str | None
    street_type: NotRequired[str | None]
    street: NotRequired[str | None]
    exterior_number: NotRequired[str | None]
    interior_number: NotRequired[str | None]
    suburb: NotRequired[str | None]
    locality: NotRequired[str | None]
    municipality: NotRequired[str | None]
    state: NotRequired[str | None]
    between_street: NotRequired[list[BetweenStreets] | None]


class TaxEconomicActivity(TypedDict, total=False):
    economic_activity: str | None
    initial_date: str | None
    end_date: str | None
    order: str | None
    percentage: str | None


class TaxRegime(TypedDict):
    end_date: str | None
    initial_date: str | None
    regimen: str | None


class TaxObligation(TypedDict, total=False):
    obligation: str | None
    expiration: str | None
    initial_date: str | None
    end_date: str | None


class TaxStatus(TypedDict):
    """A taxpayer as the tax authority knows them: address, activities, regimes, obligations."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    place_and_date_of_issuance: str | None
    official_name: str | None
    id_cif: str | None
    tax_payer_information: TaxPayer | None
    address: TaxAddress | None
    economic_activity: list[TaxEconomicActivity] | None
    regimes: list[TaxRegime] | None
    obligations: list[TaxObligation] | None
    digital_stamp: str | None
    digital_stamp_chain: str | None
    pdf: str | None

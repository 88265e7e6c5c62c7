"""Companies as owners of accounts, in Brazil's open finance."""

from typing import Literal, NotRequired, TypedDict

from belvo_client.types.people import (
    AdditionalDocument,
    BrazilianDocument,
    Frequency,
    OwnerAddress,
    OwnerEmail,
    OwnerPhoneNumber,
    OwnerProductType,
    Procurator,
)

PersonType = Literal["INDIVIDUAL", "COMPANY"]

PartyType = Literal["MEMBER", "ADMINISTRATOR"]

PartyDocumentType = Literal["CPF", "CNPJ", "OTHER_TRAVEL_DOCUMENT", "PASSPORT"]


class Party(TypedDict):
    """Somebody who may act for the company."""

    person_type: PersonType | None
    type: PartyType | None
    display_name: str | None
    social_name: str | None
    company_name: NotRequired[str | None]
    trade_name: str | None
    start_date: str | None
    percentage_type: float | None
    document_type: PartyDocumentType | None
    document_number: str
    document_issue_date: str | None
    document_expiration_date: str | None
    document_country: str | None
    document_additional_info: str | None


class EconomicActivity(TypedDict):
    is_main: bool
    code: str


class InformedRevenue(TypedDict):
    frequency: Frequency | None
    frequency_additional_info: str | None
    amount: float
    currency: str
    year: int


class BusinessPatrimony(TypedDict):
    amount: float
    currency: str
    date: str


class BusinessFinancialProfile(TypedDict):
    economic_activities: list[EconomicActivity]
    informed_revenue: InformedRevenue | None
    patrimony: BusinessPatrimony | None


class BusinessProduct(TypedDict):
    type: OwnerProductType | None
    subtype: str
    agency: str | None
    clearing_code: str
    number: str
    check_digit: str


class BusinessFinancialRelation(TypedDict):
    start_date: str
    product_services: list[str]
    procurators: list[Procurator]
    products: list[BusinessProduct]


class BusinessOwner(TypedDict):
    """A company, as open finance in Brazil describes it."""

    id: str
    link: str | None
    internal_identification: str | None
    collected_at: str
    created_at: str
    company_name: str
    trade_name: str | None
    incorporation_date: str
    companies_id: list[str]
    document_id: BrazilianDocument
    additional_documents: list[AdditionalDocument]
    email: str | None
    emails: list[OwnerEmail]
    address: str | None
    addresses: list[OwnerAddress]
    phone_number: str | None
    phone_numbers: list[OwnerPhoneNumber]
    parties: list[Party]
    financial_profile: BusinessFinancialProfile | None
    financial_relation: BusinessFinancialRelation | None

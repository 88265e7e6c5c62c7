# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from belvo_client.types.people import (
    OwnerAddresses,
    OwnerDocumentId,
    OwnerEmails,
    OwnerIndividualDocumentIdType,
    OwnerPhoneNumbers,
    OwnerProcurators,
)

CompaniesIdItem: TypeAlias = str


class OwnerBusinessDocumentIds(TypedDict):
    type: OwnerIndividualDocumentIdType | None
    type_additional_info: str | None
    number: str
    check_digit: str
    issue_date: str | None
    expiration_date: str | None
    country_of_issuance: str | None
    additional_info: str | None


OwnerPartyPersonType: TypeAlias = Literal["INDIVIDUAL", "COMPANY"]


OwnerPartyType: TypeAlias = Literal["MEMBER", "ADMINISTRATOR"]


OwnerPartyDocumentType: TypeAlias = Literal["CPF", "CNPJ", "OTHER_TRAVEL_DOCUMENT", "PASSPORT"]


class OwnerBusinessEconomicActivies(TypedDict):
    is_main: bool
    code: str


OwnerBusinessInformedRevenueFrequency: TypeAlias = Literal[
    "DAILY", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "BIANNUALLY", "ANNUALLY", "OTHERS"
]


class OwnerBusinessPatrimony(TypedDict):
    amount: float
    currency: str
    date: str


OwnerBusinessProductType: TypeAlias = Literal["SAVINGS_ACCOUNT", "CHECKING_ACCOUNT"]


class OwnerParties(TypedDict):
    person_type: OwnerPartyPersonType | None
    type: OwnerPartyType | None
    display_name: str | None
    social_name: str | None
    company_name: NotRequired[str | None]
    trade_name: str | None
    start_date: str | None
    percentage_type: float | None
    document_type: OwnerPartyDocumentType | None
    document_number: str
    document_issue_date: str | None
    document_expiration_date: str | None
    document_country: str | None
    document_additional_info: str | None


class OwnerBusinessInformedRevenue(TypedDict):
    frequency: OwnerBusinessInformedRevenueFrequency | None
    frequency_additional_info: str | None
    amount: float
    currency: str
    year: int


class OwnerBusinessProducts(TypedDict):
    type: OwnerBusinessProductType | None
    subtype: str
    agency: str | None
    clearing_code: str
    number: str
    check_digit: str


class OwnerBusinessFinancialProfile(TypedDict):
    economic_activities: list[OwnerBusinessEconomicActivies]
    informed_revenue: OwnerBusinessInformedRevenue | None
    patrimony: OwnerBusinessPatrimony | None


class OwnerBusinessFinancialRelation(TypedDict):
    start_date: str
    product_services: list[str]
    procurators: list[OwnerProcurators]
    products: list[OwnerBusinessProducts]


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
    companies_id: list[CompaniesIdItem]
    document_id: OwnerDocumentId
    additional_documents: list[OwnerBusinessDocumentIds]
    email: str | None
    emails: list[OwnerEmails]
    address: str | None
    addresses: list[OwnerAddresses]
    phone_number: str | None
    phone_numbers: list[OwnerPhoneNumbers]
    parties: list[OwnerParties]
    financial_profile: OwnerBusinessFinancialProfile | None
    financial_relation: OwnerBusinessFinancialRelation | None

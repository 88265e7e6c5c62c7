"""People as owners of accounts, in Brazil's open finance."""

from typing import Literal, NotRequired, TypedDict

MaritalStatus = Literal["SINGLE", "MARRIED", "WIDOWED", "SEPARATED", "DIVORCED", "CIVIL_UNION", "OTHER"]

Gender = Literal["FEMALE", "MALE", "OTHER"]


class BrazilianDocument(TypedDict):
    document_type: str
    document_number: str


DocumentType = Literal["DRIVERS_LICENSE", "PASSPORT", "ID_CARD", "FISCAL_ID", "FOREIGNER_REGISTRATION_CARD", "OTHER"]


class AdditionalDocument(TypedDict):
    type: DocumentType | None
    type_additional_info: str | None
    number: str
    check_digit: str
    issue_date: str | None
    expiration_date: str | None
    country_of_issuance: str | None
    additional_info: str | None


class NationalityDocument(TypedDict):
    type: DocumentType | None
    number: str
    issue_date: str | None
    expiration_date: str | None
    country_of_issuance: str | None
    additional_info: str | None


class Nationality(TypedDict):
    info: str | None
    documents: list[NationalityDocument]


class OwnerEmail(TypedDict):
    is_main: bool
    email: str


class OwnerAddress(TypedDict):
    is_main: bool
    address: str
    additional_info: str | None
    district_name: str | None
    town: str
    town_code: str | None
    state: str | None
    postcode: str
    country_name: str
    country_code: str | None
    latitude: str | None
    longitude: str | None


PhoneNumberType = Literal["LANDLINE", "MOBILE", "OTHER"]


class OwnerPhoneNumber(TypedDict):
    is_main: bool
    type: PhoneNumberType | None
    additional_info: str | None
    number: str
    country_code: str | None
    area_code: str | None
    extension: str | None


FiliationType = Literal["MOTHER", "FATHER"]


class Filiation(TypedDict):
    type: FiliationType | None
    civil_name: str
    social_name: str | None


OccupationCode = Literal["BRAZIL_PUBLIC_OFFICE", "BRAZIL_OCCUPATION_CODE", "OTHER"]

Frequency = Literal[
    "DAILY", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "BIANNUALLY", "ANNUALLY", "OTHERS"
]


class InformedIncome(TypedDict):
    frequency: Frequency | None
    amount: float
    currency: str
    date: str


class IndividualPatrimony(TypedDict):
    amount: float
    currency: str
    year: int


class IndividualFinancialProfile(TypedDict):
    company_id: str | None
    occupation_code: OccupationCode | None
    occupation_description: str | None
    informed_income: InformedIncome
    patrimony: IndividualPatrimony | None


ProcuratorType = Literal["LEGAL_REPRESENTATIVE", "ATTORNEY"]


class Procurator(TypedDict):
    type: ProcuratorType | None
    civil_name: str
    social_name: str | None
    document_number: str


OwnerProductType = Literal["SAVINGS_ACCOUNT", "CHECKING_ACCOUNT"]


class IndividualProduct(TypedDict):
    type: OwnerProductType | None
    subtype: str | None
    agency: str | None
    clearing_code: str
    number: str
    check_digit: str


class SalaryPortabilityRequest(TypedDict, total=False):
    employer_name: str
    employer_id_number: str
    employer_bank_id_number: str
    employer_bank_code: str
    portability_approval_date: str


class PayrollAccount(TypedDict, total=False):
    employer_name: str
    employer_id_number: str
    employer_bank_id_number: str
    employer_bank_code: str
    account_opening_date: str


class IndividualFinancialRelation(TypedDict):
    start_date: str
    product_services: list[str]
    product_services_additional_info: str | None
    procurators: list[Procurator]
    products: list[IndividualProduct]
    salary_portability_requests: NotRequired[list[SalaryPortabilityRequest]]
    payroll_accounts: NotRequired[list[PayrollAccount]]


class IndividualOwner(TypedDict):
    """A person, as open finance in Brazil describes them."""

    id: str
    link: str | None
    internal_identification: str | None
    collected_at: str
    created_at: str
    display_name: str
    social_name: str | None
    birth_date: str
    marital_status: MaritalStatus | None
    marital_status_additional_info: str | None
    gender: Gender | None
    companies_id: list[str]
    is_local_resident: bool
    document_id: BrazilianDocument
    additional_documents: list[AdditionalDocument]
    nationalities: list[Nationality] | None
    email: str | None
    emails: list[OwnerEmail]
    address: str | None
    addresses: list[OwnerAddress]
    phone_number: str | None
    phone_numbers: list[OwnerPhoneNumber]
    filiations: list[Filiation]
    financial_profile: IndividualFinancialProfile | None
    financial_relation: IndividualFinancialRelation | None

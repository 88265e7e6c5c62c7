# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

CompaniesIdItem: TypeAlias = str


OwnerMaritalStatus: TypeAlias = Literal["SINGLE", "MARRIED", "WIDOWED", "SEPARATED", "DIVORCED", "CIVIL_UNION", "OTHER"]


OwnerGender: TypeAlias = Literal["FEMALE", "MALE", "OTHER"]


class OwnerDocumentId(TypedDict):
    document_type: str
    document_number: str


OwnerIndividualDocumentIdType: TypeAlias = Literal[
    "DRIVERS_LICENSE", "PASSPORT", "ID_CARD", "FISCAL_ID", "FOREIGNER_REGISTRATION_CARD", "OTHER"
]


class OwnerIndividualNationalityDocumentId(TypedDict):
    type: OwnerIndividualDocumentIdType | None
    number: str
    issue_date: str | None
    expiration_date: str | None
    country_of_issuance: str | None
    additional_info: str | None


class OwnerEmails(TypedDict):
    is_main: bool
    email: str


class OwnerAddresses(TypedDict):
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


OwnerPhoneNumberType: TypeAlias = Literal["LANDLINE", "MOBILE", "OTHER"]


OwnerFiliationType: TypeAlias = Literal["MOTHER", "FATHER"]


OwnerIndividualFinancialProfileOccupationCode: TypeAlias = Literal[
    "BRAZIL_PUBLIC_OFFICE", "BRAZIL_OCCUPATION_CODE", "OTHER"
]


OwnerInformedIncomeFrequency: TypeAlias = Literal[
    "DAILY", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "BIANNUALLY", "ANNUALLY", "OTHERS"
]


class OwnerIndividualPatrimony(TypedDict):
    amount: float
    currency: str
    year: int


OwnerProcuratorType: TypeAlias = Literal["LEGAL_REPRESENTATIVE", "ATTORNEY"]


OwnerIndividualProductType: TypeAlias = Literal["SAVINGS_ACCOUNT", "CHECKING_ACCOUNT"]


class OwnerIndividualSalaryPortabilityRequests(TypedDict):
    employer_name: NotRequired[str]
    employer_id_number: NotRequired[str]
    employer_bank_id_number: NotRequired[str]
    employer_bank_code: NotRequired[str]
    portability_approval_date: NotRequired[str]


class OwnerIndividualPayrollAccounts(TypedDict):
    employer_name: NotRequired[str]
    employer_id_number: NotRequired[str]
    employer_bank_id_number: NotRequired[str]
    employer_bank_code: NotRequired[str]
    account_opening_date: NotRequired[str]


class OwnerIndividualDocumentIds(TypedDict):
    type: OwnerIndividualDocumentIdType | None
    type_additional_info: str | None
    number: str
    check_digit: str
    issue_date: str | None
    expiration_date: str | None
    country_of_issuance: str | None
    additional_info: str | None


class OwnerNationalities(TypedDict):
    info: str | None
    documents: list[OwnerIndividualNationalityDocumentId]


class OwnerPhoneNumbers(TypedDict):
    is_main: bool
    type: OwnerPhoneNumberType | None
    additional_info: str | None
    number: str
    country_code: str | None
    area_code: str | None
    extension: str | None


class OwnerFiliations(TypedDict):
    type: OwnerFiliationType | None
    civil_name: str
    social_name: str | None


class OwnerIndividualInformedIncome(TypedDict):
    frequency: OwnerInformedIncomeFrequency | None
    amount: float
    currency: str
    date: str


class OwnerProcurators(TypedDict):
    type: OwnerProcuratorType | None
    civil_name: str
    social_name: str | None
    document_number: str


class OwnerIndividualProducts(TypedDict):
    type: OwnerIndividualProductType | None
    subtype: str | None
    agency: str | None
    clearing_code: str
    number: str
    check_digit: str


class OwnerIndividualFinancialProfile(TypedDict):
    company_id: str | None
    occupation_code: OwnerIndividualFinancialProfileOccupationCode | None
    occupation_description: str | None
    informed_income: OwnerIndividualInformedIncome
    patrimony: OwnerIndividualPatrimony | None


class OwnerIndividualFinancialRelation(TypedDict):
    start_date: str
    product_services: list[str]
    product_services_additional_info: str | None
    procurators: list[OwnerProcurators]
    products: list[OwnerIndividualProducts]
    salary_portability_requests: NotRequired[list[OwnerIndividualSalaryPortabilityRequests]]
    payroll_accounts: NotRequired[list[OwnerIndividualPayrollAccounts]]


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
    marital_status: OwnerMaritalStatus | None
    marital_status_additional_info: str | None
    gender: OwnerGender | None
    companies_id: list[CompaniesIdItem]
    is_local_resident: bool
    document_id: OwnerDocumentId
    additional_documents: list[OwnerIndividualDocumentIds]
    nationalities: list[OwnerNationalities] | None
    email: str | None
    emails: list[OwnerEmails]
    address: str | None
    addresses: list[OwnerAddresses]
    phone_number: str | None
    phone_numbers: list[OwnerPhoneNumbers]
    filiations: list[OwnerFiliations]
    financial_profile: OwnerIndividualFinancialProfile | None
    financial_relation: OwnerIndividualFinancialRelation | None

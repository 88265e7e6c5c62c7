"""Tax status in Chile, as GET /api/cl/tax-status/ describes it."""

from typing import Literal, NotRequired, TypedDict


class ChileanEntity(TypedDict):
    incorporation_date: str
    start_date: str
    end_date: str | None
    document_id_type: str
    document_id_number: str
    name: str


ChileanAddressType = Literal["PRIMARY", "SECONDARY", "MAILING_ADDRESS", "NOTIFICATION_ADDRESS"]


class ChileanAddress(TypedDict):
    type: ChileanAddressType
    date: str
    address: str


class ChileanEmail(TypedDict):
    type: Literal["CONTACT", "NOTIFICATION", "OTHER"]
    email: str


class ChileanPhone(TypedDict):
    type: Literal["LANDLINE", "MOBILE", "OTHER"] | None
    number: str


class ChileanEconomicActivity(TypedDict):
    type: str
    activity: str
    code: str
    tax_category: int
    vat_affected: bool
    start_date: str


class LegalRepresentative(TypedDict):
    is_current: bool
    name: str
    document_id_type: Literal["RUT"]
    document_id_number: str
    start_date: str
    end_date: NotRequired[str | None]


class EquityHolder(TypedDict):
    is_current: bool
    name: str
    document_id_type: Literal["RUT"]
    document_id_number: str
    inactive: bool
    start_date: str
    end_date: NotRequired[str | None]
    capital_contributed: float
    capital_contribution_outstanding: float
    ownership_share: float
    profit_share: float


class CompanyStake(TypedDict):
    name: str
    document_id_type: Literal["RUT"]
    document_id_number: str
    inactive: bool
    start_date: str
    end_date: NotRequired[str | None]
    capital_contributed: float
    capital_contribution_outstanding: float
    ownership_share: float
    profit_share: float


class ChileanRegime(TypedDict):
    type: str
    start_date: str


class AuthorizedTaxDocument(TypedDict):
    type: str
    document_limit: int
    authorization_date: str


class PropertyTaxPayment(TypedDict):
    year: int
    installment: int
    due_date: str
    amount_due: float


class PropertyTaxLiability(TypedDict):
    property_id: str
    district: str
    address: str
    type: str
    overdue_tax_payments: list[PropertyTaxPayment]
    scheduled_tax_payments: list[PropertyTaxPayment]


class FiscalOffice(TypedDict):
    name: str
    address: str


class ChileanTaxStatus(TypedDict, total=False):
    """A taxpayer as Chile's tax authority knows them."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    entity_details: ChileanEntity
    addresses: list[ChileanAddress]
    emails: list[ChileanEmail]
    phone_numbers: list[ChileanPhone]
    economic_activities: list[ChileanEconomicActivity]
    legal_representative: list[LegalRepresentative]
    equity_holders: list[EquityHolder]
    company_partnership_stakes: list[CompanyStake]
    regimes: list[ChileanRegime] | None
    authorized_tax_documents: list[AuthorizedTaxDocument] | None
    property_tax_liabilities: list[PropertyTaxLiability] | None
    fiscal_office: FiscalOffice

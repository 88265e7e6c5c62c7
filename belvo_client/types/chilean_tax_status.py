# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypedDict


class TaxStatusSiiEntityDetails(TypedDict):
    incorporation_date: str
    start_date: str
    end_date: str | None
    document_id_type: str
    document_id_number: str
    name: str


class TaxStatusSiiAddress(TypedDict):
    type: Literal["PRIMARY", "SECONDARY", "MAILING_ADDRESS", "NOTIFICATION_ADDRESS"]
    date: str
    address: str


class TaxStatusSiiEmails(TypedDict):
    type: Literal["CONTACT", "NOTIFICATION", "OTHER"]
    email: str


class TaxStatusSiiPhone(TypedDict):
    type: Literal["LANDLINE", "MOBILE", "OTHER"] | None
    number: str


class TaxStatusSiiEconomicActivity(TypedDict):
    type: str
    activity: str
    code: str
    tax_category: int
    vat_affected: bool
    start_date: str


class TaxStatusSiiLegalRepresentative(TypedDict):
    is_current: bool
    name: str
    document_id_type: Literal["RUT"]
    document_id_number: str
    start_date: str
    end_date: NotRequired[str | None]


class TaxStatusSiiEquityHolder(TypedDict):
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


class TaxStatusSiiCompanyStake(TypedDict):
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


class TaxStatusSiiRegime(TypedDict):
    type: str
    start_date: str


class TaxStatusSiiAuthorizedTaxDocument(TypedDict):
    type: str
    document_limit: int
    authorization_date: str


class OverdueTaxPayment(TypedDict):
    year: int
    installment: int
    due_date: str
    amount_due: float


class ScheduledTaxPayment(TypedDict):
    year: int
    installment: int
    due_date: str
    amount_due: float


class TaxStatusSiiPropertyTaxLiabilities(TypedDict):
    property_id: str
    district: str
    address: str
    type: str
    overdue_tax_payments: list[OverdueTaxPayment]
    scheduled_tax_payments: list[ScheduledTaxPayment]


class TaxStatusSiiFiscalOffice(TypedDict):
    name: str
    address: str


class ChileanTaxStatus(TypedDict):
    """A taxpayer as Chile's tax authority knows them."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: NotRequired[str]
    created_at: NotRequired[str]
    entity_details: NotRequired[TaxStatusSiiEntityDetails]
    addresses: NotRequired[list[TaxStatusSiiAddress]]
    emails: NotRequired[list[TaxStatusSiiEmails]]
    phone_numbers: NotRequired[list[TaxStatusSiiPhone]]
    economic_activities: NotRequired[list[TaxStatusSiiEconomicActivity]]
    legal_representative: NotRequired[list[TaxStatusSiiLegalRepresentative]]
    equity_holders: NotRequired[list[TaxStatusSiiEquityHolder]]
    company_partnership_stakes: NotRequired[list[TaxStatusSiiCompanyStake]]
    regimes: NotRequired[list[TaxStatusSiiRegime] | None]
    authorized_tax_documents: NotRequired[list[TaxStatusSiiAuthorizedTaxDocument] | None]
    property_tax_liabilities: NotRequired[list[TaxStatusSiiPropertyTaxLiabilities] | None]
    fiscal_office: NotRequired[TaxStatusSiiFiscalOffice]

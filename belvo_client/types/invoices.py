# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

InvoiceInvoiceType: TypeAlias = Literal["Egreso", "Ingreso", "Nómina", "Pago", "Traslado"]


InvoiceType: TypeAlias = Literal["OUTFLOW", "INFLOW"]


class RetainedTax(TypedDict):
    tax_type: NotRequired[str | None]
    tax: NotRequired[str]
    tax_percentage: NotRequired[float | None]
    pre_tax_amount: NotRequired[float | None]
    tax_amount: NotRequired[float]


class TransferredTax(TypedDict):
    tax_type: NotRequired[str | None]
    tax: NotRequired[str]
    tax_percentage: NotRequired[float]
    pre_tax_amount: NotRequired[float]
    tax_amount: NotRequired[float]


class TaxDetailsInvoices(TypedDict):
    total_tax_retained: NotRequired[float]
    total_tax_transferred: NotRequired[float]
    retained_taxes: NotRequired[list[RetainedTax]]
    transferred_taxes: NotRequired[list[TransferredTax]]


InvoicePaymentMethod: TypeAlias = Literal["PUE", "PPD"]


class InvoiceDetailRetainedTax(TypedDict):
    collected_at: NotRequired[str]
    tax_type: NotRequired[str | None]
    tax: str | None
    tax_percentage: float | None
    retained_tax_amount: float | None


class InvoiceDetailTransferredTax(TypedDict):
    collected_at: NotRequired[str]
    tax_type: NotRequired[str | None]
    tax: str | None
    tax_percentage: float | None
    transferred_tax_amount: float | None


class RelatedInvoice(TypedDict):
    relationship_type: NotRequired[str | None]
    related_invoice_identification: NotRequired[str | None]


class InvoicesPaymentsRelatedDocuments(TypedDict):
    invoice_identification: str | None
    currency: str | None
    payment_method: str | None
    partiality_number: NotRequired[int]
    previous_balance: float | None
    amount_paid: float | None
    outstanding_balance: float | None


InvoicePayrollPeriodicity: TypeAlias = Literal[
    "DAILY",
    "WEEKLY",
    "TENTH_DAY",
    "FOURTEENTH_DAY",
    "FIFTEENTH_DAY",
    "MONTHLY",
    "BIMONTHLY",
    "PER_TASK",
    "COMMISSION",
    "ONE_OFF",
    "OTHER_PERIODICITY",
]


class InvoicePayrollEarningsBreakdown(TypedDict):
    type: NotRequired[str | None]
    taxable_amount: NotRequired[float]
    vat_free_amount: NotRequired[float]


class InvoicePayrollTaxDeductions(TypedDict):
    type: NotRequired[str | None]
    amount: NotRequired[float]


class InvoicePayrollOtherPayments(TypedDict):
    type: NotRequired[str | None]
    amount: NotRequired[float]


class InvoiceWarnings(TypedDict):
    code: str | None
    message: str | None


class InvoiceDetail(TypedDict):
    collected_at: NotRequired[str]
    description: str | None
    product_identification: str | None
    quantity: float | None
    unit_code: str | None
    unit_description: str | None
    unit_amount: float | None
    discount: NotRequired[float | None]
    tax_subject_code: NotRequired[str | None]
    identifier_number: NotRequired[str | None]
    pre_tax_amount: float | None
    tax_percentage: float | None
    tax_amount: float | None
    total_amount: float | None
    retained_taxes: NotRequired[list[InvoiceDetailRetainedTax]]
    transferred_taxes: NotRequired[list[InvoiceDetailTransferredTax]]


class InvoicesPayments(TypedDict):
    date: str | None
    payment_type: str | None
    currency: str | None
    exchange_rate: str | None
    amount: float | None
    operation_number: str | None
    beneficiary_rfc: NotRequired[str | None]
    beneficiary_account_number: str | None
    payer_rfc: str | None
    payer_account_number: str | None
    payer_bank_name: str | None
    related_documents: list[InvoicesPaymentsRelatedDocuments]


class InvoicesPayroll(TypedDict):
    days: int | None
    type: str | None
    amount: float
    version: str
    date_from: str | None
    date_to: str | None
    collected_at: NotRequired[str]
    payment_date: str
    periodicity: NotRequired[InvoicePayrollPeriodicity | None]
    earnings_breakdown: NotRequired[list[InvoicePayrollEarningsBreakdown] | None]
    tax_deductions: NotRequired[list[InvoicePayrollTaxDeductions] | None]
    other_payments: NotRequired[list[InvoicePayrollOtherPayments] | None]


class Invoice(TypedDict):
    """A Mexican invoice (CFDI), with its lines, taxes and payments; `type` is seen from the link's owner."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: str
    created_at: NotRequired[str]
    invoice_identification: str | None
    invoice_date: str | None
    status: str | None
    invoice_type: InvoiceInvoiceType | None
    type: InvoiceType | None
    tax_details: NotRequired[TaxDetailsInvoices]
    sender_id: str | None
    sender_fiscal_regime: NotRequired[str | None]
    sender_name: str | None
    sender_tax_fraud_status: NotRequired[str | None]
    receiver_id: str | None
    receiver_postal_code: NotRequired[str]
    receiver_fiscal_regime: NotRequired[str | None]
    receiver_name: str | None
    receiver_tax_fraud_status: NotRequired[str | None]
    cancelation_status: str | None
    cancelation_update_date: str | None
    certification_date: str | None
    certification_authority: str | None
    payment_type: str | None
    payment_type_description: str | None
    payment_method: NotRequired[InvoicePaymentMethod | None]
    payment_method_description: NotRequired[str | None]
    usage: NotRequired[str | None]
    version: NotRequired[str | None]
    place_of_issue: NotRequired[str | None]
    invoice_details: list[InvoiceDetail]
    currency: str | None
    subtotal_amount: float | None
    exchange_rate: float | None
    tax_amount: float | None
    discount_amount: float | None
    total_amount: float | None
    related_invoices: NotRequired[list[RelatedInvoice]]
    payments: list[InvoicesPayments]
    payroll: InvoicesPayroll | None
    folio: NotRequired[str | None]
    series: NotRequired[str | None]
    export_type: NotRequired[str | None]
    xml: NotRequired[str | None]
    warnings: NotRequired[InvoiceWarnings | None]
    sender_blacklist_status: NotRequired[str | None]
    receiver_blacklist_status: NotRequired[str | None]

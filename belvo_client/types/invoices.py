"""Invoices of Mexico, as GET /api/invoices/ describes them."""

from typing import Literal, NotRequired, TypedDict

MexicanInvoiceType = Literal["Egreso", "Ingreso", "Nómina", "Pago", "Traslado"]

InvoiceDirection = Literal["OUTFLOW", "INFLOW"]


class RetainedTax(TypedDict, total=False):
    """A tax withheld by whoever pays the invoice."""

    tax_type: str | None
    tax: str
    tax_percentage: float | None
    pre_tax_amount: float | None
    tax_amount: float


class TransferredTax(TypedDict, total=False):
    """A tax passed on to whoever pays the invoice."""

    tax_type: str | None
    tax: str
    tax_percentage: float
    pre_tax_amount: float
    tax_amount: float


class InvoiceTaxes(TypedDict, total=False):
    total_tax_retained: float
    total_tax_transferred: float
    retained_taxes: list[RetainedTax]
    transferred_taxes: list[TransferredTax]


InvoicePaymentMethod = Literal["PUE", "PPD"]


class LineRetainedTax(TypedDict):
    collected_at: NotRequired[str]
    tax_type: NotRequired[str | None]
    tax: str | None
    tax_percentage: float | None
    retained_tax_amount: float | None


class LineTransferredTax(TypedDict):
    collected_at: NotRequired[str]
    tax_type: NotRequired[str | None]
    tax: str | None
    tax_percentage: float | None
    transferred_tax_amount: float | None


class InvoiceLine(TypedDict):
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
    retained_taxes: NotRequired[list[LineRetainedTax]]
    transferred_taxes: NotRequired[list[LineTransferredTax]]


class RelatedInvoice(TypedDict, total=False):
    relationship_type: str | None
    related_invoice_identification: str | None


class InvoicePaymentDocument(TypedDict):
    invoice_identification: str | None
    currency: str | None
    payment_method: str | None
    partiality_number: NotRequired[int]
    previous_balance: float | None
    amount_paid: float | None
    outstanding_balance: float | None


class InvoicePayment(TypedDict):
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
    related_documents: list[InvoicePaymentDocument]


PayrollPeriodicity = Literal[
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


class PayrollEarning(TypedDict, total=False):
    type: str | None
    taxable_amount: float
    vat_free_amount: float


class PayrollAmount(TypedDict, total=False):
    type: str | None
    amount: float


class Payroll(TypedDict):
    """What an invoice for wages adds."""

    days: int | None
    type: str | None
    amount: float
    version: str
    date_from: str | None
    date_to: str | None
    collected_at: NotRequired[str]
    payment_date: str
    periodicity: NotRequired[PayrollPeriodicity | None]
    earnings_breakdown: NotRequired[list[PayrollEarning] | None]
    tax_deductions: NotRequired[list[PayrollAmount] | None]
    other_payments: NotRequired[list[PayrollAmount] | None]


class InvoiceWarning(TypedDict):
    code: str | None
    message: str | None


class Invoice(TypedDict):
    """A Mexican invoice (CFDI), with its lines, taxes and payments; `type` is seen from the link's owner."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: str
    created_at: NotRequired[str]
    invoice_identification: str | None
    invoice_date: str | None
    status: str | None
    invoice_type: MexicanInvoiceType | None
    type: InvoiceDirection | None
    tax_details: NotRequired[InvoiceTaxes]
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
    invoice_details: list[InvoiceLine]
    currency: str | None
    subtotal_amount: float | None
    exchange_rate: float | None
    tax_amount: float | None
    discount_amount: float | None
    total_amount: float | None
    related_invoices: NotRequired[list[RelatedInvoice]]
    payments: list[InvoicePayment]
    payroll: Payroll | None
    folio: NotRequired[str | None]
    series: NotRequired[str | None]
    export_type: NotRequired[str | None]
    xml: NotRequired[str | None]
    warnings: NotRequired[InvoiceWarning | None]
    sender_blacklist_status: NotRequired[str | None]
    receiver_blacklist_status: NotRequired[str | None]

"""Invoices of Chile, as GET /api/cl/invoices/ describes them."""

from typing import Literal, TypedDict


class PurchaseDetails(TypedDict, total=False):
    vat_refundable_amount: float | None
    vat_non_refundable_amount: float | None
    vat_non_refundable_code: int | None
    net_amount_fixed_assets: float | None
    vat_fixed_assets: float | None
    vat_common_use: float | None
    tax_non_credit_amount: float | None
    vat_non_withheld: float | None
    tax_exempt_amount: float | None
    credit_or_debit_note_on_purchase: bool | None
    tax_cigarettes_amount: float | None
    tax_cigar_amount: float | None
    tax_processed_tobacco_amount: float | None
    additional_tax_amount: float | None
    additional_tax_rate: str | None
    additional_tax_code: int | None


class SalesDetails(TypedDict, total=False):
    construction_sector_tax_credit: float | None
    tax_free_trade_zone_amount: float | None
    container_deposit_guarantee: float | None
    is_free_of_charge: bool | None
    periodic_billing_type: bool | None
    non_billable_amount: float | None
    total_amount_for_period: float | None
    domestic_transportation_amount: float | None
    international_transportation_amount: float | None
    branch_code: int | None
    tax_exempt_amount: float | None
    credit_or_debit_note_on_purchase: bool | None
    additional_tax_code: int | None
    additional_tax_rate: str | None
    additional_tax_amount: float | None
    vat_total_withheld: float | None
    vat_partially_withheld: float | None
    vat_non_withheld: float | None
    vat_sales: float | None
    vat_third_party: float | None
    vat_past_due: float | None
    invoice_settlement_sender_id: str | None
    invoice_settlement_net_commission: float | None
    invoice_settlement_exempt_commission: float | None
    invoice_settlement_vat_commission: float | None
    reference_document_type: str | None
    reference_document_folio: str | None
    foreign_recipient_id: str | None
    foreign_recipient_nationality: str | None


class SummaryDetails(TypedDict, total=False):
    month: str
    updated_at: str
    total_documents: int
    tax_exempt_amount: float


class ChileanInvoice(TypedDict, total=False):
    """A Chilean invoice, bought, sold, or a month's summary."""

    id: str
    link: str | None
    created_at: str
    collected_at: str
    total_amount: float
    net_amount: float
    vat_amount: float
    currency: str
    issue_date: str
    received_at: str
    acknowledged_at: str
    claim_date: str | None
    status: str
    document_code: int
    category: str
    folio: str
    sender_id: str
    sender_name: str
    receiver_id: str
    receiver_name: str
    type: Literal["INFLOW", "OUTFLOW"]
    purchase_invoice_details: PurchaseDetails | None
    sales_invoice_details: SalesDetails | None
    summary_invoice_details: SummaryDetails

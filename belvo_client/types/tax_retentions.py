# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

TaxRetentionReceiverNationality: TypeAlias = Literal["NATIONAL", "FOREIGN"]


TaxRetentionPaymentStatus: TypeAlias = Literal["PAID", "PROVISIONED"]


class RetentionBreakdown(TypedDict):
    base_amount: float | None
    tax_type: str | None
    retained_amount: float | None
    payment_status: TaxRetentionPaymentStatus | None


class TaxRetention(TypedDict):
    """A certificate of tax that was withheld."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: str
    created_at: NotRequired[str]
    invoice_identification: str | None
    version: str | None
    code: int | None
    issued_at: str | None
    certified_at: str | None
    cancelled_at: str | None
    sender_id: str | None
    sender_name: str | None
    receiver_nationality: TaxRetentionReceiverNationality | None
    receiver_id: str | None
    receiver_name: str | None
    total_invoice_amount: float | None
    total_exempt_amount: float | None
    total_retained_amount: float | None
    total_taxable_amount: float | None
    retention_breakdown: list[RetentionBreakdown] | None
    xml: str | None

# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from belvo_client.types.accounts import Account

BillFinanceChargeType: TypeAlias = Literal[
    "LATE_PAYMENT_INTEREST", "LATE_FEE", "ARREARS_INTEREST", "IOF", "NO_CHARGE", "OTHER"
]


BillPaymentType: TypeAlias = Literal["INSTALLMENT", "FULL", "OTHER"]


BillPaymentPaymentMode: TypeAlias = Literal["DIRECT_DEBIT", "BANK_SLIP", "SALARY_DEDUCTION", "PIX"]


class BillFinanceCharges(TypedDict):
    type: NotRequired[BillFinanceChargeType | None]
    additional_info: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount: NotRequired[float | None]


class BillPayments(TypedDict):
    type: NotRequired[BillPaymentType | None]
    payment_date: NotRequired[str | None]
    payment_mode: NotRequired[BillPaymentPaymentMode | None]
    currency: NotRequired[str | None]
    amount: NotRequired[float | None]


class Bill(TypedDict):
    """A credit card's bill."""

    id: NotRequired[str]
    created_at: NotRequired[str]
    collected_at: NotRequired[str]
    account: NotRequired[Account | None]
    internal_identification: NotRequired[str | None]
    bill_name: NotRequired[str | None]
    due_date: NotRequired[str | None]
    currency: NotRequired[str | None]
    total_amount: NotRequired[float | None]
    minimum_amount: NotRequired[float | None]
    is_installment: NotRequired[bool | None]
    finance_charges: NotRequired[list[BillFinanceCharges]]
    payments: NotRequired[list[BillPayments]]

"""Credit card bills, as GET /api/bills/ describes them."""

from typing import Literal, TypedDict

from belvo_client.types.accounts import Account

BillFinanceChargeType = Literal["LATE_PAYMENT_INTEREST", "LATE_FEE", "ARREARS_INTEREST", "IOF", "NO_CHARGE", "OTHER"]


class BillFinanceCharge(TypedDict, total=False):
    type: BillFinanceChargeType | None
    additional_info: str | None
    currency: str | None
    amount: float | None


BillPaymentType = Literal["INSTALLMENT", "FULL", "OTHER"]

BillPaymentMode = Literal["DIRECT_DEBIT", "BANK_SLIP", "SALARY_DEDUCTION", "PIX"]


class BillPayment(TypedDict, total=False):
    type: BillPaymentType | None
    payment_date: str | None
    payment_mode: BillPaymentMode | None
    currency: str | None
    amount: float | None


class Bill(TypedDict, total=False):
    """A credit card's bill."""

    id: str
    created_at: str
    collected_at: str
    account: Account | None
    internal_identification: str | None
    bill_name: str | None
    due_date: str | None
    currency: str | None
    total_amount: float | None
    minimum_amount: float | None
    is_installment: bool | None
    finance_charges: list[BillFinanceCharge]
    payments: list[BillPayment]

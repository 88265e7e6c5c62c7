# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypedDict


class InvestmentBalance(TypedDict):
    reference_date: NotRequired[str]
    gross_value: NotRequired[float]
    blocked_amount: NotRequired[float]
    quantity: NotRequired[float]
    gross_unit_price: NotRequired[float | None]
    net_value: NotRequired[float | None]
    withheld_amount: NotRequired[float | None]
    transaction_fee: NotRequired[float | None]
    purchase_unit_price: NotRequired[float | None]
    pre_fixed_rate: NotRequired[float | None]
    post_fixed_rate: NotRequired[float | None]
    penalty_fee: NotRequired[float | None]
    late_payment_fee: NotRequired[float | None]
    closing_price: NotRequired[float | None]
    unit_price_factor: NotRequired[float | None]


class Remuneration(TypedDict):
    pre_fixed_rate: NotRequired[float | None]
    post_fixed_rate: NotRequired[float | None]
    rate_type: NotRequired[str | None]
    rate_periodicity: NotRequired[str | None]
    calculation_base: NotRequired[str | None]
    indexer: NotRequired[str | None]
    indexer_additional_info: NotRequired[str | None]


ClassificationDetails = TypedDict(
    "ClassificationDetails",
    {
        "category": NotRequired[str | None],
        "class": NotRequired[str | None],
        "subclass": NotRequired[str | None],
    },
)


class VoucherPaymentDetails(TypedDict):
    is_voucher_payment: NotRequired[bool]
    periodicity: NotRequired[str | None]
    periodicity_additional_info: NotRequired[str | None]


class DebtorDetails(TypedDict):
    name: NotRequired[str]
    id_document_number: NotRequired[str]


class BrokerNote(TypedDict):
    broker_note_number: str
    gross_value: float
    brokerage_fee: float
    clearing_settlement_fee: float
    clearing_registration_fee: float
    stock_exchange_asset_trade_notice_fee: float
    stock_exchange_fee: float
    clearing_custody_fee: float
    taxes: float
    income_tax: float
    net_value: float


class Investment(TypedDict):
    """A position in one product: what it is and what it is worth."""

    id: NotRequired[str]
    type: NotRequired[str]
    issuer_id_number: NotRequired[str | None]
    isin_number: NotRequired[str | None]
    currency: NotRequired[str]
    product_name: NotRequired[str]
    is_tax_exempt: NotRequired[bool]
    clearing_code: NotRequired[str | None]
    due_date: NotRequired[str | None]
    issue_date: NotRequired[str | None]
    purchase_date: NotRequired[str | None]
    grace_period_date: NotRequired[str | None]
    issue_unit_price: NotRequired[float | None]
    balance: NotRequired[InvestmentBalance]
    remuneration: NotRequired[Remuneration]
    classification_details: NotRequired[ClassificationDetails | None]
    voucher_payment_details: NotRequired[VoucherPaymentDetails]
    debtor_details: NotRequired[DebtorDetails | None]


class InvestmentTransaction(TypedDict):
    """A movement of an investment."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: NotRequired[str]
    created_at: NotRequired[str]
    investment: NotRequired[Investment]
    internal_identification: NotRequired[str]
    value_date: NotRequired[str]
    gross_value: NotRequired[float]
    net_value: NotRequired[float]
    value: NotRequired[float]
    unit_price: NotRequired[float]
    price_factor: NotRequired[float]
    transaction_tax: NotRequired[float]
    income_tax: NotRequired[float]
    quantity: NotRequired[float]
    type: NotRequired[Literal["INFLOW", "OUTFLOW"] | None]
    subtype: NotRequired[str]
    subtype_additional_info: NotRequired[str]
    indexer_percentage: NotRequired[float]
    rate: NotRequired[float]
    exit_fee: NotRequired[float]
    broker_note_details: NotRequired[BrokerNote | None]

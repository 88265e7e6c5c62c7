"""Investments and their movements, as GET /api/br/investments/ and its neighbour describe them."""

from typing import Literal, TypedDict


class InvestmentBalance(TypedDict, total=False):
    reference_date: str
    gross_value: float
    blocked_amount: float
    quantity: float
    gross_unit_price: float | None
    net_value: float | None
    withheld_amount: float | None
    transaction_fee: float | None
    purchase_unit_price: float | None
    pre_fixed_rate: float | None
    post_fixed_rate: float | None
    penalty_fee: float | None
    late_payment_fee: float | None
    closing_price: float | None
    unit_price_factor: float | None


class Remuneration(TypedDict, total=False):
    """What a fixed-income product pays."""

    pre_fixed_rate: float | None
    post_fixed_rate: float | None
    rate_type: str | None
    rate_periodicity: str | None
    calculation_base: str | None
    indexer: str | None
    indexer_additional_info: str | None


Classification = TypedDict(
    "Classification", {"category": str | None, "class": str | None, "subclass": str | None}, total=False
)


class VoucherPayment(TypedDict, total=False):
    is_voucher_payment: bool
    periodicity: str | None
    periodicity_additional_info: str | None


class Debtor(TypedDict, total=False):
    name: str
    id_document_number: str


class Investment(TypedDict, total=False):
    """A position in one product: what it is and what it is worth."""

    id: str
    type: str
    issuer_id_number: str | None
    isin_number: str | None
    currency: str
    product_name: str
    is_tax_exempt: bool
    clearing_code: str | None
    due_date: str | None
    issue_date: str | None
    purchase_date: str | None
    grace_period_date: str | None
    issue_unit_price: float | None
    balance: InvestmentBalance
    remuneration: Remuneration
    classification_details: Classification | None
    voucher_payment_details: VoucherPayment
    debtor_details: Debtor | None


class BrokerNote(TypedDict):
    """The broker's costs of a trade on an exchange."""

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


class InvestmentTransaction(TypedDict, total=False):
    """A movement of an investment."""

    id: str
    link: str | None
    collected_at: str
    created_at: str
    investment: Investment
    internal_identification: str
    value_date: str
    gross_value: float
    net_value: float
    value: float
    unit_price: float
    price_factor: float
    transaction_tax: float
    income_tax: float
    quantity: float
    type: Literal["INFLOW", "OUTFLOW"] | None
    subtype: str
    subtype_additional_info: str
    indexer_percentage: float
    rate: float
    exit_fee: float
    broker_note_details: BrokerNote | None

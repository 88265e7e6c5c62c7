"""Accounts, as GET /api/accounts/ describes them."""

from typing import Literal, NotRequired, TypedDict

from belvo_client.types.institutions import InstitutionType


class AccountInstitution(TypedDict, total=False):
    name: str
    type: InstitutionType


AccountCategory = Literal[
    "ADVANCE_DEPOSIT_ACCOUNT",
    "CHECKING_ACCOUNT",
    "CREDIT_CARD",
    "FINANCING_ACCOUNT",
    "INVESTMENT_ACCOUNT",
    "INVOICE_FINANCING_ACCOUNT",
    "LOAN_ACCOUNT",
    "PENSION_FUND_ACCOUNT",
    "SAVINGS_ACCOUNT",
    "UNCATEGORIZED",
]


class AccountOverdraft(TypedDict):
    arranged: float
    used: float
    unarranged: float


class AccountBalance(TypedDict):
    """`current` is what is booked, `available` what can be spent; a card's `current` is what is owed."""

    current: float | None
    available: NotRequired[float | None]
    blocked: NotRequired[float]
    automatically_invested: NotRequired[float]


CreditLimitType = Literal["TOTAL_LIMIT", "MODAL_LIMIT"]


class CreditLimit(TypedDict):
    identification_number: str | None
    credit_limit: float | None
    used_amount: float | None
    available_amount: float
    is_limit_flexible: bool
    type: CreditLimitType
    consolidation_type: str
    line_name: str | None
    line_name_additional_info: str | None


CardNetwork = Literal[
    "VISA",
    "MASTERCARD",
    "AMERICAN_EXPRESS",
    "DINERS_CLUB",
    "HIPERCARD",
    "BANDEIRA_PROPRIA",
    "CHEQUE_ELETRONICO",
    "ELO",
    "OTHER",
]


class CreditCard(TypedDict):
    is_multiple: bool
    identification_number: str


class CreditData(TypedDict):
    """What a credit card adds to an account."""

    collected_at: str
    credit_limit: float | None
    limits: NotRequired[list[CreditLimit]]
    cutting_date: NotRequired[str | None]
    minimum_payment: NotRequired[float | None]
    network: NotRequired[CardNetwork]
    network_additional_info: NotRequired[str | None]
    cards: NotRequired[list[CreditCard]]
    next_payment_date: NotRequired[str | None]
    no_interest_payment: NotRequired[float | None]
    interest_rate: NotRequired[float | None]
    monthly_payment: NotRequired[float | None]
    last_payment_date: NotRequired[str | None]


InterestRatePeriod = Literal["MONTHLY", "YEARLY"]

InterestTaxType = Literal["NOMINAL", "EFFECTIVE"]

InterestRateType = Literal["SIMPLE", "COMPOUND"]

ReferenceIndexType = Literal[
    "WITHOUT_INDEX_TYPE", "PRE_FIXED", "POST_FIXED", "FLOATING", "INDEXED_PRICE", "RURAL_CREDIT", "OTHER_INDEX"
]


class InterestRateData(TypedDict):
    tax_type: InterestTaxType
    rate_type: InterestRateType
    type: NotRequired[InterestRatePeriod]
    calculation_base: str
    reference_index_type: ReferenceIndexType
    reference_index_subtype: str | None
    reference_index_info: str | None
    pre_fixed_rate: float
    post_fixed_rate: float
    additional_info: str | None


class InterestRate(TypedDict):
    name: str | None
    type: InterestRatePeriod
    value: float | None
    interest_rate_data: InterestRateData | None


LoanFeeType = Literal["OPERATION_FEE", "INSURANCE_FEE", "OTHERS"]

LoanFeeChargeType = Literal["SINGLE", "PER_INSTALLMENT"]

LoanFeeCharge = Literal["MINIMUM", "MAXIMUM", "FIXED", "PERCENTAGE"]


class LoanFee(TypedDict):
    type: LoanFeeType | None
    value: float | None
    name: str
    code: str
    fee_charge_type: LoanFeeChargeType
    fee_charge: LoanFeeCharge
    rate: float | None


ContractedChargeType = Literal[
    "LATE_PAYMENT_INTEREST_FEE",
    "LATE_PAYMENT_PENALTY_FEE",
    "DEFAULT_INTEREST_FEE",
    "LOAN_CONTRACT_TAX",
    "LATE_PAYMENT_TAX",
    "NO_CHARGE",
    "OTHER",
]


class ContractedCharge(TypedDict, total=False):
    type: ContractedChargeType
    info: str | None
    rate: float | None


class Collateral(TypedDict):
    type: str
    subtype: str
    currency: str
    amount: float


class BalloonPayment(TypedDict):
    due_date: str | None
    currency: str | None
    amount: float | None


ContractFrequency = Literal["DAY", "WEEK", "MONTH", "YEAR", "NO_DEADLINE_REMAINING"]

InstallmentFrequency = Literal[
    "IRREGULAR", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "BIANNUALLY", "ANNUALLY", "OTHER"
]


class LoanData(TypedDict):
    """What a loan adds to an account."""

    collected_at: str
    loan_code: str
    contract_amount: float | None
    total_effective_cost: NotRequired[float | None]
    loan_type: str
    outstanding_balance: float | None
    interest_rates: list[InterestRate]
    fees: list[LoanFee] | None
    contracted_charges: NotRequired[list[ContractedCharge] | None]
    collaterals: list[Collateral] | None
    balloon_payments: list[BalloonPayment] | None
    installments_contract_term_frequency: ContractFrequency | None
    installment_frequency: InstallmentFrequency
    installment_frequency_info: str | None
    first_installment_due_date: str | None
    number_of_installments_total: int | None
    number_of_installments_outstanding: int | None
    number_of_installments_paid: int | None
    number_of_installments_past_due: int | None
    disbursement_dates: list[str] | None
    settlement_date: str | None
    contract_start_date: str
    contract_end_date: str | None
    contract_remaining_frequency: ContractFrequency | None
    contract_remaining_total: int | None
    amortization_schedule: str
    amortization_schedule_info: str | None
    consignee_id: str | None
    contract_number: str | None
    monthly_payment: float | None
    principal: float | None
    payment_day: str | None
    outstanding_principal: float | None
    credit_limit: float | None
    last_period_balance: float | None
    interest_rate: float | None
    limit_day: str | None
    cutting_day: str | None
    cutting_date: str | None
    last_payment_date: str | None
    no_interest_payment: float | None


class Account(TypedDict):
    """A bank account; amounts are in units of `currency`."""

    id: str
    link: str | None
    institution: AccountInstitution
    collected_at: str
    created_at: str
    last_accessed_at: str | None
    category: AccountCategory | None
    balance_type: str | None
    overdraft: NotRequired[AccountOverdraft | None]
    type: str
    subtype: str
    name: str | None
    number: str | None
    agency: str | None
    check_digit: str | None
    balance: AccountBalance
    currency: str
    public_identification_name: str | None
    public_identification_value: str | None
    internal_identification: str
    credit_data: CreditData | None
    loan_data: LoanData | None
    funds_data: str | None

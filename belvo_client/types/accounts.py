# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from belvo_client.types.institutions import InstitutionType


class InstitutionAccount(TypedDict):
    name: NotRequired[str]
    type: NotRequired[InstitutionType]


AccountCategory: TypeAlias = Literal[
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


CreditCardLimitType: TypeAlias = Literal["TOTAL_LIMIT", "MODAL_LIMIT"]


AccountCreditCardNetwork: TypeAlias = Literal[
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


class AccountCreditDataCards(TypedDict):
    is_multiple: bool
    identification_number: str


DisbursementDate: TypeAlias = str | None


AccountLoanDataInterestRateType: TypeAlias = Literal["MONTHLY", "YEARLY"]


AccountLoanDataInterestRateDataTaxType: TypeAlias = Literal["NOMINAL", "EFFECTIVE"]


AccountLoanDataInterestRateDataRateType: TypeAlias = Literal["SIMPLE", "COMPOUND"]


AccountLoanDataInterestRateDataReferenceIndexType: TypeAlias = Literal[
    "WITHOUT_INDEX_TYPE", "PRE_FIXED", "POST_FIXED", "FLOATING", "INDEXED_PRICE", "RURAL_CREDIT", "OTHER_INDEX"
]


AccountLoanDataFeeType: TypeAlias = Literal["OPERATION_FEE", "INSURANCE_FEE", "OTHERS"]


AccountLoanDataFeeChargeType: TypeAlias = Literal["SINGLE", "PER_INSTALLMENT"]


AccountLoanDataFeeCharge: TypeAlias = Literal["MINIMUM", "MAXIMUM", "FIXED", "PERCENTAGE"]


AccountLoanDataContractedChargeType: TypeAlias = Literal[
    "LATE_PAYMENT_INTEREST_FEE",
    "LATE_PAYMENT_PENALTY_FEE",
    "DEFAULT_INTEREST_FEE",
    "LOAN_CONTRACT_TAX",
    "LATE_PAYMENT_TAX",
    "NO_CHARGE",
    "OTHER",
]


class AccountLoanDataCollaterals(TypedDict):
    type: str
    subtype: str
    currency: str
    amount: float


class AccountLoanDataBalloonPayments(TypedDict):
    due_date: str | None
    currency: str | None
    amount: float | None


AccountsLoanDataContractInstallmentFrequency: TypeAlias = Literal[
    "DAY", "WEEK", "MONTH", "YEAR", "NO_DEADLINE_REMAINING"
]


AccountLoanDataInstallmentFrequency: TypeAlias = Literal[
    "IRREGULAR", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "BIMONTHLY", "QUARTERLY", "BIANNUALLY", "ANNUALLY", "OTHER"
]


AccountLoanDataContractRemainingFrequency: TypeAlias = Literal["DAY", "WEEK", "MONTH", "YEAR", "NO_DEADLINE_REMAINING"]


class AccountCreditDataLimits(TypedDict):
    identification_number: str | None
    credit_limit: float | None
    used_amount: float | None
    available_amount: float
    is_limit_flexible: bool
    type: CreditCardLimitType
    consolidation_type: str
    line_name: str | None
    line_name_additional_info: str | None


class AccountLoanDataInterestRateData(TypedDict):
    tax_type: AccountLoanDataInterestRateDataTaxType
    rate_type: AccountLoanDataInterestRateDataRateType
    type: NotRequired[AccountLoanDataInterestRateType]
    calculation_base: str
    reference_index_type: AccountLoanDataInterestRateDataReferenceIndexType
    reference_index_subtype: str | None
    reference_index_info: str | None
    pre_fixed_rate: float
    post_fixed_rate: float
    additional_info: str | None


class AccountLoanDataFees(TypedDict):
    type: AccountLoanDataFeeType | None
    value: float | None
    name: str
    code: str
    fee_charge_type: AccountLoanDataFeeChargeType
    fee_charge: AccountLoanDataFeeCharge
    rate: float | None


class AccountLoanDataContractedCharges(TypedDict):
    type: NotRequired[AccountLoanDataContractedChargeType]
    info: NotRequired[str | None]
    rate: NotRequired[float | None]


class AccountCreditData(TypedDict):
    collected_at: str
    credit_limit: float | None
    limits: NotRequired[list[AccountCreditDataLimits]]
    cutting_date: NotRequired[str | None]
    minimum_payment: NotRequired[float | None]
    network: NotRequired[AccountCreditCardNetwork]
    network_additional_info: NotRequired[str | None]
    cards: NotRequired[list[AccountCreditDataCards]]
    next_payment_date: NotRequired[str | None]
    no_interest_payment: NotRequired[float | None]
    interest_rate: NotRequired[float | None]
    monthly_payment: NotRequired[float | None]
    last_payment_date: NotRequired[str | None]


class AccountLoanDataInterestRate(TypedDict):
    name: str | None
    type: AccountLoanDataInterestRateType
    value: float | None
    interest_rate_data: AccountLoanDataInterestRateData | None


class AccountLoanData(TypedDict):
    collected_at: str
    loan_code: str
    contract_amount: float | None
    total_effective_cost: NotRequired[float | None]
    loan_type: str
    outstanding_balance: float | None
    interest_rates: list[AccountLoanDataInterestRate]
    fees: list[AccountLoanDataFees] | None
    contracted_charges: NotRequired[list[AccountLoanDataContractedCharges] | None]
    collaterals: list[AccountLoanDataCollaterals] | None
    balloon_payments: list[AccountLoanDataBalloonPayments] | None
    installments_contract_term_frequency: AccountsLoanDataContractInstallmentFrequency | None
    installment_frequency: AccountLoanDataInstallmentFrequency
    installment_frequency_info: str | None
    first_installment_due_date: str | None
    number_of_installments_total: int | None
    number_of_installments_outstanding: int | None
    number_of_installments_paid: int | None
    number_of_installments_past_due: int | None
    disbursement_dates: list[DisbursementDate] | None
    settlement_date: str | None
    contract_start_date: str
    contract_end_date: str | None
    contract_remaining_frequency: AccountLoanDataContractRemainingFrequency | None
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
    institution: InstitutionAccount
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
    credit_data: AccountCreditData | None
    loan_data: AccountLoanData | None
    funds_data: str | None

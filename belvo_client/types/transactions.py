# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from belvo_client.types.accounts import Account


class TransactionMerchantData(TypedDict):
    logo: NotRequired[str | None]
    website: NotRequired[str | None]
    merchant_name: NotRequired[str]


TransactionCategory: TypeAlias = Literal[
    "Bills & Utilities",
    "Credits & Loans",
    "Deposits",
    "Fees & Charges",
    "Food & Groceries",
    "Home & Life",
    "Income & Payments",
    "Insurance",
    "Investments & Savings",
    "Online Platforms & Leisure",
    "Personal Shopping",
    "Taxes",
    "Transfers",
    "Transport & Travel",
    "Unknown",
    "Withdrawal & ATM",
]


TransactionSubcategory: TypeAlias = Literal[
    "Electricity & Energy",
    "Rent",
    "Telecommunications",
    "Water",
    "Auto",
    "Credit Card",
    "Instalment",
    "Interest & Charges",
    "Mortgage",
    "Pay Advance",
    "Personal",
    "Adjustments",
    "Bank Fees",
    "Chargeback",
    "Refund",
    "Blocked Balances",
    "Alimony",
    "Alcohol & Tobacco",
    "Bakery & Coffee",
    "Bars & Nightclubs",
    "Convenience Store",
    "Delivery",
    "Groceries",
    "Restaurants",
    "Education",
    "Gyms & Fitness",
    "Hair & Beauty",
    "Health",
    "Home Decor & Appliances",
    "Laundry & Dry Cleaning",
    "Pharmacies",
    "Professional Services",
    "Veterinary Services",
    "Freelance",
    "Interest",
    "Retirement",
    "Salary",
    "Government",
    "Home Insurance",
    "Auto Insurance",
    "Health & Life Insurance",
    "Savings",
    "Fixed income",
    "Equity",
    "Investment Funds",
    "Derivatives",
    "Cryptocurrencies",
    "Apps, Software and Cloud Services",
    "Events, Parks and Museums",
    "Gambling",
    "Gaming",
    "Lottery",
    "Movie & Audio",
    "Books & News",
    "Clothing & Accessories",
    "Department Store",
    "Electronics",
    "E-commerce",
    "Gifts",
    "Office Supplies",
    "Pet Supplies",
    "Auto Tax & Fees",
    "Donation",
    "Government Fees",
    "Income Tax",
    "Real Estate Tax & Fees",
    "Tax Return",
    "Accommodation",
    "Auto Expenses",
    "Auto Rental",
    "Flights",
    "Gas",
    "Mileage Programs",
    "Parking & Tolls",
    "Public Transit",
    "Taxis & Rideshares",
    "Other",
]


TransactionType: TypeAlias = Literal["OUTFLOW", "INFLOW"]


TransactionStatus: TypeAlias = Literal["PENDING", "PROCESSED", "UNCATEGORIZED"]


TransactionCreditCardDataFeeType: TypeAlias = Literal[
    "ANNUAL_FEE",
    "NATIONAL_WITHDRAWAL",
    "INTERNATIONAL_WITHDRAWAL",
    "EMERGENCY_CREDIT_EVALUATION_FEE",
    "DUPLICATE_ISSUANCE_FEE",
    "PAYMENT_FEE",
    "SMS_FEE",
    "OTHERS",
]


TransactionCreditCardDataCreditType: TypeAlias = Literal[
    "REVOLVING_CREDIT", "BILL_INSTALLMENT_PAYMENT", "LOAN", "OTHERS"
]


class TransactionCreditCardBill(TypedDict):
    id: NotRequired[str]
    internal_identification: NotRequired[str | None]


TransactionCounterpartyType: TypeAlias = Literal["INDIVIDUAL", "COMPANY"]


class TransactionLoanDataFees(TypedDict):
    name: str
    code: str
    amount: float | None


class TransactionLoanDataCharges(TypedDict):
    type: str
    info: str
    amount: float


TransactionPaymentType: TypeAlias = Literal["FULL", "INSTALLMENT"]


class TransactionCreditCardData(TypedDict):
    collected_at: str
    bill_name: str | None
    bill_due_date: NotRequired[str | None]
    bill_internal_identification: NotRequired[str | None]
    bill_status: str | None
    previous_bill_total: str | None
    bill_amount: float | None
    card_number: str
    fee_type: TransactionCreditCardDataFeeType | None
    fee_type_additional_info: str | None
    credits_type: TransactionCreditCardDataCreditType | None
    credits_type_additional_info: str | None
    installment_identifier: str
    number_of_installments: int | None
    credit_card_bill: NotRequired[TransactionCreditCardBill | None]


class TransactionCounterparty(TypedDict):
    type: TransactionCounterpartyType | None
    document_number: str | None
    clearing_code: str | None
    agency: str | None
    check_digit: str | None
    number: str | None


class TransactionLoanData(TypedDict):
    is_detached: bool
    installment_id: str | None
    fees: list[TransactionLoanDataFees]
    charges: list[TransactionLoanDataCharges]


class Transaction(TypedDict):
    """A movement on an account; `amount` has no sign, `type` its direction, `value_date` is the bank's."""

    id: str
    internal_identification: str
    account: Account | None
    collected_at: str
    created_at: str
    value_date: str
    transacted_at: NotRequired[str]
    accounting_date: str | None
    inferred_accounting_date: NotRequired[str]
    amount: float
    local_currency_amount: float | None
    balance: float | None
    currency: str | None
    description: str | None
    observations: str | None
    merchant: TransactionMerchantData | None
    category: TransactionCategory | None
    subcategory: TransactionSubcategory | None
    reference: str | None
    type: TransactionType | None
    status: TransactionStatus | None
    credit_card_data: TransactionCreditCardData | None
    counterparty: TransactionCounterparty | None
    loan_data: TransactionLoanData | None
    payment_type: TransactionPaymentType | None
    operation_type: str
    operation_type_additional_info: str | None
    mcc: int | None

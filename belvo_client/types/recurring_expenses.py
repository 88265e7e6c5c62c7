# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from belvo_client.types.accounts import Account


class RecurringExpenseSourceTransaction(TypedDict):
    amount: float
    description: str | None
    value_date: str


RecurringExpenseFrequency: TypeAlias = Literal["MONTHLY"]


RecurringExpenseCategory: TypeAlias = Literal[
    "Bills & Utilities", "Credits & Loans", "Insurance", "Online Platforms & Leisure", "Transport & Travel", "Taxes"
]


RecurringExpensePaymentType: TypeAlias = Literal["SUBSCRIPTION", "REGULAR"]


class RecurringExpense(TypedDict):
    """A payment that comes back, worked out by Belvo from an account's transactions."""

    id: NotRequired[str]
    account: Account | None
    name: str | None
    transactions: list[RecurringExpenseSourceTransaction]
    frequency: RecurringExpenseFrequency
    average_transaction_amount: float
    median_transaction_amount: float
    days_since_last_transaction: int
    category: RecurringExpenseCategory
    payment_type: RecurringExpensePaymentType | None

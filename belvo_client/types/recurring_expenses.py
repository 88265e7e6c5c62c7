"""Recurring expenses, as GET /api/recurring-expenses/ describes them."""

from typing import Literal, NotRequired, TypedDict

from belvo_client.types.accounts import Account


class RecurringExpenseTransaction(TypedDict):
    amount: float
    description: str | None
    value_date: str


RecurringExpenseFrequency = Literal["MONTHLY"]

RecurringExpenseCategory = Literal[
    "Bills & Utilities", "Credits & Loans", "Insurance", "Online Platforms & Leisure", "Transport & Travel", "Taxes"
]

RecurringExpensePaymentType = Literal["SUBSCRIPTION", "REGULAR"]


class RecurringExpense(TypedDict):
    """A payment that comes back, worked out by Belvo from an account's transactions."""

    id: NotRequired[str]
    account: Account | None
    name: str | None
    transactions: list[RecurringExpenseTransaction]
    frequency: RecurringExpenseFrequency
    average_transaction_amount: float
    median_transaction_amount: float
    days_since_last_transaction: int
    category: RecurringExpenseCategory
    payment_type: RecurringExpensePaymentType | None

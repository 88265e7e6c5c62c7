# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

IncomeStreamType: TypeAlias = Literal[
    "SALARY",
    "GOVERNMENT",
    "INTEREST",
    "RENT",
    "RETIREMENT",
    "FREELANCE",
    "ALTERNATIVE_INCOME",
    "TRANSFER",
    "DEPOSIT",
    "UNKNOWN",
]


IncomeStreamFrequency: TypeAlias = Literal["MONTHLY", "FORTNIGHTLY", "WEEKLY", "IRREGULAR", "SINGLE"]


IncomeStreamConfidence: TypeAlias = Literal["HIGH", "MEDIUM", "LOW"]


IncomeSourceType: TypeAlias = Literal["BANK"]


class IncomeStream(TypedDict):
    """One source of income; amounts are per month where their name says so."""

    account_id: str
    income_type: IncomeStreamType
    frequency: IncomeStreamFrequency
    monthly_average: float
    monthly_median: NotRequired[float]
    average_income_amount: float
    last_income_amount: float
    currency: str
    last_income_description: str
    last_income_date: str
    stability: float | None
    regularity: float | None
    trend: float | None
    lookback_periods: int
    full_periods: int
    periods_with_income: int
    number_of_incomes: int
    confidence: IncomeStreamConfidence


class Income(TypedDict):
    """What a person earns, worked out by Belvo from the transactions of their accounts."""

    id: str
    link: str | None
    created_at: str
    income_streams: list[IncomeStream]
    income_source_type: IncomeSourceType
    first_transaction_date: str | None
    last_transaction_date: str
    best_working_day_to_charge: int
    good_working_days_to_charge: list[int]
    number_of_income_streams: int
    monthly_average: float
    monthly_average_regular: float
    monthly_average_irregular: float
    monthly_average_low_confidence: float
    monthly_average_medium_confidence: float
    monthly_average_high_confidence: float
    total_income_amount: float
    total_regular_income_amount: float
    total_irregular_income_amount: NotRequired[float]
    total_low_confidence: float
    total_medium_confidence: float
    total_high_confidence: float

"""What Belvo works out from the transactions of a link: incomes, recurring expenses, risk."""

from resources.declaration import BY_LINK, Column, Kind, Resource

INCOMES = Resource(
    name="incomes",
    table="incomes",
    times=(),
    columns=(
        Column("income_source_type"),
        Column("number_of_income_streams", Kind.INTEGER),
        Column("monthly_average", Kind.MONEY),
        Column("monthly_average_regular", Kind.MONEY),
        Column("monthly_average_irregular", Kind.MONEY),
        Column("total_income_amount", Kind.MONEY),
        Column("best_working_day_to_charge", Kind.INTEGER),
        Column("first_transaction_date", Kind.DAY),
        Column("last_transaction_date", Kind.DAY),
        Column("created_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

RECURRING_EXPENSES = Resource(
    name="recurring_expenses",
    table="recurring_expenses",
    has_account=True,
    times=("days_since_last_transaction",),
    columns=(
        Column("name"),
        Column("category"),
        Column("payment_type"),
        Column("frequency"),
        Column("currency", path="account.currency"),
        Column("average_amount", Kind.MONEY, "average_transaction_amount"),
        Column("median_amount", Kind.MONEY, "median_transaction_amount"),
        Column("days_since_last_transaction", Kind.INTEGER),
    ),
    indexes=(BY_LINK,),
)

RISK_INSIGHTS = Resource(
    name="risk_insights",
    table="risk_insights",
    times=(),
    columns=(
        Column("accounts", Kind.LIST),
        Column("closing_balance", Kind.MONEY, "balances_metrics.closing_balance"),
        Column("net_cashflow_3m", Kind.MONEY, "cashflow_metrics.net_cashflow_3m"),
        Column("credit_utilization", Kind.NUMBER, "credit_cards_metrics.credit_card_limit_utilization"),
        Column("loan_utilization", Kind.NUMBER, "loans_metrics.loan_limit_utilization"),
        Column("days_history", Kind.INTEGER, "transactions_metrics.days_history"),
        Column("created_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

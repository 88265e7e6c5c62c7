"""What Belvo works out from the transactions of a link: incomes, recurring expenses, risk."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.fields import enrichment as fields
from resources.offers import Countries, Family, Offer
from resources.policies import Policy

_ANYWHERE: Countries = {"bank": ("MX", "BR", "CO")}

INCOMES = Declaration(
    name="incomes",
    fields=fields.INCOMES,
    label=msg("Incomes"),
    family=Family.ENRICHMENT,
    offer=Offer("INCOMES", _ANYWHERE),
    policy=Policy(made_of=("transactions",)),
    page="income",
    times=(),
    columns=(
        Column("income_source_type"),
        Column("number_of_income_streams", ColumnKind.INTEGER),
        Column("monthly_average", ColumnKind.MONEY),
        Column("monthly_average_regular", ColumnKind.MONEY),
        Column("monthly_average_irregular", ColumnKind.MONEY),
        Column("total_income_amount", ColumnKind.MONEY),
        Column("best_working_day_to_charge", ColumnKind.INTEGER),
        Column("first_transaction_date", ColumnKind.DAY),
        Column("last_transaction_date", ColumnKind.DAY),
        Column("created_at", ColumnKind.INSTANT),
    ),
)

RECURRING_EXPENSES = Declaration(
    name="recurring_expenses",
    fields=fields.RECURRING_EXPENSES,
    label=msg("Recurring expenses"),
    family=Family.ENRICHMENT,
    offer=Offer("RECURRING_EXPENSES", _ANYWHERE),
    policy=Policy(made_of=("transactions",)),
    has_account=True,
    times=("days_since_last_transaction",),
    columns=(
        Column("name"),
        Column("category"),
        Column("payment_type"),
        Column("frequency"),
        Column("currency", path="account.currency"),
        Column("average_amount", ColumnKind.MONEY, "average_transaction_amount"),
        Column("median_amount", ColumnKind.MONEY, "median_transaction_amount"),
        Column("days_since_last_transaction", ColumnKind.INTEGER),
    ),
)

RISK_INSIGHTS = Declaration(
    name="risk_insights",
    fields=fields.RISK_INSIGHTS,
    label=msg("Risk insights"),
    family=Family.ENRICHMENT,
    offer=Offer("RISK_INSIGHTS", _ANYWHERE),
    policy=Policy(made_of=("accounts", "transactions")),
    page="income",
    times=(),
    columns=(
        Column("accounts", ColumnKind.LIST),
        Column("closing_balance", ColumnKind.MONEY, "balances_metrics.closing_balance"),
        Column("net_cashflow_3m", ColumnKind.MONEY, "cashflow_metrics.net_cashflow_3m"),
        Column("credit_utilization", ColumnKind.NUMBER, "credit_cards_metrics.credit_card_limit_utilization"),
        Column("loan_utilization", ColumnKind.NUMBER, "loans_metrics.loan_limit_utilization"),
        Column("days_history", ColumnKind.INTEGER, "transactions_metrics.days_history"),
        Column("created_at", ColumnKind.INSTANT),
    ),
)

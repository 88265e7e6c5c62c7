# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import NotRequired, TypedDict

from belvo_client.types.transactions import TransactionCategory, TransactionSubcategory


class RiskInsightsAssetMetrics(TypedDict):
    institutions: list[str] | None
    num_assets_accounts: NotRequired[int | None]
    num_checking_accounts: int | None
    num_savings_accounts: int | None
    checking_accounts_balance: float | None
    savings_accounts_balance: float | None


class RiskInsightsCreditCardMetrics(TypedDict):
    num_accounts: int
    sum_credit_limit: float | None
    sum_credit_used: float | None
    credit_card_limit_utilization: float | None


class RiskInsightsLoansMetrics(TypedDict):
    num_accounts: int
    sum_loans_principal: float | None
    sum_loans_outstanding_principal: float | None
    sum_loans_monthly_payment: float | None
    loan_limit_utilization: float | None
    overdraft_limit: float | None
    overdraft_limit_utilization: float | None


class RiskInsightsBalanceMetrics(TypedDict):
    """Balances by window; `x` is `balance_threshold_x`."""

    closing_balance: float | None
    min_balance_3d: float | None
    min_balance_1w: float | None
    min_balance_1m: float | None
    min_balance_3m: float | None
    min_balance_6m: float | None
    min_balance_12m: float | None
    mean_balance_3d: float | None
    mean_balance_1w: float | None
    mean_balance_1m: float | None
    mean_balance_3m: float | None
    mean_balance_6m: float | None
    mean_balance_12m: float | None
    max_balance_3d: float | None
    max_balance_1w: float | None
    max_balance_1m: float | None
    max_balance_3m: float | None
    max_balance_6m: float | None
    max_balance_12m: float | None
    std_balance_3d: float | None
    std_balance_1w: float | None
    std_balance_1m: float | None
    std_balance_3m: float | None
    std_balance_6m: float | None
    std_balance_12m: float | None
    balance_trend_3d: float | None
    balance_trend_1w: float | None
    balance_trend_1m: float | None
    balance_trend_3m: float | None
    balance_trend_6m: float | None
    balance_trend_12m: float | None
    days_balance_below_0_3d: int | None
    days_balance_below_0_1w: int | None
    days_balance_below_0_1m: int | None
    days_balance_below_0_3m: int | None
    days_balance_below_0_6m: int | None
    days_balance_below_0_12m: int | None
    days_balance_below_mean_3d: int | None
    days_balance_below_mean_1w: int | None
    days_balance_below_mean_1m: int | None
    days_balance_below_mean_3m: int | None
    days_balance_below_mean_6m: int | None
    days_balance_below_mean_12m: int | None
    days_balance_below_x_3d: int | None
    days_balance_below_x_1w: int | None
    days_balance_below_x_1m: int | None
    days_balance_below_x_3m: int | None
    days_balance_below_x_6m: int | None
    days_balance_below_x_12m: int | None
    balance_threshold_x: float


class RiskInsightsTransactionMetrics(TypedDict):
    num_transactions_3d: int
    num_transactions_1w: int
    num_transactions_1m: int
    num_transactions_3m: int
    num_transactions_6m: int
    num_transactions_12m: int
    max_num_transactions_3d: int
    max_num_transactions_1w: int
    max_num_transactions_1m: int
    max_num_transactions_3m: int
    max_num_transactions_6m: int
    max_num_transactions_12m: int
    mean_num_transactions_3d: float
    mean_num_transactions_1w: float
    mean_num_transactions_1m: float
    mean_num_transactions_3m: float
    mean_num_transactions_6m: float
    mean_num_transactions_12m: float
    num_incoming_transactions_3d: int
    num_incoming_transactions_1w: int
    num_incoming_transactions_1m: int
    num_incoming_transactions_3m: int
    num_incoming_transactions_6m: int
    num_incoming_transactions_12m: int
    max_num_incoming_transactions_3d: int
    max_num_incoming_transactions_1w: int
    max_num_incoming_transactions_1m: int
    max_num_incoming_transactions_3m: int
    max_num_incoming_transactions_6m: int
    max_num_incoming_transactions_12m: int
    mean_num_incoming_transactions_3d: float
    mean_num_incoming_transactions_1w: float
    mean_num_incoming_transactions_1m: float
    mean_num_incoming_transactions_3m: float
    mean_num_incoming_transactions_6m: float
    mean_num_incoming_transactions_12m: float
    sum_incoming_amount_3d: float | None
    sum_incoming_amount_1w: float | None
    sum_incoming_amount_1m: float | None
    sum_incoming_amount_3m: float | None
    sum_incoming_amount_6m: float | None
    sum_incoming_amount_12m: float | None
    max_incoming_amount_3d: float | None
    max_incoming_amount_1w: float | None
    max_incoming_amount_1m: float | None
    max_incoming_amount_3m: float | None
    max_incoming_amount_6m: float | None
    max_incoming_amount_12m: float | None
    mean_incoming_amount_3d: float | None
    mean_incoming_amount_1w: float | None
    mean_incoming_amount_1m: float | None
    mean_incoming_amount_3m: float | None
    mean_incoming_amount_6m: float | None
    mean_incoming_amount_12m: float | None
    num_outgoing_transactions_3d: int
    num_outgoing_transactions_1w: int
    num_outgoing_transactions_1m: int
    num_outgoing_transactions_3m: int
    num_outgoing_transactions_6m: int
    num_outgoing_transactions_12m: int
    max_num_outgoing_transactions_3d: int
    max_num_outgoing_transactions_1w: int
    max_num_outgoing_transactions_1m: int
    max_num_outgoing_transactions_3m: int
    max_num_outgoing_transactions_6m: int
    max_num_outgoing_transactions_12m: int
    mean_num_outgoing_transactions_3d: float
    mean_num_outgoing_transactions_1w: float
    mean_num_outgoing_transactions_1m: float
    mean_num_outgoing_transactions_3m: float
    mean_num_outgoing_transactions_6m: float
    mean_num_outgoing_transactions_12m: float
    sum_outgoing_amount_3d: float | None
    sum_outgoing_amount_1w: float | None
    sum_outgoing_amount_1m: float | None
    sum_outgoing_amount_3m: float | None
    sum_outgoing_amount_6m: float | None
    sum_outgoing_amount_12m: float | None
    max_outgoing_amount_3d: float | None
    max_outgoing_amount_1w: float | None
    max_outgoing_amount_1m: float | None
    max_outgoing_amount_3m: float | None
    max_outgoing_amount_6m: float | None
    max_outgoing_amount_12m: float | None
    mean_outgoing_amount_3d: float | None
    mean_outgoing_amount_1w: float | None
    mean_outgoing_amount_1m: float | None
    mean_outgoing_amount_3m: float | None
    mean_outgoing_amount_6m: float | None
    mean_outgoing_amount_12m: float | None
    days_without_transactions_3d: int
    days_without_transactions_1w: int
    days_without_transactions_1m: int
    days_without_transactions_3m: int
    days_without_transactions_6m: int
    days_without_transactions_12m: int
    days_since_last_transaction: int
    days_since_last_incoming_transaction: int
    days_since_last_outgoing_transaction: int
    days_history: int


class RiskInsightsCashflowMetrics(TypedDict):
    max_positive_3d: float | None
    max_positive_1w: float | None
    max_positive_1m: float | None
    max_positive_3m: float | None
    max_positive_6m: float | None
    max_positive_12m: float | None
    max_negative_3d: float | None
    max_negative_1w: float | None
    max_negative_1m: float | None
    max_negative_3m: float | None
    max_negative_6m: float | None
    max_negative_12m: float | None
    mean_positive_3d: float | None
    mean_positive_1w: float | None
    mean_positive_1m: float | None
    mean_positive_3m: float | None
    mean_positive_6m: float | None
    mean_positive_12m: float | None
    mean_negative_3d: float | None
    mean_negative_1w: float | None
    mean_negative_1m: float | None
    mean_negative_3m: float | None
    mean_negative_6m: float | None
    mean_negative_12m: float | None
    sum_positive_3d: float | None
    sum_positive_1w: float | None
    sum_positive_1m: float | None
    sum_positive_3m: float | None
    sum_positive_6m: float | None
    sum_positive_12m: float | None
    sum_positive_trend_3d: float | None
    sum_positive_trend_1w: float | None
    sum_positive_trend_1m: float | None
    sum_positive_trend_3m: float | None
    sum_positive_trend_6m: float | None
    sum_positive_trend_12m: float | None
    sum_negative_3d: float | None
    sum_negative_1w: float | None
    sum_negative_1m: float | None
    sum_negative_3m: float | None
    sum_negative_6m: float | None
    sum_negative_12m: float | None
    sum_negative_trend_3d: float | None
    sum_negative_trend_1w: float | None
    sum_negative_trend_1m: float | None
    sum_negative_trend_3m: float | None
    sum_negative_trend_6m: float | None
    sum_negative_trend_12m: float | None
    positive_to_negative_ratio_3d: float | None
    positive_to_negative_ratio_1w: float | None
    positive_to_negative_ratio_1m: float | None
    positive_to_negative_ratio_3m: float | None
    positive_to_negative_ratio_6m: float | None
    positive_to_negative_ratio_12m: float | None
    net_cashflow_3d: float | None
    net_cashflow_1w: float | None
    net_cashflow_1m: float | None
    net_cashflow_3m: float | None
    net_cashflow_6m: float | None
    net_cashflow_12m: float | None
    net_cashflow_trend_3d: float | None
    net_cashflow_trend_1w: float | None
    net_cashflow_trend_1m: float | None
    net_cashflow_trend_3m: float | None
    net_cashflow_trend_6m: float | None
    net_cashflow_trend_12m: float | None


class RiskInsightsCategoryMetrics(TypedDict):
    category: NotRequired[TransactionCategory | None]
    subcategory: NotRequired[TransactionSubcategory | None]
    net_amount_3m: NotRequired[float | None]
    category_inflow_ratio_3m: NotRequired[float | None]
    trend_3m: NotRequired[float | None]


class RiskInsights(TypedDict):
    """Measures of how a person handles money, over windows from three days to twelve months."""

    id: str
    link: str | None
    created_at: str
    accounts: list[str] | None
    assets_metrics: RiskInsightsAssetMetrics | None
    credit_cards_metrics: RiskInsightsCreditCardMetrics | None
    loans_metrics: RiskInsightsLoansMetrics | None
    balances_metrics: RiskInsightsBalanceMetrics | None
    transactions_metrics: RiskInsightsTransactionMetrics | None
    cashflow_metrics: RiskInsightsCashflowMetrics | None
    category_metrics: list[RiskInsightsCategoryMetrics]

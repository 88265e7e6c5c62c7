"""Source of sums over transactions: the aggregates when they know the answer, else the transactions."""

from store.core.parameters import Condition
from store.queries.banking.filters import TransactionFilter, on_flows, on_transactions

INFLOW = "sum(CASE WHEN type = 'INFLOW' THEN amount ELSE 0 END)"
OUTFLOW = "sum(CASE WHEN type = 'OUTFLOW' THEN amount ELSE 0 END)"
NET = "sum(CASE type WHEN 'INFLOW' THEN amount WHEN 'OUTFLOW' THEN -amount ELSE 0 END)"
COUNT = "sum(count)"


def source(matching: TransactionFilter) -> Condition:
    """A table expression with day, type, category, status, currency, amount and count, and its parameters.

    What a transaction does not say is an empty text; the amount is in 1/10,000 and has no direction.
    """
    if not matching.is_aggregated:
        condition, parameters = on_transactions(matching)
        return f"({_COUNTED} WHERE {condition})", parameters
    condition, parameters = on_flows(matching)
    table = "flows_by_day" if matching.is_total else "flows"
    return f"(SELECT * FROM {table} WHERE {condition})", parameters


_COUNTED = (
    "SELECT coalesce(value_date, '') AS day, coalesce(type, '') AS type, coalesce(category, '') AS category,"
    " coalesce(status, '') AS status, coalesce(currency, '') AS currency, coalesce(amount, 0) AS amount, 1 AS count"
    " FROM transactions"
)

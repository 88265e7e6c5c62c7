"""Source of sums over transactions: the aggregates when they know the answer, else the transactions."""

from dataclasses import replace

from store.core.money import summed
from store.core.parameters import Condition
from store.database import Database
from store.queries.banking import doubtful_rows, own_transfers
from store.queries.banking.filters import DOUBTFUL, TransactionFilter, on_flows, on_transactions

INFLOW = summed("CASE WHEN type = 'INFLOW' THEN amount ELSE 0 END")
OUTFLOW = summed("CASE WHEN type = 'OUTFLOW' THEN amount ELSE 0 END")
NET = f"({INFLOW} - {OUTFLOW})"  # of sums that are written alike SQLite makes one
COUNT = "sum(count)"
OWN_COUNT = "sum(own_count)"
LEFT_OUT = "sum(CASE WHEN own_count = 1 AND amount <> 0 THEN 1 ELSE 0 END)"
OWN_INFLOW = summed("CASE WHEN type = 'INFLOW' THEN own ELSE 0 END")
OWN_OUTFLOW = summed("CASE WHEN type = 'OUTFLOW' THEN own ELSE 0 END")


def known(db: Database, matching: TransactionFilter) -> TransactionFilter:
    """The filter with the keys of own transfers, and with those of doubtful rows where it goes by them."""
    own = own_transfers.ends(db, matching.links).keys()
    marked = doubtful_rows.marks(db, matching.links).keys() if matching.doubtful in DOUBTFUL else ()
    return replace(matching, own=own, marked=marked)


def source(matching: TransactionFilter) -> Condition:
    """A table expression with day, type, category, status, currency, amount, count, own and own_count.

    What a transaction does not say is an empty text; amounts are in 1/10,000 and have no direction. Own transfers are
    counted, and have their amount in `own`; in `amount` they have it only where the filter counts them.
    """
    table, parameters = _every(matching)
    if not matching.own:
        return f"(SELECT {_NAMES}, 0 AS own, 0 AS own_count FROM {table} AS every_one)", parameters
    condition, more = on_transactions(replace(matching, transfers="only"), by="key")
    taken = "-amount" if matching.leaves_own_out else "0"
    own = f"SELECT day, type, category, status, currency, {taken}, 0, amount, 1 FROM ({_COUNTED} WHERE {condition})"
    every = f"SELECT {_NAMES}, 0 AS own, 0 AS own_count FROM {table} AS every_one"
    return f"({every} UNION ALL {own})", parameters | more


def _every(matching: TransactionFilter) -> Condition:
    if not matching.is_aggregated:
        condition, parameters = on_transactions(matching)
        return f"({_COUNTED} WHERE {condition})", parameters
    condition, parameters = on_flows(matching)
    table = "flows_by_day" if matching.is_total else "flows"
    return f"(SELECT * FROM {table} WHERE {condition})", parameters


_NAMES = "day, type, category, status, currency, amount, count"

_COUNTED = (
    "SELECT coalesce(value_date, '') AS day, coalesce(type, '') AS type, coalesce(category, '') AS category,"
    " coalesce(status, '') AS status, coalesce(currency, '') AS currency, coalesce(amount, 0) AS amount, 1 AS count"
    " FROM transactions"
)

"""Source of sums over transactions: the aggregates when they know the answer, else the transactions.

Of some links or accounts there are sums by month only: the days of a range that begins or ends inside a month are added
from their rows, or taken out of the month again, whichever are fewer.
"""

from dataclasses import replace

from store import engine
from store.core.money import summed
from store.core.parameters import Condition
from store.database import Database
from store.queries.banking import doubtful_rows, own_transfers
from store.queries.banking.filters import (
    DOUBTFUL,
    TransactionFilter,
    by_account,
    on_days,
    on_months,
    on_transactions,
)
from store.queries.banking.sums import texts
from store.queries.banking.sums.months import Edge, split

INFLOW = summed("CASE WHEN type = 'INFLOW' THEN amount ELSE 0 END")
OUTFLOW = summed("CASE WHEN type = 'OUTFLOW' THEN amount ELSE 0 END")
COUNT = "sum(count)"
IS_SOMETHING = f"{COUNT} <> 0"
"""Of a group: days that were taken out again may have left nothing of it."""
OWN_COUNT = "sum(own_count)"
LEFT_OUT = "sum(CASE WHEN own_count = 1 AND amount <> 0 THEN 1 ELSE 0 END)"


def known(db: Database, matching: TransactionFilter) -> TransactionFilter:
    """The filter with the keys of own transfers, of few texts, and of doubtful rows where it goes by them."""
    own = own_transfers.ends(db, matching.links).keys()
    marked = doubtful_rows.marks(db, matching.links).keys() if matching.doubtful in DOUBTFUL else ()
    having = texts.having(db, matching.words, texts.FEW).keys if matching.words and not matching.goes_by_few else None
    return replace(matching, own=own, marked=marked, having=having)


def source(matching: TransactionFilter, *, is_short: bool = False) -> Condition:
    """A table expression with month, type, category, status, currency, amount, count, own and own_count.

    What a transaction does not say is an empty text; amounts are in 1/10,000 and have no direction. Own transfers are
    counted, and have their amount in `own`; in `amount` they have it only where the filter counts them. The month is
    the first seven characters of the day. What is taken out again has a negative amount and count. Where rows have to
    be read, of days that are `short` they are found by account and day.
    """
    table, parameters = _every(matching, is_short=is_short)
    every = f"SELECT {_NAMES}, 0 AS own, 0 AS own_count FROM {table} AS every_one"
    if not matching.own:
        return f"({every})", parameters
    condition, more = on_transactions(replace(matching, transfers="only"), by="key")
    taken = "-amount" if matching.leaves_own_out else "0"
    own = f"SELECT month, type, category, status, currency, {taken}, 0, amount, 1"
    own += f" FROM ({_COUNTED} WHERE {condition} {engine.APART})"
    return f"({every} UNION ALL {own})", parameters | more


def of_accounts(matching: TransactionFilter) -> Condition:
    """As `source`, with link and account, for a filter that the aggregates know; own transfers count as all do."""
    months = split(matching.since, matching.until)
    condition, parameters = on_months(matching)
    bounds = {"first_month": months.first, "last_month": months.last}
    terms = [
        condition,
        *(["month >= :first_month"] if months.first else []),
        *(["month <= :last_month"] if months.last else []),
    ]
    parts = [f"SELECT link, account, {_NAMES} FROM flows_by_month WHERE {' AND '.join(terms)}"]
    parameters |= {name: value for name, value in bounds.items() if value}
    for number, edge in enumerate(months.edges):
        part, more = _at_edge(matching, edge, number)
        parts.append(part)
        parameters |= more
    return f"({' UNION ALL '.join(parts)})", parameters


def _at_edge(matching: TransactionFilter, edge: Edge, number: int) -> Condition:
    condition, parameters = by_account(replace(matching, since=None, until=None))
    days = {f"edge_since_{number}": edge.since.isoformat(), f"edge_until_{number}": edge.until.isoformat()}
    first, last = days
    signed = _SIGNED if edge.sign < 0 else _COUNTED
    return f"{signed} WHERE {condition} AND value_date BETWEEN :{first} AND :{last}", parameters | days


def _every(matching: TransactionFilter, *, is_short: bool = False) -> Condition:
    if not matching.is_aggregated:
        has_few = matching.having is not None or matching.goes_by_few
        condition, parameters = by_account(matching) if is_short and not has_few else on_transactions(matching)
        return f"({_COUNTED} WHERE {condition} {engine.APART})", parameters
    if matching.aside:  # few, so that all less these are sooner added up than all others
        table, parameters = _every(replace(matching, aside=()))
        taken, more = of_accounts(replace(matching, aside=(), accounts=tuple(matching.aside)))
        less = f"SELECT {_LESS} FROM {taken} AS set_aside"
        return f"(SELECT {_NAMES} FROM {table} AS every_one UNION ALL {less})", {**more, **parameters}
    if not matching.is_total:
        return of_accounts(matching)
    condition, parameters = on_days(matching)
    return f"(SELECT *, substr(day, 1, 7) AS month FROM flows_by_day WHERE {condition})", parameters


_NAMES = "month, type, category, status, currency, amount, count"
_LESS = "month, type, category, status, currency, -amount, -count"

_ROW = (
    "SELECT link, account, substr(coalesce(value_date, ''), 1, 7) AS month, coalesce(type, '') AS type,"
    " coalesce(category, '') AS category, coalesce(status, '') AS status, coalesce(currency, '') AS currency,"
)
_COUNTED = f"{_ROW} coalesce(amount, 0) AS amount, 1 AS count FROM transactions"
_SIGNED = f"{_ROW} -coalesce(amount, 0) AS amount, -1 AS count FROM transactions"
"""Rows as sums of one, and as what is taken out."""

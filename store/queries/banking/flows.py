"""Money in and out, by month and by category. Amounts of different currencies are never added.

Transfers between accounts of one person are in no sum, unless the filter counts them.
"""

from datetime import date
from typing import TYPE_CHECKING

from store.core import frames
from store.core.money import summed
from store.database import Database
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter, on_flows
from store.queries.banking.movements import COUNT, INFLOW, LEFT_OUT, NET, OUTFLOW, known, source
from store.queries.base import EARLIEST
from store.write.aggregates import rebuild

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["by_account", "by_category", "by_month", "known_from", "rebuild"]


def by_month(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns month (its first day), currency, inflow, outflow, net (float64), count of dated transactions, left_out.

    The last counts own transfers that are in no sum.
    """
    table, parameters = source(known(db, matching))
    sql = f"""
        SELECT substr(day, 1, 7) || '-01' AS month, currency,
            {INFLOW} AS inflow, {OUTFLOW} AS outflow, {NET} AS net, {COUNT} AS count, {LEFT_OUT} AS left_out
        FROM {table} AS movements WHERE day <> ''
        GROUP BY substr(day, 1, 7), currency ORDER BY month, currency
    """
    columns = {"month": frames.DAY, "currency": frames.TEXT, **_SUMS, "net": frames.MONEY}
    columns |= dict.fromkeys(("count", "left_out"), frames.INTEGER)
    return frames.read(db, sql, parameters, columns)


def known_from(db: Database, matching: TransactionFilter) -> date | None:
    """The day of the oldest movement on these accounts, whatever else is filtered; impossible days left out."""
    of_accounts = TransactionFilter(
        links=matching.links, accounts=matching.accounts, without=matching.without, since=EARLIEST, transfers="counted"
    )
    table, parameters = source(of_accounts)
    with db.read() as connection:
        first = connection.execute(f"SELECT min(day) FROM {table} AS movements", parameters).fetchone()[0]
    return date.fromisoformat(first) if first else None


def by_account(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns account, name, link, currency, moved: all that went in and out in float64; text and amounts set aside."""
    condition, parameters = on_flows(matching)
    sql = f"""
        SELECT account, (SELECT name FROM accounts WHERE accounts.id = account) AS name, min(link) AS link, currency,
            {summed("amount")} AS moved
        FROM flows WHERE {condition} GROUP BY account, currency ORDER BY account, currency
    """
    columns = dict.fromkeys(("account", "name", "link", "currency"), frames.TEXT)
    return frames.read(db, sql, parameters, columns | {"moved": frames.MONEY})


def by_category(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns category, currency, inflow, outflow (float64), count; the largest sums first."""
    table, parameters = source(known(db, matching))
    sql = f"""
        SELECT CASE category WHEN '' THEN :uncategorized ELSE category END AS category, currency,
            {INFLOW} AS inflow, {OUTFLOW} AS outflow, {COUNT} AS count
        FROM {table} AS movements
        GROUP BY movements.category, currency ORDER BY {summed("amount")} DESC, movements.category
    """
    columns = {"category": frames.TEXT, "currency": frames.TEXT, **_SUMS, "count": frames.INTEGER}
    return frames.read(db, sql, {**parameters, "uncategorized": UNCATEGORIZED}, columns)


_SUMS = {"inflow": frames.MONEY, "outflow": frames.MONEY}

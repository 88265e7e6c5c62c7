"""Money in and out, by month and by category. Amounts of different currencies are never added.

Transfers between accounts of one person are in no sum, unless the filter counts them.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.partial_months import Months, partial_months
from store import engine
from store.core import frames
from store.core.money import summed
from store.database import Database
from store.queries.banking.balances import LOOKED_AT, soon_after
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter, edge_of, on_months
from store.queries.banking.movements import (
    COUNT,
    INFLOW,
    IS_SOMETHING,
    LEFT_OUT,
    NET,
    OUTFLOW,
    known,
    of_accounts,
    source,
)
from store.queries.base import EARLIEST
from store.queries.kept import kept
from store.write.aggregates import rebuild

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = [
    "by_account",
    "by_category",
    "by_month",
    "known_from",
    "known_until",
    "middle",
    "partial",
    "rebuild",
    "without_accounts",
]


@kept
def by_month(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns month (its first day), currency, inflow, outflow, net (float64), count of dated transactions, left_out.

    The last counts own transfers that are in no sum.
    """
    table, parameters = source(known(db, matching))
    sql = f"""
        SELECT movements.month || '-01' AS month, currency,
            {INFLOW} AS inflow, {OUTFLOW} AS outflow, {NET} AS net, {COUNT} AS count, {LEFT_OUT} AS left_out
        FROM {table} AS movements WHERE month <> ''
        GROUP BY movements.month, currency HAVING {IS_SOMETHING}
        ORDER BY movements.month NULLS FIRST, currency NULLS FIRST
    """
    columns = {"month": frames.DAY, "currency": frames.TEXT, **_SUMS, "net": frames.MONEY}
    columns |= dict.fromkeys(("count", "left_out"), frames.INTEGER)
    return frames.read(db, sql, parameters, columns)


def middle(months: "DataFrame", partial: Months) -> tuple["Series", int]:
    """The median of inflow, outflow and net over the whole months of one currency, to the cent, and how many these are.

    Of an even number it lies between two months, and half a cent is no amount.
    """
    whole = months[~months["month"].dt.date.isin(partial)]
    return whole[["inflow", "outflow", "net"]].median().round(2), len(whole)


def known_from(db: Database, matching: TransactionFilter) -> date | None:
    """The day of the oldest movement on these accounts, whatever else is filtered; impossible days left out."""
    accounts, parameters = on_months(
        TransactionFilter(links=matching.links, accounts=matching.accounts, without=matching.without)
    )
    sql = "SELECT min(day) FROM flows_by_day WHERE day >= :earliest"
    if not matching.is_total:
        sql = f"SELECT min({_OLDEST}) FROM row_counts WHERE resource = 'transactions' AND {accounts}"
    with db.read() as connection:
        first = connection.execute(sql, {**parameters, "earliest": EARLIEST.isoformat()}).fetchone()[0]
    return date.fromisoformat(first) if first else None


def known_until(db: Database, matching: TransactionFilter, today: date) -> date:
    """The day of the last look at any of these accounts, today at the latest: what came since is known of none.

    Today, too, where none of them says when it was looked at.
    """
    some = (("link", "links", matching.links), ("id", "accounts", matching.accounts))
    terms = [engine.among(column, name) for column, name, values in some if values]
    parameters: dict[str, object] = {name: engine.array(values) for _, name, values in some if values}
    sql = f"SELECT max({LOOKED_AT}) FROM accounts WHERE {' AND '.join(['deleted_at IS NULL', *terms])}"
    with db.read() as connection:
        last = connection.execute(sql, {**parameters, "soon": soon_after(today)}).fetchone()[0]
    return min(date.fromisoformat(last), today) if last else today


def partial(db: Database, matching: TransactionFilter, today: date) -> Months:
    """The months that are known, or asked for by the filter, in part."""
    until = known_until(db, matching, today)
    return partial_months(known_from(db, matching), until, since=matching.since, until=matching.until)


@kept
def by_account(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns account, name, link, currency, moved: all that went in and out in float64; text and amounts set aside."""
    table, parameters = of_accounts(matching)
    sql = f"""
        SELECT account, link, currency, {summed("amount")} AS moved,
            (SELECT name FROM accounts AS a WHERE a.id = movements.account AND a.link = movements.link) AS name
        FROM {table} AS movements GROUP BY link, account, currency HAVING {IS_SOMETHING}
        ORDER BY account NULLS FIRST, link, currency NULLS FIRST
    """
    columns = dict.fromkeys(("account", "name", "link", "currency"), frames.TEXT)
    return frames.read(db, sql, parameters, columns | {"moved": frames.MONEY})


def without_accounts(matching: TransactionFilter, odd: Mapping[str, Collection[str]]) -> TransactionFilter:
    """The filter without these accounts of by_account, which are by currency."""
    names = sorted({account for some in odd.values() for account in some})
    if names and matching.accounts:
        return replace(matching, accounts=tuple(account for account in matching.accounts if account not in names))
    return replace(matching, aside=tuple(names))


@kept
def by_category(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns category, currency, inflow, outflow (float64), count; the largest sums first."""
    table, parameters = source(known(db, matching))
    sql = f"""
        SELECT CASE category WHEN '' THEN :uncategorized ELSE category END AS category, currency,
            {INFLOW} AS inflow, {OUTFLOW} AS outflow, {COUNT} AS count
        FROM {table} AS movements
        GROUP BY movements.category, currency HAVING {IS_SOMETHING}
        ORDER BY {summed("amount")} DESC NULLS LAST, movements.category NULLS FIRST
    """
    columns = {"category": frames.TEXT, "currency": frames.TEXT, **_SUMS, "count": frames.INTEGER}
    return frames.read(db, sql, {**parameters, "uncategorized": UNCATEGORIZED}, columns)


_OLDEST = edge_of("min", "value_date >= :earliest")

_SUMS = {"inflow": frames.MONEY, "outflow": frames.MONEY}

"""Money in and out, by month and by category. Amounts of different currencies are never added.

Transfers between accounts of one person are in no sum, unless the filter counts them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from domain.partial_months import Months, partial_months
from store import engine
from store.core import frames
from store.core.money import NO_CURRENCY, summed
from store.database import Database
from store.queries.banking.balances import LOOKED_AT, soon_after
from store.queries.banking.filters import UNCATEGORIZED, TransactionFilter, edge_of, on_months
from store.queries.banking.sums.groups import Sums, added, groups
from store.queries.banking.sums.movements import IS_SOMETHING, of_accounts
from store.queries.base import EARLIEST
from store.queries.kept import kept, kept_by_link
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
    dated = (group for group in groups(db, matching) if group.month)
    sums: Sums = {**_ADDED, "left_out": attrgetter("left_out")}
    rows = [
        (
            f"{month}-01",
            currency,
            one["inflow"],
            one["outflow"],
            one["inflow"] - one["outflow"],
            one["count"],
            one["left_out"],
        )
        for (month, currency), one in sorted(added(dated, attrgetter("month", "currency"), sums), key=itemgetter(0))
    ]
    columns = {"month": frames.DAY, "currency": frames.TEXT, **_SUMS, "net": frames.MONEY}
    columns |= dict.fromkeys(("count", "left_out"), frames.INTEGER)
    return frames.typed(frames.records(rows, [*columns]), columns)


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
    wanted = replace(matching, links=(), without=(), text="", minimum=None, maximum=None, transfers=None, doubtful=None)
    found = _moved(db, matching.links, replace(wanted, aside=(), currency=None))
    rows = sorted(
        row for row in found if row[1] not in matching.without and matching.currency in (None, row[2] or NO_CURRENCY)
    )
    columns = dict.fromkeys(("account", "link", "currency", "name"), frames.TEXT) | {"moved": frames.MONEY}
    ordered = ("account", "name", "link", "currency", "moved")
    return frames.typed(frames.records(rows, [*columns]), {name: columns[name] for name in ordered})


@kept_by_link
def _moved(
    db: Database, links: Sequence[str], matching: TransactionFilter
) -> Iterator[tuple[str, tuple[str, str, str, str | None, int]]]:
    table, parameters = of_accounts(replace(matching, links=tuple(links)))
    sql = f"""
        SELECT link, account, currency, {summed("amount")} AS moved,
            (SELECT name FROM accounts AS a WHERE a.id = movements.account AND a.link = movements.link) AS name
        FROM {table} AS movements GROUP BY link, account, currency HAVING {IS_SOMETHING}
    """
    with db.read() as connection:
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        for link, account, currency, moved, name in cursor.fetchall():
            yield link, (account, link, currency, name, moved)


def without_accounts(matching: TransactionFilter, odd: Mapping[str, Collection[str]]) -> TransactionFilter:
    """The filter without these accounts of by_account, which are by currency."""
    names = sorted({account for some in odd.values() for account in some})
    if names and matching.accounts:
        return replace(matching, accounts=tuple(account for account in matching.accounts if account not in names))
    return replace(matching, aside=tuple(names))


@kept
def by_category(db: Database, matching: TransactionFilter) -> "DataFrame":
    """Columns category, currency, inflow, outflow (float64), count; the largest sums first."""
    sums: Sums = {**_ADDED, "amount": attrgetter("amount")}
    found = added(groups(db, matching), attrgetter("category", "currency"), sums)
    found.sort(key=lambda row: (-row[1]["amount"], row[0]))
    rows = [
        (category or UNCATEGORIZED, currency, one["inflow"], one["outflow"], one["count"])
        for (category, currency), one in found
    ]
    columns = {"category": frames.TEXT, "currency": frames.TEXT, **_SUMS, "count": frames.INTEGER}
    return frames.typed(frames.records(rows, [*columns]), columns)


_ADDED: Sums = {"inflow": attrgetter("inflow"), "outflow": attrgetter("outflow")}

_OLDEST = edge_of("min", "value_date >= :earliest")

_SUMS = {"inflow": frames.MONEY, "outflow": frames.MONEY}

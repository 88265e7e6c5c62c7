"""The rows of a page, found without sorting or counting all that match.

No index orders the transactions of all accounts by date (see `resources.Declaration`): the aggregates tell on which
days a page lies. By amount there is one; it is walked where many rows match, and where few do they are sorted.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from store import engine
from store.core.parameters import Condition, members
from store.queries.banking.filters import ACCOUNTS, TransactionFilter, on_flows, on_transactions
from store.queries.banking.movements import COUNT, source

SORTS = {
    "value_date": ("value_date",),
    "amount": ("amount_bucket", "signed_amount"),
    "description": ("description",),
    "merchant": ("merchant",),
    "category": ("category",),
    "status": ("status",),
}
"""Columns by which a page may be sorted."""

FEW = 10_000
"""Rows that are sorted rather than searched for in order."""

FEW_DAYS = 62
"""Days that are looked up one by one in every account."""

PLENTY = 20
"""Rows searched for text and amounts before all are, in multiples of what the page needs."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A page: rows from `offset` on, at most `limit`, in the order of a key of `SORTS`."""

    sort: str = "value_date"
    descending: bool = True
    offset: int = 0
    limit: int = 100

    @property
    def order(self) -> str:
        """The ORDER BY clause: rows that are equal in the column are in the order in which they were stored."""
        return ", ".join(f"{column} {'DESC' if self.descending else 'ASC'}" for column in (*SORTS[self.sort], "key"))

    @property
    def end(self) -> int:
        """Rows up to the end of the page."""
        return self.offset + self.limit


def keys(connection: sqlite3.Connection, matching: TransactionFilter, page: Slice) -> list[int]:
    """The keys of the page's rows, in order."""
    if matching.takes_own or matching.doubtful == "only":
        return _fetch(connection, on_transactions(matching, by="key"), page)
    if page.sort == "value_date":
        return _by_day(connection, matching, page)
    if page.sort == "amount" and page.offset > FEW and matching == TransactionFilter():
        return _by_bucket(connection, page)
    return _fetch(connection, _collected(connection, matching) or _walked(matching, page), page)


def days(
    connection: sqlite3.Connection, matching: TransactionFilter, *, descending: bool = True
) -> list[tuple[str, int]]:
    """The days in order, and how many rows each has before text and amounts are looked at."""
    table, parameters = source(_aggregated(matching))
    direction = "DESC" if descending else "ASC"
    sql = f"SELECT day, {COUNT} FROM {table} AS movements GROUP BY day ORDER BY day {direction}"
    return [(day, count) for day, count in connection.execute(sql, parameters)]


def within(matching: TransactionFilter, first: str, last: str) -> Condition:
    """The condition for some days only, found by account and day: where no account is named, by every one there is."""
    early, late = sorted((first, last))
    condition, parameters = _by_account(matching)
    bounds = {"first_day": early, "last_day": late}
    return f"{condition} AND value_date BETWEEN :first_day AND :last_day", parameters | bounds


def _by_account(matching: TransactionFilter) -> Condition:
    if matching.accounts or matching.links:
        return on_transactions(matching)
    condition, parameters = on_transactions(matching, by="account")
    return f"account IN ({ACCOUNTS}) AND {condition}", parameters


def _fetch(connection: sqlite3.Connection, which: Condition, page: Slice) -> list[int]:
    condition, parameters = which
    sql = f"SELECT key FROM transactions WHERE {condition} ORDER BY {page.order} LIMIT :limit OFFSET :offset"
    rows = connection.execute(sql, {**parameters, "limit": page.limit, "offset": page.offset})
    return [key for (key,) in rows]


def _by_day(connection: sqlite3.Connection, matching: TransactionFilter, page: Slice) -> list[int]:
    counted = days(connection, matching, descending=page.descending)
    if not counted:
        return []
    first, last, before = _span(counted, matching, page)
    keys = _fetch(connection, within(matching, first, last), replace(page, offset=page.offset - before))
    if matching.is_aggregated or len(keys) == page.limit or (first, last) == (counted[0][0], counted[-1][0]):
        return keys
    return _fetch(connection, _collected(connection, matching) or on_transactions(matching), page)


def _by_bucket(connection: sqlite3.Connection, page: Slice) -> list[int]:
    """A page far down the whole list: buckets that end before it need not be sorted."""
    direction = "DESC" if page.descending else "ASC"
    sql = f"""
        SELECT amount_bucket, count(*) FROM transactions WHERE deleted_at IS NULL
        GROUP BY amount_bucket ORDER BY amount_bucket {direction}
    """
    counted = [(bucket, count) for bucket, count in connection.execute(sql)]
    first, last, before = _span(counted, TransactionFilter(), page) if counted else (None, None, 0)
    condition, parameters = _walked(TransactionFilter(), page)
    if first is None or last is None:  # rows without amount
        return _fetch(connection, (condition, parameters), page)
    bounds = {"first_bucket": min(first, last), "last_bucket": max(first, last)}
    where = f"{condition} AND amount_bucket BETWEEN :first_bucket AND :last_bucket"
    return _fetch(connection, (where, parameters | bounds), replace(page, offset=page.offset - before))


def _span(counted: list[tuple[Any, int]], matching: TransactionFilter, page: Slice) -> tuple[Any, Any, int]:
    """The first and the last group, such as a day, in which the page lies, and how many rows come before the first.

    Where text and amounts leave an unknown part of the rows, these are the first groups with plenty of rows.
    """
    skip = page.offset if matching.is_aggregated else 0
    enough = page.end if matching.is_aggregated else max(page.end * PLENTY, FEW)
    upto = [*accumulate(count for _, count in counted)]
    first = min(bisect_right(upto, skip), len(counted) - 1)
    last = min(bisect_left(upto, enough), len(counted) - 1)
    return counted[first][0], counted[last][0], upto[first] - counted[first][1]


def _collected(connection: sqlite3.Connection, matching: TransactionFilter) -> Condition | None:
    """The condition that finds all matching rows at little cost, or None where more than FEW may match."""
    table, parameters = source(_aggregated(matching))
    sql = f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements"
    if connection.execute(sql, parameters).fetchone()[0] <= FEW:
        return _on_days_that_match(connection, matching) if matching.is_total else on_transactions(matching)
    if matching.words and (condition := _with_few_texts(connection, matching)):
        return condition
    amount = TransactionFilter(minimum=matching.minimum, maximum=matching.maximum)
    if not amount.is_aggregated and _are_few(connection, on_transactions(amount, by="amount_bucket")):
        return on_transactions(matching, by="amount_bucket")
    return None


def _with_few_texts(connection: sqlite3.Connection, matching: TransactionFilter) -> Condition | None:
    """The condition where few texts match; these are looked for once, since that reads all of them."""
    sql = f"SELECT key FROM search_transactions WHERE {engine.contains('text', 'words')} LIMIT :few"
    keys = [key for (key,) in connection.execute(sql, {"words": matching.words, "few": FEW + 1})]
    if len(keys) > FEW:
        return None
    condition, parameters = on_transactions(replace(matching, text=""), by="key")
    return f"{engine.among('key', 'keys')} AND {condition}", parameters | {"keys": engine.array(keys)}


def _on_days_that_match(connection: sqlite3.Connection, matching: TransactionFilter) -> Condition:
    """Few rows of all accounts: the aggregates tell on which days they are, and of which accounts."""
    counted = days(connection, matching)
    if len(counted) <= FEW_DAYS:
        condition, parameters = _by_account(matching)
        names, more = members("day", [day for day, _ in counted])
        return f"{condition} AND value_date IN {names}", parameters | more
    condition, parameters = on_transactions(matching, by="account")
    flows, more = on_flows(matching)
    on_those_days = f"(account, value_date) IN (SELECT account, day FROM flows WHERE {flows})"
    return f"{on_those_days} AND {condition}", parameters | more


def _walked(matching: TransactionFilter, page: Slice) -> Condition:
    return on_transactions(matching, by="amount_bucket" if page.sort == "amount" else None)


def _are_few(connection: sqlite3.Connection, which: Condition) -> bool:
    """Counting stops at FEW."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM transactions WHERE {which[0]} LIMIT :few) AS matching"
    count: int = connection.execute(sql, {**which[1], "few": FEW + 1}).fetchone()[0]
    return count <= FEW


def _aggregated(matching: TransactionFilter) -> TransactionFilter:
    return replace(matching, text="", minimum=None, maximum=None, transfers=None, own=(), doubtful=None)

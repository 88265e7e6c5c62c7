"""Which rows are on a page, found without sorting or counting all that match.

No index orders the transactions of all accounts by date (see `store.resources.Resource`): the aggregates tell on which
days a page lies. By amount there is one; it is walked where many rows match, and where few do they are sorted.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from store.filters import Filter, on_transactions
from store.movements import COUNT, source
from store.parameters import Condition, members

SORTS = {
    "value_date": "value_date",
    "amount": "signed_amount",
    "description": "description",
    "merchant": "merchant",
    "category": "category",
    "status": "status",
}
"""What a page may be sorted by, and the column behind it."""

FEW = 10_000
"""Up to so many rows are sorted rather than searched for in order."""

PLENTY = 20
"""How many times more rows than the page needs are searched for text and amounts before all are."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A page: rows from `offset` on, at most `limit`, in the order of a key of `SORTS`."""

    sort: str = "value_date"
    descending: bool = True
    offset: int = 0
    limit: int = 100

    @property
    def order(self) -> str:
        """What follows ORDER BY: rows that are equal in the column are in the order in which they were stored."""
        direction = "DESC" if self.descending else "ASC"
        return f"{SORTS[self.sort]} {direction}, key {direction}"

    @property
    def end(self) -> int:
        """How many rows there are up to the end of the page."""
        return self.offset + self.limit


def keys(connection: sqlite3.Connection, wanted: Filter, page: Slice) -> list[int]:
    """The keys of the page's rows, in order."""
    if page.sort == "value_date":
        return _by_day(connection, wanted, page)
    walk = page.sort == "amount" and not _are_few(connection, wanted)
    return _fetch(connection, on_transactions(wanted, by="signed_amount" if walk else None), page)


def _fetch(connection: sqlite3.Connection, which: Condition, page: Slice) -> list[int]:
    condition, parameters = which
    sql = f"SELECT key FROM transactions WHERE {condition} ORDER BY {page.order} LIMIT :limit OFFSET :offset"
    found = connection.execute(sql, {**parameters, "limit": page.limit, "offset": page.offset})
    return [key for (key,) in found]


def _by_day(connection: sqlite3.Connection, wanted: Filter, page: Slice) -> list[int]:
    days = _days(connection, wanted, page)
    if days and all(day for day, _ in days):
        within, rest = _narrow(days, wanted, page)
        found = _fetch(connection, _by_account(within), rest)
        if wanted.is_aggregated or len(found) == page.limit:
            return found
    return _fetch(connection, on_transactions(wanted), page)


def _days(connection: sqlite3.Connection, wanted: Filter, page: Slice) -> list[tuple[str, int]]:
    """The days, in the page's order, and how many rows each has before text and amounts are looked at."""
    table, parameters = source(_aggregated(wanted))
    direction = "DESC" if page.descending else "ASC"
    sql = f"SELECT day, {COUNT} FROM {table} AS movements GROUP BY day ORDER BY day {direction}"
    return [(day, count) for day, count in connection.execute(sql, parameters)]


def _narrow(days: list[tuple[str, int]], wanted: Filter, page: Slice) -> tuple[Filter, Slice]:
    """The filter with only the days on which the page lies, and the page without the rows that come before them.

    Where text and amounts leave an unknown part of the rows, these are the first days with plenty of rows.
    """
    skip = page.offset if wanted.is_aggregated else 0
    enough = page.end if wanted.is_aggregated else max(page.end * PLENTY, FEW)
    upto = [*accumulate(count for _, count in days)]
    first = min(bisect_right(upto, skip), len(days) - 1)
    last = min(bisect_left(upto, enough), len(days) - 1)
    since, until = sorted((days[first][0], days[last][0]))
    before = upto[first] - days[first][1]
    narrowed = replace(wanted, since=date.fromisoformat(since), until=date.fromisoformat(until))
    return narrowed, replace(page, offset=page.offset - before)


def _by_account(wanted: Filter) -> Condition:
    """The condition, looked up by account and day: where no account is named, by every one there is."""
    condition, parameters = on_transactions(wanted, by="account")
    if wanted.accounts:
        return condition, parameters
    every = "SELECT account FROM row_counts WHERE resource = 'transactions'"
    if wanted.links:
        every = f"{every} AND link IN {members('link', wanted.links)[0]}"
    return f"account IN ({every}) AND {condition}", parameters


def _are_few(connection: sqlite3.Connection, wanted: Filter) -> bool:
    """Whether at most FEW rows match; what is counted stops there."""
    table, parameters = source(_aggregated(wanted))
    sql = f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements"
    if connection.execute(sql, parameters).fetchone()[0] <= FEW:
        return True
    alone = (Filter(text=wanted.text), Filter(minimum=wanted.minimum, maximum=wanted.maximum))
    return any(_count_to_few(connection, one) <= FEW for one in alone if not one.is_aggregated)


def _count_to_few(connection: sqlite3.Connection, wanted: Filter) -> int:
    condition, parameters = on_transactions(wanted)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM transactions WHERE {condition} LIMIT :few) AS matching"
    count: int = connection.execute(sql, {**parameters, "few": FEW + 1}).fetchone()[0]
    return count


def _aggregated(wanted: Filter) -> Filter:
    return replace(wanted, text="", minimum=None, maximum=None)

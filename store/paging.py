"""Which rows are on a page, found without sorting or counting all that match.

By date, the aggregates tell on which days the page lies. Otherwise, where many rows match, the index that is in the
wanted order is walked until the page is full; where few match, they are found by the filter and sorted.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from store import engine
from store.filters import Condition, Filter, on_transactions
from store.movements import COUNT, source

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


@dataclass(frozen=True, slots=True)
class Slice:
    """A page: rows from `offset` on, at most `limit`, in the order of a key of `SORTS`."""

    sort: str = "value_date"
    descending: bool = True
    offset: int = 0
    limit: int = 100

    @property
    def order(self) -> tuple[str, str]:
        return SORTS[self.sort], "DESC" if self.descending else "ASC"


def keys(connection: sqlite3.Connection, wanted: Filter, page: Slice) -> Condition:
    """A query for the keys of the page's rows."""
    if wanted.is_aggregated and page.sort == "value_date":
        wanted, page = _days(connection, wanted, page)
        return _query(wanted, page, by_filter=not wanted.is_total)
    return _query(wanted, page, by_filter=_are_few(connection, wanted))


def _query(wanted: Filter, page: Slice, *, by_filter: bool) -> Condition:
    condition, parameters = on_transactions(wanted, indexed=by_filter)
    column, direction = page.order
    order = engine.unindexed(column) if by_filter else column
    sql = f"""
        SELECT key FROM transactions WHERE {condition}
        ORDER BY {order} {direction}, key {direction} LIMIT :limit OFFSET :offset
    """
    return sql, {**parameters, "limit": page.limit, "offset": page.offset}


def _days(connection: sqlite3.Connection, wanted: Filter, page: Slice) -> tuple[Filter, Slice]:
    """Narrow the filter to the days on which the page lies, and skip only what comes before it on the first of them."""
    table, parameters = source(wanted)
    sql = f"SELECT day, {COUNT} FROM {table} AS movements GROUP BY day ORDER BY day {page.order[1]}"
    days = connection.execute(sql, parameters).fetchall()
    if any(day == "" for day, _ in days):
        return wanted, page
    before, found = _find(days, page)
    if not found:
        return wanted, page
    first, last = sorted((found[0], found[-1]))
    narrowed = replace(wanted, since=date.fromisoformat(first), until=date.fromisoformat(last))
    return narrowed, replace(page, offset=page.offset - before)


def _find(days: Iterable[tuple[str, int]], page: Slice) -> tuple[int, list[str]]:
    """How many rows lie on days before the page, and the days that it touches."""
    before, seen, found = 0, 0, []
    for day, count in days:
        if seen + count > page.offset and seen < page.offset + page.limit:
            found.append(day)
        elif not found:
            before += count
        seen += count
    return before, found


def _are_few(connection: sqlite3.Connection, wanted: Filter) -> bool:
    aggregated = replace(wanted, text="", minimum=None, maximum=None)
    table, parameters = source(aggregated)
    sql = f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements"
    if connection.execute(sql, parameters).fetchone()[0] <= FEW:
        return True
    if wanted.is_aggregated:
        return False
    condition, parameters = on_transactions(wanted, indexed=True)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM transactions WHERE {condition} LIMIT :few) AS matching"
    count: int = connection.execute(sql, {**parameters, "few": FEW + 1}).fetchone()[0]
    return count <= FEW

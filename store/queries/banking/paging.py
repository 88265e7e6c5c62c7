"""The rows of a page, found without sorting or counting all that match.

SQLite has no index that orders the transactions of all accounts by date (see `resources.Declaration`): the aggregates
tell on which days a page lies, or in which months where only some accounts are taken, and each account's index gives
the first of its rows there. By amount there is one index; it is walked where many rows match, and where few do they are
sorted.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from store import engine
from store.core.keyset import By
from store.core.parameters import Condition, members
from store.engine import Connection
from store.queries.banking.filters import TransactionFilter, by_account, on_days, on_months, on_transactions
from store.queries.banking.slices import Slice
from store.queries.banking.sums.movements import COUNT, IS_SOMETHING, source
from store.queries.banking.sums.texts import FEW

_MONTH = 7
"""Characters of a month; a day has more."""

FEW_DAYS = 62
"""Days that are looked up one by one in every account."""

IN_ORDER = 2
"""How many rows are read in the order in which they lie while one is found by an index."""

MANY = 1_000
"""Rows that are not looked for in each account before they are sorted: then all of some months are."""

PLENTY = 20
"""Rows searched for text and amounts before all are, in multiples of what the page needs."""


class _Stretch(NamedTuple):
    """Days, or months, on the way to a page, how many rows come before them, and whether none come behind."""

    first: str
    last: str
    before: int
    is_all: bool


def keys(connection: Connection, matching: TransactionFilter, page: Slice) -> list[int]:
    """The keys of the page's rows, in order."""
    found = _on_the_way(connection, matching, page)
    return found[::-1] if page.place.before is not None else found


def _on_the_way(connection: Connection, matching: TransactionFilter, page: Slice) -> list[int]:
    if matching.goes_by_few or (matching.words and matching.having is not None):
        return _fetch(connection, on_transactions(matching, by="key"), page)
    if page.sort == "value_date":
        return _by_day(connection, matching, page)
    if page.sort == "amount" and page.place.offset > FEW and matching == TransactionFilter():
        return _by_bucket(connection, page)
    return _fetch(connection, _collected(connection, matching, page) or _walked(matching, page), page)


def _fetch(connection: Connection, which: Condition, page: Slice) -> list[int]:
    condition, parameters = which
    bound, marks = page.place.where(page.order)
    # What is ordered by is selected, or SQLite sorts all rows of an earlier day, whose table is a union.
    ordered = ", ".join(by.column for by in page.way.columns if by.column != "key")
    sql = (
        f"SELECT key, {ordered} FROM transactions WHERE {condition} AND {bound}"
        f" ORDER BY {page.way.sql} LIMIT :limit OFFSET :offset"
    )
    cut = {"limit": page.place.limit, "offset": page.place.offset}
    return [key for key, *_ in connection.execute(sql, {**parameters, **marks, **cut})]


def _by_day(connection: Connection, matching: TransactionFilter, page: Slice) -> list[int]:
    is_in_order = _takes_all(matching) and page.place.offset <= FEW and engine.lists_by_day(connection)
    if is_in_order and matching.is_aggregated:
        return _fetch(connection, on_transactions(matching, by="value_date"), page)
    stretch = _next_days(connection, matching, page) if is_in_order else _counted_days(connection, matching, page)
    if stretch is None:
        return []
    here = page.skipping(stretch.before)
    find = _of_all_accounts if matching.is_total or here.end > MANY else _of_each_account
    keys = find(connection, matching, stretch.first, stretch.last, here)
    if matching.is_aggregated or len(keys) == page.place.limit or stretch.is_all:
        return keys
    return _fetch(connection, _collected(connection, matching, page) or on_transactions(matching), page)


def _takes_all(matching: TransactionFilter) -> bool:
    """Whatever its days, text and amounts are."""
    return replace(_aggregated(matching), since=None, until=None) == TransactionFilter()


def _next_days(connection: Connection, matching: TransactionFilter, page: Slice) -> _Stretch | None:
    """The days of plenty of rows on the page's way, where an index has all rows by day."""
    condition, parameters = on_transactions(_aggregated(matching), by="value_date")
    bound, marks = page.place.where(page.order)
    sql = f"""
        SELECT min(value_date), max(value_date), count(*) FROM (
            SELECT value_date FROM transactions WHERE {condition} AND {bound} ORDER BY {page.way.sql} LIMIT :plenty
        ) AS next_ones
    """
    plenty = _plenty(page)
    early, late, count = connection.execute(sql, {**parameters, **marks, "plenty": plenty}).fetchone()
    return _Stretch(early, late, 0, is_all=count < plenty) if count else None


def _counted_days(connection: Connection, matching: TransactionFilter, page: Slice) -> _Stretch | None:
    """The days, or months, on which the page lies as the aggregates know them."""
    counted = _counted(connection, matching, page)
    if not counted:
        return None
    first, last, before = _span(counted, matching, page)
    return _Stretch(first, last, before, is_all=(first, last) == (counted[0][0], counted[-1][0]))


def _counted(connection: Connection, matching: TransactionFilter, page: Slice) -> list[tuple[str, int]]:
    """The days on the page's way, or months, and how many rows each has before text and amounts are looked at."""
    by, sign = By("part", page.goes_down), "<=" if page.goes_down else ">="
    parts, parameters = _parts(_aggregated(matching))
    bound = ""
    if page.mark is not None:
        bound = f"WHERE part {sign} :from"
        parameters |= {"from": page.day if matching.is_total else page.day[:_MONTH]}
    sql = f"SELECT part, {COUNT} FROM {parts} AS counted {bound} GROUP BY part HAVING {IS_SOMETHING} ORDER BY {by.sql}"
    return [(part, count) for part, count in connection.execute(sql, parameters)]


def _parts(matching: TransactionFilter) -> Condition:
    """A table expression with the days, or months, of a filter that the aggregates know, and the count of each."""
    if matching.is_total:
        condition, parameters = on_days(matching)
        return f"(SELECT day AS part, count FROM flows_by_day WHERE {condition})", parameters
    table, parameters = source(matching)
    return f"(SELECT month AS part, count FROM {table} AS movements)", parameters


def _of_all_accounts(
    connection: Connection, matching: TransactionFilter, first: str, last: str, page: Slice
) -> list[int]:
    """The page's rows from one day or month to another, of all rows that are there."""
    condition, parameters = by_account(replace(matching, since=None, until=None))
    first_day, last_day = _days(matching, first, last, page)
    days = {"first_day": first_day, "last_day": last_day}
    return _fetch(connection, (f"{condition} AND value_date BETWEEN :first_day AND :last_day", parameters | days), page)


def _of_each_account(
    connection: Connection, matching: TransactionFilter, first: str, last: str, page: Slice
) -> list[int]:
    """The page's rows from one day or month to another: of each account no more than the page may need."""
    accounts, named = on_months(_any_of(matching))
    condition, parameters = on_transactions(_each(matching), by="account")
    bound, marks = page.place.where(page.order)
    days = dict(zip(("first_day", "last_day"), _days(matching, first, last, page), strict=True))
    first_ones = f"""
        SELECT key, value_date FROM transactions WHERE account = held.account AND link = held.link AND {condition}
            AND value_date BETWEEN :first_day AND :last_day AND {bound}
        ORDER BY {page.way.sql} LIMIT :end
    """
    sql = f"""
        SELECT listed.key, listed.value_date
        FROM (SELECT link, account FROM row_counts WHERE resource = 'transactions' AND live > 0 AND {accounts}) AS held
        {engine.for_each(connection, "transactions", "listed", first_ones)}
        ORDER BY {page.way.of("listed").sql} LIMIT :limit OFFSET :offset
    """
    cut = {"limit": page.place.limit, "offset": page.place.offset, "end": page.end}
    return [key for key, _ in connection.execute(sql, {**named, **parameters, **marks, **days, **cut})]


def _by_bucket(connection: Connection, page: Slice) -> list[int]:
    """A page far down the whole list: buckets that end before it need not be sorted."""
    by = By("amount_bucket", page.descending, nullable=True)
    sql = f"""
        SELECT amount_bucket, count(*) FROM transactions WHERE deleted_at IS NULL
        GROUP BY amount_bucket ORDER BY {by.sql}
    """
    counted = [(bucket, count) for bucket, count in connection.execute(sql)]
    first, last, before = _span(counted, TransactionFilter(), page) if counted else (None, None, 0)
    condition, parameters = _walked(TransactionFilter(), page)
    if first is None or last is None:  # rows without amount
        return _fetch(connection, (condition, parameters), page)
    bounds = {"first_bucket": min(first, last), "last_bucket": max(first, last)}
    where = f"{condition} AND amount_bucket BETWEEN :first_bucket AND :last_bucket"
    return _fetch(connection, (where, parameters | bounds), page.skipping(before))


def _span(counted: list[tuple[Any, int]], matching: TransactionFilter, page: Slice) -> tuple[Any, Any, int]:
    """The first and the last group, such as a day, in which the page lies, and how many rows come before the first.

    Where text and amounts leave an unknown part of the rows, these are the first groups with plenty of rows.
    """
    skip = page.place.offset if matching.is_aggregated else 0
    enough = page.end if matching.is_aggregated else _plenty(page)
    enough += counted[0][1] if page.mark is not None else 0  # some of these lie before the mark
    upto = [*accumulate(count for _, count in counted)]
    first = min(bisect_right(upto, skip), len(counted) - 1)
    last = min(bisect_left(upto, enough), len(counted) - 1)
    return counted[first][0], counted[last][0], upto[first] - counted[first][1]


def _plenty(page: Slice) -> int:
    return max(page.end * PLENTY, FEW)


def _collected(connection: Connection, matching: TransactionFilter, page: Slice) -> Condition | None:
    """The condition that finds all matching rows at little cost, or None where that can't be."""
    number = _number(connection, _aggregated(matching))
    if number <= FEW:
        return _few(connection, matching, page, number) if matching.is_total else on_transactions(matching)
    amount = TransactionFilter(minimum=matching.minimum, maximum=matching.maximum)
    if not amount.is_aggregated and _are_few(connection, on_transactions(amount, by="amount_bucket")):
        return on_transactions(matching, by="amount_bucket")
    return None


def _number(connection: Connection, matching: TransactionFilter) -> int:
    if matching == TransactionFilter():
        every: int = connection.execute(_EVERY).fetchone()[0]
        return every
    table, parameters = source(matching)
    number: int = connection.execute(f"SELECT coalesce({COUNT}, 0) FROM {table} AS movements", parameters).fetchone()[0]
    return number


_EVERY = "SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'transactions'"


def _few(connection: Connection, matching: TransactionFilter, page: Slice, number: int) -> Condition | None:
    """Few rows of all accounts: the aggregates tell on which days they are, or in which months of which accounts.

    None where to read all of these months would take longer than to go through the list in its order, or through all.
    """
    counted = _counted(connection, matching, Slice())
    if len(counted) <= FEW_DAYS:
        condition, parameters = by_account(matching)
        names, more = members("day", [day for day, _ in counted])
        return f"{condition} AND value_date IN {names}", parameters | more
    every = _number(connection, TransactionFilter())
    goes_in_order = page.sort == "amount" and matching.is_aggregated
    otherwise = page.end * every / number if goes_in_order else every / IN_ORDER
    months, bounds = _months_of(matching)
    sql = f"SELECT sum(count) FROM flows_by_month WHERE (link, account, month) IN ({months})"
    if connection.execute(sql, bounds).fetchone()[0] > otherwise:
        return None
    condition, parameters = on_transactions(matching, by="account")
    in_them = f"""
        SELECT key FROM ({months}) AS held CROSS JOIN transactions
        WHERE account = of_account AND link = of_link AND value_date BETWEEN of_month AND of_month || '-31'
            AND {condition}
    """
    return f"key IN ({in_them})", parameters | bounds


def _months_of(matching: TransactionFilter) -> Condition:
    """The links, accounts and months that have rows of the filter, text and amounts set aside."""
    condition, parameters = on_months(_aggregated(matching))
    first, last = (day.isoformat()[:_MONTH] if day else "" for day in (matching.since, matching.until or date.max))
    bounds = {"first_month": first, "last_month": last}
    sql = (
        "SELECT DISTINCT link AS of_link, account AS of_account, month AS of_month FROM flows_by_month"
        f" WHERE {condition} AND month BETWEEN :first_month AND :last_month"
    )
    return sql, parameters | bounds


def _walked(matching: TransactionFilter, page: Slice) -> Condition:
    return on_transactions(matching, by="amount_bucket" if page.sort == "amount" else None)


def _are_few(connection: Connection, which: Condition) -> bool:
    """Counting stops at FEW."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM transactions WHERE {which[0]} LIMIT :few) AS matching"
    count: int = connection.execute(sql, {**which[1], "few": FEW + 1}).fetchone()[0]
    return count <= FEW


def _days(matching: TransactionFilter, first: str, last: str, page: Slice) -> tuple[str, str]:
    """The earliest and the latest day that the filter takes of these days or months, on the page's way."""
    early, late = sorted((first, last))
    latest = [f"{late}-31" if len(late) == _MONTH else late, *([matching.until.isoformat()] if matching.until else [])]
    earliest = [early, *([matching.since.isoformat()] if matching.since else [])]
    if page.mark:
        (latest if page.goes_down else earliest).append(page.day)
    return max(earliest), min(latest)


def _each(matching: TransactionFilter) -> TransactionFilter:
    """What is left to look at in a row whose account and day are those of the filter."""
    return replace(matching, links=(), accounts=(), without=(), since=None, until=None)


def _any_of(matching: TransactionFilter) -> TransactionFilter:
    """Everything on the same accounts."""
    return TransactionFilter(links=matching.links, accounts=matching.accounts, without=matching.without)


def _aggregated(matching: TransactionFilter) -> TransactionFilter:
    return replace(matching, text="", minimum=None, maximum=None, transfers=None, own=(), doubtful=None)

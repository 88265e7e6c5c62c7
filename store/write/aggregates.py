"""Sums that follow the rows: changed by deltas in the rows' own transaction, or rebuilt from scratch.

`flows_by_month` has amount (1/10,000, as received, without direction) and count by link, account, month, type,
category, status and currency; `flows_by_day` the same by day over all links and accounts; `row_counts` the live rows by
resource, link and account. What a row does not say is an empty text. Deleted rows count nowhere.

By account there is no sum by day: where people live, that would be one for nearly every row.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from resources import RESOURCES, Declaration
from store import engine
from store.core.money import summed
from store.core.parameters import Condition
from store.engine import Connection
from store.schema import row_index

_KINDS = ("type", "category", "status", "currency")
_SOURCE = ("link", "account", "value_date", *_KINDS)

_SUMS = ("amount", "count")
_AMOUNTS = summed("amount")

_IS_LIVE = f"{engine.unindexed('deleted_at')} IS NULL"
"""Where most rows are read they are read as they lie: by an index of those that are live it takes ten times as long."""

_Key = tuple[Any, ...]


class _Table(NamedTuple):
    """A table of sums: its key, and the expressions of a row of `transactions` that make it."""

    name: str
    key: tuple[str, ...]
    source: tuple[str, ...]
    bucket: str = ""
    """Of the link, where each has its own set of sums: what begins the key."""

    @property
    def of_rows(self) -> str:
        """The key of a row, in SQL."""
        texts = (f"coalesce({expression}, '')" for expression in self.source)
        return ", ".join([self.bucket, *texts] if self.bucket else texts)


_MONTHS = _Table(
    "flows_by_month",
    ("link", "account", "month", *_KINDS),
    ("link", "account", "substr(value_date, 1, 7)", *_KINDS),
)
_DAYS = _Table("flows_by_day", ("day", *_KINDS), ("value_date", *_KINDS))
_DAYS_IN_SETS = _Table(
    engine.IN_SETS["flows_by_day"], ("bucket", *_DAYS.key), _DAYS.source, f"(slot >> {row_index.WIDTH}) % {engine.SETS}"
)
"""Where many write at the same time: one set of sums would have them wait for each other, page after page."""

_FOLDED = -1
"""The set of the days that are over for long."""


class Changes:
    """One transaction's changes of a resource's aggregates, collected first and written once.

    They are written in the order of their keys: two transactions that change the same sums can't wait for each other.
    """

    def __init__(self, resource: Declaration) -> None:
        self._resource = resource
        self._names = (*_SOURCE, "amount") if resource.feeds_flows else _SOURCE[:2]
        self._live: dict[_Key, int] = defaultdict(int)
        self._months: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])
        self._days: dict[int, dict[_Key, list[int]]] = {}

    def add(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Count rows that come or that return, given as the values of their columns."""
        empty = [""] * len(columns["id"])
        self._change([*zip(*(columns.get(name, empty) for name in self._names), strict=True)], 1)

    def subtract_stored(self, connection: Connection, which: Condition) -> int:
        """Take out rows as they are stored now, before they change or go; returns how many of them were live."""
        own = _counted(self._resource) + self._names[2:]
        names = ", ".join(name if name in own else "''" for name in self._names)
        condition, parameters = which
        sql = f"SELECT {names} FROM {self._resource.table} WHERE {condition} AND deleted_at IS NULL"
        cursor = connection.execute(sql, parameters)
        engine.tuples(cursor)
        rows: list[_Key] = cursor.fetchall()
        self._change(rows, -1)
        return len(rows)

    def _change(self, rows: Sequence[_Key], sign: int) -> None:
        if not self._resource.feeds_flows:
            for (link, account), count in Counter(rows).items():
                self._live[link or "", account or ""] += sign * count
            return
        links = {row[0] for row in rows}
        for link in links:
            some = rows if len(links) == 1 else [row for row in rows if row[0] == link]
            self._count(some, sign, self._days.setdefault(_bucket(link), defaultdict(lambda: [0, 0])))

    def _count(self, rows: Iterable[_Key], sign: int, of_days: dict[_Key, list[int]]) -> None:
        months: dict[_Key, list[int]] = {}
        days: dict[_Key, list[int]] = {}
        for link, account, day, kind, category, status, currency, amount in rows:
            units = amount or 0
            for key, sums in (
                ((link, account, day and day[:7], kind, category, status, currency), months),
                ((day, kind, category, status, currency), days),
            ):
                if known := sums.get(key):
                    known[0] += units
                    known[1] += 1
                else:
                    sums[key] = [units, 1]
        _add(months, sign, self._months)
        _add(days, sign, of_days)
        for (link, account, *_), (_, count) in months.items():
            self._live[link or "", account or ""] += sign * count

    def apply(self, connection: Connection) -> None:
        """Write what was collected."""
        live = ((self._resource.name, *key, change) for key, change in sorted(self._live.items()) if change)
        names = ("resource", "link", "account", "live")
        engine.upsert_many(connection, "row_counts", names, names[:3], live, sums=("live",))
        _apply(connection, _MONTHS, self._months)
        if _days_of(connection) is _DAYS:
            for days in self._days.values():
                _apply(connection, _DAYS, days)
        else:
            in_sets = {(bucket, *key): sums for bucket, days in self._days.items() for key, sums in days.items()}
            _apply(connection, _DAYS_IN_SETS, in_sets)


def _days_of(connection: Connection) -> _Table:
    return _DAYS_IN_SETS if engine.has_sets(connection) else _DAYS


def _bucket(link: str | None) -> int:
    """That of the link's set of sums, as its rows' slots have it."""
    return row_index.group(link or "") % engine.SETS


def fold(connection: Connection, before: str) -> int:
    """Put the sums of all sets together as far as they are of days before this one; returns how many there were.

    Few rows of such days still come or change, and whoever reads reads one set of them. Where all are in one anyway,
    nothing is done.
    """
    if not engine.has_sets(connection):
        return 0
    table, key = _DAYS_IN_SETS.name, ", ".join(_DAYS.key)
    which, parameters = f"bucket <> {_FOLDED} AND day < :before", {"before": before}
    connection.execute(
        f"INSERT INTO {table} (bucket, {key}, amount, count)"
        f" SELECT {_FOLDED}, {key}, {_AMOUNTS}, sum(count) FROM {table} WHERE {which} GROUP BY {key}"
        f" ON CONFLICT (bucket, {key}) DO UPDATE SET amount = {table}.amount + excluded.amount,"
        f" count = {table}.count + excluded.count",
        parameters,
    )
    count: int = connection.execute(f"DELETE FROM {table} WHERE {which}", parameters).rowcount
    connection.execute(f"DELETE FROM {table} WHERE bucket = {_FOLDED} AND count = 0 AND amount = 0")
    return count


def rebuild(connection: Connection) -> None:
    """Make every aggregate afresh from the rows."""
    for table in (_MONTHS, _days_of(connection)):
        connection.execute(f"DELETE FROM {table.name}")
        connection.execute(_filling(table, table.name, "transactions"))
    connection.execute("UPDATE row_counts SET live = 0")
    for resource in RESOURCES.values():
        connection.execute(
            f"INSERT INTO row_counts (resource, link, account, live) {_counting(resource, resource.table)}"
            " ON CONFLICT (resource, link, account) DO UPDATE SET live = excluded.live",
            {"resource": resource.name},
        )


class Earlier(NamedTuple):
    """Rows as they were before.

    `since` and `former` give, by the table, SQL that selects rows of now which are others since, and those that were in
    their place; `into` the name of an empty table of sums, which has a unique index of its key.
    """

    since: Callable[[str], str]
    former: Callable[[str], str]
    into: Callable[[str], str]


def count_before(connection: Connection, earlier: Earlier) -> None:
    """Fill the tables of sums with those of earlier rows: the sums of now, without what came since, and with what went.

    So it takes as long as rows have changed since, however many there are. Where rows have been that did not count
    then, there is a count of none.
    """
    for table in (_MONTHS, _DAYS):
        into, names = earlier.into(table.name), ", ".join((*table.key, *_SUMS))
        connection.execute(f"INSERT INTO {into} ({names}) SELECT {names} FROM {engine.MAIN}.{table.name}")
        for sign, rows in (("-", earlier.since("transactions")), ("", earlier.former("transactions"))):
            connection.execute(
                f"INSERT INTO {into} ({names})"
                f" SELECT {table.of_rows}, {sign}coalesce({_AMOUNTS}, 0), {sign}count(*) FROM ({rows}) AS counted"
                f" WHERE {_IS_LIVE} GROUP BY {table.of_rows} {_adding(into, table.key, _SUMS)}"
            )
        connection.execute(f"DELETE FROM {into} WHERE count = 0")
    into, key = earlier.into("row_counts"), KEYS["row_counts"]
    names = ", ".join((*key, "live"))
    connection.execute(f"INSERT INTO {into} ({names}) SELECT {names} FROM {engine.MAIN}.row_counts")
    for resource in RESOURCES.values():
        for sign, rows in (("-", earlier.since(resource.table)), ("", earlier.former(resource.table))):
            connection.execute(
                f"INSERT INTO {into} ({names}) {_counting(resource, f'({rows}) AS counted', sign)}"
                f" {_adding(into, key, ['live'])}",
                {"resource": resource.name},
            )


def _adding(table: str, key: Sequence[str], sums: Iterable[str]) -> str:
    """What ends an INSERT whose sums are added to those that are there."""
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}"


KEYS: Mapping[str, Sequence[str]] = {
    _MONTHS.name: _MONTHS.key,
    _DAYS.name: _DAYS.key,
    "row_counts": ("resource", "link", "account"),
}
"""The columns by which sums are found, by table."""


def _filling(table: _Table, into: str, source: str) -> str:
    return (
        f"INSERT INTO {into} ({', '.join(table.key)}, amount, count)"
        f" SELECT {table.of_rows}, coalesce({_AMOUNTS}, 0), count(*) FROM {source}"
        f" WHERE {_IS_LIVE} GROUP BY {table.of_rows}"
    )


def _counting(resource: Declaration, source: str, sign: str = "") -> str:
    """SELECT how many rows of the resource each link and account has, with a sign."""
    names = _counted(resource)
    link, account = (name if name in names else "''" for name in ("link", "account"))
    each = f"GROUP BY {', '.join(names)}" if names else ""
    return (
        f"SELECT :resource, {link}, {account}, {sign}count(*) FROM {source} WHERE {_IS_LIVE} {each} HAVING count(*) > 0"
    )


def differing_totals(connection: Connection) -> Iterator[str]:
    """Where `flows_by_day` and `flows_by_month` are not of the same rows, by type and currency."""
    sums = f"SELECT {{}}, type, currency, {_AMOUNTS}, sum(count) FROM {{}} GROUP BY {{}}, type, currency"
    by_month = _totals(connection, sums.format("month", _MONTHS.name, "month"))
    month = "substr(day, 1, 7)"
    by_day = _totals(connection, sums.format(month, _DAYS.name, month))
    differing = {name[1:] for name, _ in by_month.items() ^ by_day.items()}
    for kind, currency in sorted(differing):
        yield f"{kind or 'no type'} in {currency or 'no currency'}, of all accounts"


def differing_accounts(connection: Connection, accounts: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Which of these have other sums than their rows; each is given as link, account and number of rows."""
    source = ", ".join(f"coalesce({expression}, '')" for expression in _MONTHS.source[2:])
    for link, account, live in accounts:
        which = {"link": link, "account": account}
        kept = (
            f"SELECT {', '.join(_MONTHS.key[2:])}, amount, count FROM {_MONTHS.name}"
            " WHERE link = :link AND account = :account"
        )
        of_account = "account = :account" if account else "coalesce(account, :account) = :account"
        counted = (
            f"SELECT {source}, coalesce({_AMOUNTS}, 0), count(*) FROM transactions"
            f" WHERE {of_account} AND coalesce(link, '') = :link AND deleted_at IS NULL GROUP BY {source}"
        )
        made = _totals(connection, counted, which)
        if _totals(connection, kept, which) != made or sum(count for _, count in made.values()) != live:
            yield f"account {account or 'unknown'} of link {link}"


def _totals(connection: Connection, sql: str, parameters: Mapping[str, object] | None = None) -> dict[_Key, _Key]:
    """The last two columns, amount and count, by the others."""
    return {tuple(row[:-2]): tuple(row[-2:]) for row in map(tuple, connection.execute(sql, parameters or {}))}


def remove_link(connection: Connection, link: str) -> None:
    """Take a link out of every sum at once, while its rows still count, for when all that hangs on it is deleted."""
    days = _days_of(connection)
    key = ", ".join(days.key)
    connection.execute(
        f"INSERT INTO {days.name} ({key}, amount, count)"
        f" SELECT {days.of_rows}, -coalesce({_AMOUNTS}, 0), -count(*) FROM transactions"
        " WHERE account IN (SELECT account FROM row_counts WHERE resource = 'transactions' AND link = :link)"
        f" AND link = :link AND deleted_at IS NULL GROUP BY {days.of_rows}"
        f" ON CONFLICT ({key}) DO UPDATE SET amount = {days.name}.amount + excluded.amount,"
        f" count = {days.name}.count + excluded.count",
        {"link": link},
    )
    connection.execute(f"DELETE FROM {days.name} WHERE count = 0 AND amount = 0")
    connection.execute(f"DELETE FROM {_MONTHS.name} WHERE link = :link", {"link": link})
    # Kept at zero: the counts also tell under which links and accounts there are rows, deleted ones included.
    connection.execute("UPDATE row_counts SET live = 0 WHERE link = :link", {"link": link})


def _counted(resource: Declaration) -> tuple[str, ...]:
    return (("link",) if resource.per_link else ()) + (("account",) if resource.has_account else ())


def _add(changes: Mapping[_Key, list[int]], sign: int, to: dict[_Key, list[int]]) -> None:
    """Add these, what is missing in their keys as an empty text."""
    for parts, (amount, count) in changes.items():
        sums = to[tuple([part or "" for part in parts])]
        sums[0] += sign * amount
        sums[1] += sign * count


def _apply(connection: Connection, table: _Table, changes: Mapping[_Key, list[int]]) -> None:
    nonzero = [(key, sums) for key, sums in sorted(changes.items()) if any(sums)]
    rows = ((*key, *sums) for key, sums in nonzero)
    engine.upsert_many(connection, table.name, (*table.key, *_SUMS), table.key, rows, sums=_SUMS)
    same = " AND ".join(f"{name} = :{name}" for name in table.key)
    emptied = [dict(zip(table.key, key, strict=True)) for key, sums in nonzero if sums[1] < 0]
    connection.executemany(f"DELETE FROM {table.name} WHERE {same} AND count = 0 AND amount = 0", emptied)

"""Sums that follow the rows: changed by deltas in the rows' own transaction, or rebuilt from scratch.

`flows` has amount (1/10,000, as received, without direction) and count by link, account, day, type, category, status
and currency; `flows_by_day` the same over all links and accounts; `row_counts` the live rows by resource, link and
account. What a row does not say is an empty text. Deleted rows count nowhere.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from resources import RESOURCES, Declaration
from store import engine
from store.core.money import summed
from store.core.parameters import Condition

_TOTAL = ("day", "type", "category", "status", "currency")
_BY_ACCOUNT = ("link", "account", *_TOTAL)
_TOTAL_SOURCE = ("value_date", "type", "category", "status", "currency")
_SOURCE = ("link", "account", *_TOTAL_SOURCE)

_SUMS = ("amount", "count")
_AMOUNTS = summed("amount")

_Key = tuple[Any, ...]


class Changes:
    """One transaction's changes of a resource's aggregates, collected first and written once."""

    def __init__(self, resource: Declaration) -> None:
        self._resource = resource
        self._names = (*_SOURCE, "amount") if resource.feeds_flows else _SOURCE[:2]
        self._live: dict[_Key, int] = defaultdict(int)
        self._flows: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Count rows that come or that return, given as the values of their columns."""
        empty = [""] * len(columns["id"])
        self._change(zip(*(columns.get(name, empty) for name in self._names), strict=True), 1)

    def subtract_stored(self, connection: sqlite3.Connection, which: Condition) -> int:
        """Take out rows as they are stored now, before they change or go; returns how many of them were live."""
        own = _counted(self._resource) + self._names[2:]
        names = ", ".join(name if name in own else "''" for name in self._names)
        condition, parameters = which
        sql = f"SELECT {names} FROM {self._resource.table} WHERE {condition} AND deleted_at IS NULL"
        cursor = connection.execute(sql, parameters)
        cursor.row_factory = None
        rows: list[_Key] = cursor.fetchall()
        self._change(rows, -1)
        return len(rows)

    def _change(self, rows: Iterable[_Key], sign: int) -> None:
        if not self._resource.feeds_flows:
            for (link, account), count in Counter(rows).items():
                self._live[link or "", account or ""] += sign * count
            return
        sums: dict[_Key, list[int]] = {}
        for *source, amount in rows:
            flow = sums.setdefault(tuple(source), [0, 0])
            flow[0] += amount or 0
            flow[1] += 1
        for parts, (amount, count) in sums.items():
            key = tuple([part or "" for part in parts])
            self._live[key[:2]] += sign * count
            flow = self._flows[key]
            flow[0] += sign * amount
            flow[1] += sign * count

    def apply(self, connection: sqlite3.Connection) -> None:
        """Write what was collected."""
        live = ((self._resource.name, *key, change) for key, change in self._live.items() if change)
        names = ("resource", "link", "account", "live")
        engine.upsert_many(connection, "row_counts", names, names[:3], live, sums=("live",))
        _apply(connection, "flows", _BY_ACCOUNT, self._flows)
        days: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])
        for key, (amount, count) in self._flows.items():
            day = days[key[2:]]
            day[0] += amount
            day[1] += count
        _apply(connection, "flows_by_day", _TOTAL, days)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make every aggregate afresh from the rows."""
    source = ", ".join(f"coalesce({name}, '')" for name in _SOURCE)
    for table in ("flows", "flows_by_day"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE row_counts SET live = 0")
    connection.execute(
        f"INSERT INTO flows ({', '.join(_BY_ACCOUNT)}, amount, count)"
        f" SELECT {source}, coalesce({_AMOUNTS}, 0), count(*) FROM transactions"
        f" WHERE deleted_at IS NULL GROUP BY {source}"
    )
    connection.execute(
        f"INSERT INTO flows_by_day ({', '.join(_TOTAL)}, amount, count)"
        f" SELECT {', '.join(_TOTAL)}, {_AMOUNTS}, sum(count) FROM flows GROUP BY {', '.join(_TOTAL)}"
    )
    for resource in RESOURCES.values():
        names = _counted(resource)
        link, account = (name if name in names else "''" for name in ("link", "account"))
        connection.execute(
            f"INSERT INTO row_counts (resource, link, account, live) SELECT :resource, {link}, {account}, count(*)"
            f" FROM {resource.table} WHERE deleted_at IS NULL GROUP BY {link}, {account} HAVING count(*) > 0"
            " ON CONFLICT (resource, link, account) DO UPDATE SET live = excluded.live",
            {"resource": resource.name},
        )


def differing_totals(connection: sqlite3.Connection) -> Iterator[str]:
    """Where `flows_by_day` and `flows` are not of the same rows, by type and currency."""
    sums = f"SELECT type, currency, {_AMOUNTS}, sum(count) FROM {{}} GROUP BY type, currency HAVING sum(count) <> 0"
    by_account, by_day = (_totals(connection, sums.format(table)) for table in ("flows", "flows_by_day"))
    for kind, currency in sorted({name for name, _ in by_account.items() ^ by_day.items()}):
        yield f"{kind or 'no type'} in {currency or 'no currency'}, of all accounts"


def differing_accounts(connection: sqlite3.Connection, accounts: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Which of these have other sums than their rows; each is given as link, account and number of rows."""
    source = ", ".join(f"coalesce({name}, '')" for name in _TOTAL_SOURCE)
    for link, account, live in accounts:
        which = {"link": link, "account": account}
        kept = f"SELECT {', '.join(_TOTAL)}, amount, count FROM flows WHERE link = :link AND account = :account"
        of_account = "account = :account" if account else "coalesce(account, :account) = :account"
        counted = (
            f"SELECT {source}, coalesce({_AMOUNTS}, 0), count(*) FROM transactions"
            f" WHERE {of_account} AND coalesce(link, '') = :link AND deleted_at IS NULL GROUP BY {source}"
        )
        made = _totals(connection, counted, which)
        if _totals(connection, kept, which) != made or sum(count for _, count in made.values()) != live:
            yield f"account {account or 'unknown'} of link {link}"


def _totals(
    connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object] | None = None
) -> dict[_Key, _Key]:
    """The last two columns, amount and count, by the others."""
    return {tuple(row[:-2]): tuple(row[-2:]) for row in map(tuple, connection.execute(sql, parameters or {}))}


def remove_link(connection: sqlite3.Connection, link: str) -> None:
    """Take a link out of every sum at once, for when all that hangs on it is deleted."""
    names = ", ".join(_TOTAL)
    connection.execute(
        f"INSERT INTO flows_by_day ({names}, amount, count)"
        f" SELECT {names}, -sum(amount), -sum(count) FROM flows WHERE link = :link GROUP BY {names}"
        f" ON CONFLICT ({names}) DO UPDATE SET amount = flows_by_day.amount + excluded.amount,"
        " count = flows_by_day.count + excluded.count",
        {"link": link},
    )
    connection.execute("DELETE FROM flows_by_day WHERE count = 0")
    connection.execute("DELETE FROM flows WHERE link = :link", {"link": link})
    # Kept at zero: the counts also tell under which links and accounts there are rows, deleted ones included.
    connection.execute("UPDATE row_counts SET live = 0 WHERE link = :link", {"link": link})


def _counted(resource: Declaration) -> tuple[str, ...]:
    return (("link",) if resource.per_link else ()) + (("account",) if resource.has_account else ())


def _apply(
    connection: sqlite3.Connection, table: str, names: tuple[str, ...], changes: Mapping[_Key, list[int]]
) -> None:
    nonzero = {key: sums for key, sums in changes.items() if any(sums)}
    rows = ((*key, *sums) for key, sums in nonzero.items())
    engine.upsert_many(connection, table, (*names, *_SUMS), names, rows, sums=_SUMS)
    same = " AND ".join(f"{name} = :{name}" for name in names)
    emptied = [dict(zip(names, key, strict=True)) for key, sums in nonzero.items() if sums[1] < 0]
    connection.executemany(f"DELETE FROM {table} WHERE {same} AND count = 0", emptied)

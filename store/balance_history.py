"""What accounts held each time that Belvo looked, and whether their transactions explain how that moved."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from store import engine, frames, instants, money
from store.database import Database
from store.movements import NET
from store.parameters import members

if TYPE_CHECKING:
    from pandas import DataFrame

_NAMES = ("account", "collected_at", "link", "currency", "current", "available", "credit_limit")
_KEY = ("account", "collected_at")


def record(connection: sqlite3.Connection, link: str | None, accounts: Iterable[Mapping[str, Any]], now: str) -> None:
    """Keep what the accounts hold, in the caller's transaction: one row an account and instant of collection."""
    readings = [_reading(link, account, now) for account in accounts]
    told = [reading for reading in readings if reading[4:6] != (None, None)]
    engine.upsert_many(connection, "balance_history", _NAMES, _KEY, told)


def _reading(link: str | None, account: Mapping[str, Any], now: str) -> tuple[Any, ...]:
    balance, credit = (_object(account.get(name)) for name in ("balance", "credit_data"))
    return (
        account["id"],
        instants.parse(account.get("collected_at")) or now,
        link or account.get("link"),
        account.get("currency"),
        money.to_units(balance.get("current")),
        money.to_units(balance.get("available")),
        money.to_units(credit.get("credit_limit")),
    )


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def history(
    db: Database,
    *,
    accounts: Sequence[str] = (),
    links: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> "DataFrame":
    """Every look at the accounts, oldest first; columns as in `_HISTORY`, days of collection in UTC, both included."""
    condition, parameters = _within(accounts, links, since, until)
    sql = f"{_READINGS} WHERE {condition} ORDER BY h.collected_at, name, h.account"
    return frames.read(db, sql, parameters, _HISTORY)


def reconcile(
    db: Database,
    *,
    accounts: Sequence[str] = (),
    links: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> "DataFrame":
    """Whether transactions explain the step from one day's last look to the next: columns as in `_STEPS`.

    `reported` is how far the balance moved, `moved` what the transactions in between come to (of a LIABILITY, spending
    raises what is owed), `difference` what no transaction explains.
    """
    condition, parameters = _within(accounts, links, since, until)
    return frames.read(db, _RECONCILED.format(condition), parameters, _STEPS)


def _within(
    accounts: Sequence[str], links: Sequence[str], since: date | None, until: date | None
) -> tuple[str, dict[str, object]]:
    terms, parameters = ["1 = 1"], dict[str, object]()
    for name, values in (("account", accounts), ("link", links)):
        if values:
            names, more = members(name, values)
            terms.append(f"h.{name} IN {names}")
            parameters |= more
    for name, sign, day in (("since", ">=", since), ("until", "<=", until)):
        if day:
            terms.append(f"substr(h.collected_at, 1, 10) {sign} :{name}")
            parameters[name] = day.isoformat()
    return " AND ".join(terms), parameters


_HISTORY = {
    "account": frames.TEXT,
    "link": frames.TEXT,
    "name": frames.TEXT,
    "currency": frames.TEXT,
    "collected_at": frames.INSTANT,
    "current": frames.MONEY,
    "available": frames.MONEY,
    "credit_limit": frames.MONEY,
}

_STEPS = {
    "account": frames.TEXT,
    "name": frames.TEXT,
    "currency": frames.TEXT,
    "since": frames.DAY,
    "until": frames.DAY,
    "reported": frames.MONEY,
    "moved": frames.MONEY,
    "difference": frames.MONEY,
}

_READINGS = """
    SELECT h.account, h.link, a.name, coalesce(h.currency, a.currency) AS currency, h.collected_at, h.current,
        h.available, h.credit_limit
    FROM balance_history AS h LEFT JOIN accounts AS a ON a.id = h.account
"""

_RECONCILED = f"""
    WITH looks AS (
        SELECT h.account, substr(h.collected_at, 1, 10) AS day, h.current,
            row_number() OVER (
                PARTITION BY h.account, substr(h.collected_at, 1, 10) ORDER BY h.collected_at DESC) AS place
        FROM balance_history AS h WHERE h.current IS NOT NULL AND {{}}
    ), steps AS (
        SELECT account, day, current, lag(day) OVER each AS before, lag(current) OVER each AS held
        FROM looks WHERE place = 1 WINDOW each AS (PARTITION BY account ORDER BY day)
    ), explained AS (
        SELECT s.account, a.name, a.currency, s.before AS since, s.day AS until, s.current - s.held AS reported,
            CASE a.balance_type WHEN 'LIABILITY' THEN -1 ELSE 1 END * coalesce((
                SELECT {NET} FROM flows
                WHERE link = a.link AND account = a.id AND flows.day > s.before AND flows.day <= s.day), 0) AS moved
        FROM steps AS s JOIN accounts AS a ON a.id = s.account WHERE s.before IS NOT NULL
    )
    SELECT account, name, currency, since, until, reported, moved, reported - moved AS difference
    FROM explained ORDER BY until, name, account
"""

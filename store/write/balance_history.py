"""Balances as of each collection, and their reconciliation with transactions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from store import engine
from store.core import frames, instants, money
from store.core.parameters import members
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

_NAMES = ("link", "account", "collected_at", "currency", "current", "available", "credit_limit")
_KEY = ("link", "account", "collected_at")


def record(connection: Connection, link: str | None, accounts: Mapping[str, Mapping[str, Any]], now: str) -> None:
    """Keep what the accounts hold, by id, in the caller's transaction: one row an account and instant of collection."""
    readings = [_reading(identity, link, account, now) for identity, account in accounts.items()]
    with_balance = [reading for reading in readings if reading[4:6] != (None, None)]
    engine.upsert_many(connection, "balance_history", _NAMES, _KEY, with_balance)


def _reading(identity: str, link: str | None, account: Mapping[str, Any], now: str) -> tuple[Any, ...]:
    balance, credit = (_object(account.get(name)) for name in ("balance", "credit_data"))
    return (
        link or account.get("link"),
        identity,
        instants.parse(account.get("collected_at")) or now,
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
    sql = f"{_READINGS} WHERE {condition} ORDER BY h.collected_at NULLS FIRST, name NULLS FIRST, h.account NULLS FIRST"
    return frames.read(db, sql, parameters, _HISTORY)


def reconcile(
    db: Database,
    *,
    accounts: Sequence[str] = (),
    links: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> "DataFrame":
    """One row a step from one balance of an account to the next; columns as in `_STEPS`.

    `reported` is how far the balance moved, `moved` what the transactions come to that Belvo first had in between (of a
    LIABILITY, spending raises what is owed), and `difference` what no transaction explains.
    """
    condition, parameters = _within(accounts, links, since, until)
    with db.read() as connection:
        looks = frames.plain(connection.execute(_LOOKS.format(condition), parameters))
        names, more = members("account", looks["account"].unique().tolist())
        arrivals = _arrivals(connection, names, more)
    return frames.typed(_steps(looks, arrivals).sort_values(["until", "name", "account"], ignore_index=True), _STEPS)


def _arrivals(connection: Connection, names: str, parameters: Mapping[str, object]) -> "DataFrame":
    """Net of what Belvo first had at an instant: link, account, created_at, net in 1/10,000."""
    import pandas as pd

    arrivals = frames.plain(connection.execute(_ARRIVALS.format(names), parameters))
    firsts: dict[int, tuple[str, str, str, str, int]] = {}
    for row in connection.execute(_CORRECTIONS.format(names), parameters):
        # A correction may move the date; the row came when its first version did.
        created = instants.parse(orjson.loads(row["body"]).get("created_at")) or row["created_at"]
        first = min(created, firsts[row["key"]][2] if row["key"] in firsts else row["created_at"])
        firsts[row["key"]] = (row["link"], row["account"], first, row["created_at"], row["net"])
    corrections = [(link, account, first, net) for link, account, first, _, net in firsts.values()]
    corrections += [(link, account, last, -net) for link, account, _, last, net in firsts.values()]
    if not corrections:
        return arrivals
    corrected = pd.concat([arrivals, pd.DataFrame(corrections, columns=[*arrivals.columns])])
    return corrected.sort_values(["link", "account", "created_at"], ignore_index=True)


def _steps(looks: "DataFrame", arrivals: "DataFrame") -> "DataFrame":
    """The steps between looks at the same account in 1/10,000; both frames in the order of link, account and moment."""
    import numpy as np

    sums = np.concatenate([[0], arrivals["net"].to_numpy("int64").cumsum()])
    of_arrivals, of_looks = (frame["link"] + "\0" + frame["account"] for frame in (arrivals, looks))
    arrival_keys = (of_arrivals + "\0" + arrivals["created_at"]).to_numpy("object")
    look_keys = (of_looks + "\0" + looks["collected_at"]).to_numpy("object")
    sums_at_looks = sums[np.searchsorted(arrival_keys, look_keys, side="right")]
    reported = np.diff(looks["current"].to_numpy("int64"))
    moved = np.diff(sums_at_looks) * np.where(looks["balance_type"].to_numpy("object")[1:] == "LIABILITY", -1, 1)
    amounts = {"reported": reported, "moved": moved, "difference": reported - moved}
    steps = looks.iloc[1:].assign(since=looks["collected_at"].to_numpy("object")[:-1], until=looks["collected_at"])
    return steps.assign(**amounts)[(of_looks == of_looks.shift()).to_numpy()[1:]]


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
    "since": frames.INSTANT,
    "until": frames.INSTANT,
    "reported": frames.MONEY,
    "moved": frames.MONEY,
    "difference": frames.MONEY,
}

_READINGS = """
    SELECT h.account, h.link, a.name, coalesce(h.currency, a.currency) AS currency, h.collected_at, h.current,
        h.available, h.credit_limit
    FROM balance_history AS h LEFT JOIN accounts AS a ON a.id = h.account AND a.link = h.link
"""

_LOOKS = """
    SELECT h.link, h.account, a.name, coalesce(h.currency, a.currency) AS currency, a.balance_type, h.collected_at,
        h.current
    FROM balance_history AS h JOIN accounts AS a ON a.id = h.account AND a.link = h.link
    WHERE (SELECT count(*) FROM balance_history AS every_one
            WHERE every_one.account = h.account AND every_one.link = h.link) > 1
        AND h.current IS NOT NULL AND {}
    ORDER BY h.link NULLS FIRST, h.account NULLS FIRST, h.collected_at NULLS FIRST
"""

_ARRIVALS = """
    SELECT t.link, t.account, t.created_at, sum(t.signed_amount) AS net
    FROM accounts AS a JOIN transactions AS t ON t.account = a.id AND t.link = a.link
    WHERE a.id IN {} AND t.deleted_at IS NULL AND t.created_at IS NOT NULL
    GROUP BY t.link, t.account, t.created_at ORDER BY t.link, t.account, t.created_at NULLS FIRST
"""

_CORRECTIONS = """
    SELECT t.key, t.link, t.account, t.created_at, t.signed_amount AS net, v.body
    FROM accounts AS a JOIN transactions AS t ON t.account = a.id AND t.link = a.link
    JOIN versions_transactions AS v ON v.key = t.key
    WHERE a.id IN {} AND t.deleted_at IS NULL AND t.created_at IS NOT NULL
"""

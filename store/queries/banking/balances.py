"""Balances over time, counted back from the one that Belvo reported."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store import engine
from store.core import frames
from store.core.money import summed
from store.core.parameters import Condition, members
from store.database import Database
from store.queries.banking.filters import edge_of
from store.queries.base import EARLIEST
from store.queries.kept import kept

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray
    from pandas import DataFrame, DatetimeIndex

_AHEAD = 5
"""Years after the days asked for, from which on a balance was not really read: it counts on the day it was stored."""


@kept
def balances_by_day(
    db: Database, account_ids: Sequence[str], since: date, until: date, *, links: Sequence[str] = ()
) -> "DataFrame":
    """Closing balance of every day from `since` to `until`: columns account, name, currency, day, balance (float64).

    The reported balance holds for the day it was collected; other days follow by what moved in between. On a LIABILITY
    the balance is what is owed: spending raises it, a payment lowers it. Accounts without a balance are left out, and
    those of other links where some are named.
    """
    import numpy as np
    import pandas as pd

    which, parameters = _which(account_ids, links)
    with db.read() as connection:
        accounts = frames.plain(connection.execute(_ACCOUNTS.format(which), {**parameters, "soon": soon_after(until)}))
        spanned = pd.date_range(*_span(accounts, since, until), unit="us")
        bounds = {"first": spanned[0].date().isoformat(), "last": spanned[-1].date().isoformat()}
        moved = frames.plain(connection.execute(_MOVED.format(which), parameters | bounds))
    days = pd.date_range(since, until, unit="us")
    units = _units(accounts, moved, spanned)[spanned.get_indexer(days)]
    same = {name: np.repeat(accounts[name].to_numpy(), len(days)) for name in ("account", "name", "currency")}
    frame = pd.DataFrame({**same, "day": np.tile(days, len(accounts)), "balance": units.T.ravel()})
    return frames.typed(frame, _COLUMNS)


def soon_after(day: date) -> str:
    """The year from which on a look is an impossible one."""
    return f"{day.year + _AHEAD:04}"


def known_from(db: Database, account_ids: Sequence[str], *, links: Sequence[str] = ()) -> dict[str, date]:
    """By account the first day whose balance is known: that of its oldest movement, or of the first look at it.

    What was there before can't be worked out: the institution tells no movements of those days.
    """
    which, parameters = _which(account_ids, links)
    with db.read() as connection:
        found = connection.execute(_KNOWN_FROM.format(which), {**parameters, "earliest": EARLIEST.isoformat()})
        return {account: date.fromisoformat(day) for account, day in found if day}


def _which(account_ids: Sequence[str], links: Sequence[str]) -> Condition:
    """The condition on these accounts `a`, of any link or of some."""
    names, parameters = members("id", account_ids)
    if not links:
        return f"a.id IN {names}", parameters
    among, more = members("link", links)
    return f"a.id IN {names} AND a.link IN {among}", {**parameters, **more}


def _span(accounts: "DataFrame", since: date, until: date) -> tuple[date, date]:
    """From and to which day movements matter: the days asked for, and those on which balances were collected."""
    marks = [since, until, *map(date.fromisoformat, accounts["collected"])]
    return min(marks), max(marks)


def _units(accounts: "DataFrame", moved: "DataFrame", days: "DatetimeIndex") -> "NDArray[int64]":
    """Balances in 1/10,000, a row a day and a column an account."""
    import numpy as np
    import pandas as pd

    moved = moved[moved["net"].notna()]
    number, named = pd.factorize(moved["day"])  # days are few, and each is read once
    places = days.get_indexer(pd.DatetimeIndex(pd.to_datetime(named, format="%Y-%m-%d")))
    columns = pd.Index(accounts["key"]).get_indexer(pd.Index(moved["key"]))
    has_balance = columns >= 0
    daily = np.zeros((len(days), len(accounts)), "int64")
    daily[places[number[has_balance]], columns[has_balance]] = moved["net"].to_numpy("int64")[has_balance]
    # The sum of all movements up to a day; what lies between two days is the difference of theirs.
    upto = daily.cumsum(axis=0)
    collected = days.get_indexer(pd.DatetimeIndex(accounts["collected"]))
    direction = np.where(accounts["balance_type"] == "LIABILITY", -1, 1)
    reported = accounts["current"].to_numpy("int64")
    units: NDArray[int64] = reported + direction * (upto - upto[collected, np.arange(len(accounts))])
    return units


_COLUMNS = {
    "account": frames.TEXT,
    "name": frames.TEXT,
    "currency": frames.TEXT,
    "day": frames.DAY,
    "balance": frames.MONEY,
}

LOOKED_AT = "substr(CASE WHEN collected_at BETWEEN '1990' AND :soon THEN collected_at ELSE changed_at END, 1, 10)"
"""The day on which an account was looked at, or came here where it says an impossible one, by `soon_after`."""

_ACCOUNTS = f"""
    SELECT key, id AS account, name, currency, balance_type, current, {LOOKED_AT} AS collected
    FROM accounts AS a WHERE {{}} AND current IS NOT NULL AND deleted_at IS NULL ORDER BY name NULLS FIRST, key
"""

_MOVED = f"""
    SELECT key, day, {summed("signed_amount")} AS net FROM (
        SELECT a.key, t.value_date AS day, t.signed_amount
        FROM accounts AS a JOIN transactions AS t ON t.account = a.id AND t.link = a.link
        WHERE {{0}} AND t.deleted_at IS NULL AND t.value_date BETWEEN :first AND :last {engine.APART}
    ) AS moved GROUP BY key, day
"""

_OLDEST = edge_of("min", "value_date >= :earliest")
_KNOWN_FROM = f"""
    SELECT account, min(day) FROM (
        SELECT row_counts.account, {_OLDEST} AS day
        FROM accounts AS a JOIN row_counts ON row_counts.resource = 'transactions' AND row_counts.link = a.link
            AND row_counts.account = a.id
        WHERE {{0}}
        UNION ALL SELECT id, substr(coalesce(collected_at, changed_at), 1, 10) FROM accounts AS a WHERE {{0}}
        UNION ALL SELECT h.account, substr(h.collected_at, 1, 10)
        FROM accounts AS a JOIN balance_history AS h ON h.account = a.id AND h.link = a.link WHERE {{0}}
    ) AS seen WHERE day >= :earliest GROUP BY account
"""

"""Balances over time, counted back from the one that Belvo reported."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store import frames
from store.database import Database
from store.movements import NET
from store.parameters import members

if TYPE_CHECKING:
    from pandas import DataFrame, DatetimeIndex


def balances_by_day(db: Database, account_ids: Sequence[str], since: date, until: date) -> "DataFrame":
    """Closing balance of every day from `since` to `until`: columns account, name, currency, day, balance (float64).

    The reported balance holds for the day it was collected; other days follow by what moved in between. On a LIABILITY
    the balance is what is owed: spending raises it, a payment lowers it. Accounts without a balance are left out.
    """
    import pandas as pd

    names, parameters = members("id", account_ids)
    with db.read() as connection:
        accounts = connection.execute(_ACCOUNTS.format(names), parameters).fetchall()
        moved = frames.plain(connection.execute(_MOVED.format(names), parameters))
    days = pd.date_range(since, until, unit="us")
    found = [_balances(account, moved[moved["account"] == account["id"]], days) for account in accounts]
    empty = frames.typed(pd.DataFrame(columns=[*_COLUMNS]), _COLUMNS)
    return pd.concat(found, ignore_index=True) if found else empty


def _balances(account: sqlite3.Row, moved: "DataFrame", days: "DatetimeIndex") -> "DataFrame":
    import pandas as pd

    collected = pd.Timestamp(account["collected"])
    movements = moved["net"].set_axis(pd.to_datetime(moved["day"], format="%Y-%m-%d")).astype("int64")
    sums = movements.sort_index().cumsum()
    # The sum of all movements up to a day; what lies between two days is the difference of theirs.
    upto = sums.reindex(sums.index.union(days).union([collected])).ffill().fillna(0).astype("int64")
    direction = -1 if account["balance_type"] == "LIABILITY" else 1
    units = account["current"] + direction * (upto[days] - upto[collected])
    frame = pd.DataFrame({"day": days, "balance": units.to_numpy()})
    same = {"account": account["id"], "name": account["name"], "currency": account["currency"]}
    return frames.typed(frame.assign(**same), _COLUMNS)


_COLUMNS = {
    "account": frames.TEXT,
    "name": frames.TEXT,
    "currency": frames.TEXT,
    "day": frames.DAY,
    "balance": frames.MONEY,
}

_ACCOUNTS = """
    SELECT id, name, currency, balance_type, current, substr(coalesce(collected_at, changed_at), 1, 10) AS collected
    FROM accounts WHERE id IN {} AND current IS NOT NULL AND gone_at IS NULL ORDER BY name, key
"""

_MOVED = f"""
    SELECT account, day, {NET} AS net FROM flows
    WHERE account IN {{0}} AND link IN (SELECT link FROM accounts WHERE id IN {{0}}) AND day <> ''
    GROUP BY account, day
"""

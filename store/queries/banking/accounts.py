"""Accounts: what is on them now, and what was on them day by day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.core import frames
from store.core.parameters import members
from store.database import Database
from store.queries.banking.balances import balances_by_day, known_from
from store.queries.kept import kept

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["balances_by_day", "currencies", "known_from", "table"]


@kept
def table(db: Database, *, links: Sequence[str] = ()) -> "DataFrame":
    """Accounts of the links, or all, by institution and name; columns as in `_TABLE`."""
    names, parameters = members("link", links)
    only = f"AND a.link IN {names}" if links else ""
    sql = f"{_SELECT} WHERE a.deleted_at IS NULL {only} ORDER BY display_name NULLS FIRST, a.name NULLS FIRST, a.key"
    return frames.read(db, sql, parameters, _TABLE)


def currencies(db: Database) -> dict[str, str]:
    """The currency of each account that tells one, deleted ones included."""
    with db.read() as connection:
        return dict(connection.execute("SELECT id, currency FROM accounts WHERE currency IS NOT NULL").fetchall())


_TABLE = {
    "account": frames.TEXT,
    "link": frames.TEXT,
    "institution": frames.TEXT,
    "display_name": frames.TEXT,
    "name": frames.TEXT,
    "number": frames.TEXT,
    "category": frames.TEXT,
    "type": frames.TEXT,
    "currency": frames.TEXT,
    "balance_type": frames.TEXT,
    "current": frames.MONEY,
    "available": frames.MONEY,
    "credit_limit": frames.MONEY,
    "collected_at": frames.INSTANT,
    "last_transaction_date": frames.DAY,
}

_SELECT = """
    SELECT a.id AS account, a.link, a.institution, coalesce(i.display_name, a.institution) AS display_name, a.name,
        a.number, a.category, a.type, a.currency, a.balance_type, a.current, a.available, a.credit_limit,
        a.collected_at,
        (SELECT value_date FROM transactions AS t WHERE t.account = a.id AND t.link = a.link AND t.deleted_at IS NULL
            ORDER BY t.value_date DESC LIMIT 1) AS last_transaction_date
    FROM accounts AS a LEFT JOIN institutions AS i ON i.name = a.institution AND i.deleted_at IS NULL
"""

"""Accounts: what is on them now, and what was on them day by day."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store import engine
from store.core import frames
from store.database import Database
from store.queries.banking.balances import balances_by_day, known_from
from store.queries.base import live
from store.queries.kept import kept, kept_by_link

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["balances_by_day", "currencies", "known_from", "labels", "table"]


@kept
def table(db: Database, *, links: Sequence[str] = ()) -> "DataFrame":
    """Accounts of the links, or all, by institution and name; columns as in `_TABLE`."""
    names = _institutions(db)
    rows = [{**row, "display_name": names.get(row["institution"], row["institution"])} for row in _rows(db, links)]
    rows.sort(key=lambda row: (*map(_first_if_missing, (row["display_name"], row["name"])), row["key"]))
    return frames.typed(frames.records([tuple(map(row.__getitem__, _TABLE)) for row in rows], [*_TABLE]), _TABLE)


def labels(db: Database, links: Sequence[str] = ()) -> dict[str, str]:
    """What the accounts of the links, or all, are called, each with its institution, by their ids."""
    names, found = _institutions(db), dict[str, str]()
    for row in _rows(db, links):
        called = next(row[name] for name in ("name", "number", "category", "account") if row[name] is not None)
        institution = row["institution"]
        found[row["account"]] = f"{called} · {names.get(institution, institution) or ''}"
    return dict(sorted(found.items(), key=lambda one: (one[1], one[0])))


def currencies(db: Database) -> dict[str, str]:
    """The currency of each account that tells one, deleted ones included."""
    with db.read() as connection:
        return dict(connection.execute("SELECT id, currency FROM accounts WHERE currency IS NOT NULL").fetchall())


@kept_by_link
def _rows(db: Database, links: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each account of a link's, with its key, as the table has it but for what people call its institution."""
    condition, parameters = live(links, of="a")
    with db.read() as connection:
        cursor = connection.execute(f"{_SELECT} WHERE {condition}", parameters)
        found = engine.tuples(cursor).fetchall()
    for values in found:
        row = dict(zip(_STORED, values, strict=True))
        yield row["link"], row


@kept
def _institutions(db: Database) -> Mapping[str, str]:
    """What people call each institution that has a name beside its own."""
    with db.read() as connection:
        return dict(connection.execute(_NAMES).fetchall())


def _first_if_missing(text: str | None) -> tuple[bool, str]:
    return text is not None, text or ""


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

_STORED = ("key", *(name for name in _TABLE if name != "display_name"))

_SELECT = """
    SELECT a.key, a.id, a.link, a.institution, a.name, a.number, a.category, a.type, a.currency, a.balance_type,
        a.current, a.available, a.credit_limit, a.collected_at,
        (SELECT value_date FROM transactions AS t WHERE t.account = a.id AND t.link = a.link AND t.deleted_at IS NULL
            ORDER BY t.value_date DESC LIMIT 1) AS last_transaction_date
    FROM accounts AS a
"""
_NAMES = "SELECT name, display_name FROM institutions WHERE deleted_at IS NULL AND display_name IS NOT NULL"

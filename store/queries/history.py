"""Rows as they were known at an instant, from their earlier bodies.

An instant is one of this store's own: a row is known from the moment at which it was written here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from resources import RESOURCES, Declaration
from store.core import frames, instants
from store.core.parameters import members
from store.database import Database
from store.engine import Connection
from store.queries import resource_rows
from store.write.encoding import account_id, columns
from store.write.fields import OfObjects

if TYPE_CHECKING:
    from pandas import DataFrame


def body(db: Database, resource: str, row_id: str, at: str | datetime) -> dict[str, Any] | None:
    """The object as known at the instant, its account embedded as known then; None if there was none."""
    kind, moment = RESOURCES[resource], instants.encode(at)
    with db.read() as connection:
        rows = _rows_at(connection, kind, moment, "t.id = :id", {"id": row_id})
        return next(iter(_with_accounts(connection, kind, moment, rows).values()), None)


def bodies(db: Database, resource: str, at: str | datetime, *, links: Sequence[str] = ()) -> list[dict[str, Any]]:
    """All objects of the links, or of all, as known at the instant, in the order in which they were first stored."""
    kind, moment = RESOURCES[resource], instants.encode(at)
    with db.read() as connection:
        rows = _rows_at(connection, kind, moment, *_of_links(kind, links))
        return [*_with_accounts(connection, kind, moment, rows).values()]


def table(db: Database, resource: str, at: str | datetime, *, links: Sequence[str] = ()) -> "DataFrame":
    """The same as rows: id, link and account where there is one, and the resource's own columns, each as its kind.

    Money is float64 in the currency's unit, of transactions without direction.
    """
    import pandas as pd

    kind, moment = RESOURCES[resource], instants.encode(at)
    with db.read() as connection:
        rows = _rows_at(connection, kind, moment, *_of_links(kind, links))
        items = _with_accounts(connection, kind, moment, rows)
    values = dict(columns(kind, None, [*items], OfObjects([*items.values()])))
    if kind.per_link:
        values["link"] = [link for _, _, link, _ in rows]
    kinds = resource_rows.columns(resource)
    return frames.typed(pd.DataFrame({name: values[name] for name in kinds}), kinds)


_Rows = list[tuple[int, str, str | None, dict[str, Any]]]
"""Key, id, link and body."""


def _of_links(kind: Declaration, links: Sequence[str]) -> tuple[str, dict[str, object]]:
    if not links:
        return "1 = 1", {}
    names, parameters = members("link", links)
    return f"t.{'link' if kind.per_link else 'id'} IN {names}", parameters


def _rows_at(
    connection: Connection, kind: Declaration, at: str, condition: str, parameters: Mapping[str, object]
) -> _Rows:
    link = "t.link" if kind.per_link else "NULL"
    sql = f"""
        SELECT key, t.id, {link} AS link, b.body FROM {kind.table} AS t JOIN bodies_{kind.table} AS b USING (key)
        WHERE {condition} AND t.changed_at <= :at AND (t.deleted_at IS NULL OR t.deleted_at > :at)
        UNION ALL
        SELECT key, t.id, {link} AS link, v.body FROM versions_{kind.table} AS v JOIN {kind.table} AS t USING (key)
        WHERE {condition} AND v.since <= :at AND v.until > :at
        ORDER BY key
    """
    rows = connection.execute(sql, {**parameters, "at": at})
    return [(row["key"], row["id"], row["link"], orjson.loads(row["body"])) for row in rows]


def _with_accounts(connection: Connection, kind: Declaration, at: str, rows: _Rows) -> dict[str, dict[str, Any]]:
    """The objects by id, with their accounts in them."""
    items = {row_id: item for _, row_id, _, item in rows}
    if not kind.has_account:
        return items
    names, parameters = members("id", [*{account_id(item) for item in items.values()}])
    account_rows = _rows_at(connection, _ACCOUNTS, at, f"t.id IN {names}", parameters)
    accounts = {row_id: item for _, row_id, _, item in account_rows}
    embedded = {row_id: accounts.get(account_id(item)) for row_id, item in items.items()}
    return {
        row_id: {**item, "account": embedded[row_id]} if embedded[row_id] else item for row_id, item in items.items()
    }


_ACCOUNTS = RESOURCES["accounts"]

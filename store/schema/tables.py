"""The tables of a resource, made from its declaration.

For `transactions`: the narrow table `transactions`, `bodies_transactions` (key, body) beside it, the view
`raw_transactions` (id, body), `versions_transactions` (key, id, body, since, until) for bodies that were replaced, and
`search_transactions` (key, text) with the folded text that is searched. Rows of bulky resources are found
by `places_transactions` and `recent_places_transactions` (place, key): see `store.schema.row_index`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from resources import Kind, Resource
from store import engine
from store.schema import row_index

if TYPE_CHECKING:
    from sqlite_utils import Database

_TYPES = {Kind.MONEY: int, Kind.INTEGER: int, Kind.FLAG: int, Kind.NUMBER: float}


def columns(resource: Resource) -> dict[str, type]:
    """Every column of the resource's narrow table, in order; `key` only orders and joins inside the store."""
    own: dict[str, type] = {"key": int, "id": str}
    if resource.per_link:
        own["link"] = str
    if resource.is_bulky:
        own["place"] = int
    if resource.has_account:
        own["account"] = str
    own |= {column.name: _TYPES.get(column.kind, str) for column in resource.columns}
    if resource.feeds_flows:
        own |= {"signed_amount": int, "magnitude": int}
    return own | {"inexact": int, "changed_at": str, "gone_at": str}


def tables(resource: Resource) -> tuple[str, ...]:
    """Every table that holds something of the resource's rows, each with their `key`; the narrow one comes last."""
    beside = ("bodies", "versions", "search") if resource.search else ("bodies", "versions")
    return (*row_index.tables(resource), *(f"{name}_{resource.table}" for name in beside), resource.table)


def create(db: "Database", resource: Resource) -> None:
    """Make the resource's tables, view and indexes."""
    table = resource.table
    declared = {column.name for column in resource.columns}  # what Belvo may leave out
    not_null = ({"id", "inexact", "changed_at", "link", "account", "place"} & columns(resource).keys()) - declared
    _table(db, table, columns(resource), pk="key", not_null=not_null)
    if resource.is_bulky:
        create_places(db, resource)
    else:
        db.execute(f"CREATE UNIQUE INDEX {table}_id ON {table} (id)")
    for index in resource.indexes:
        # Pages only ever look at rows that Belvo still has; erasing a link finds the others as well.
        where = "" if "gone_at" in index else " WHERE gone_at IS NULL"
        db.execute(f"CREATE INDEX {'_'.join([table, *index])} ON {table} ({', '.join(index)}){where}")
    _table(db, f"bodies_{table}", {"key": int, "body": str}, pk="key", not_null={"body"})
    db.create_view(f"raw_{table}", f"SELECT id, body FROM {table} JOIN bodies_{table} USING (key)")
    if resource.search:
        _table(db, f"search_{table}", {"key": int, "text": str}, pk="key", not_null={"text"})
    version = {"key": int, "id": str, "body": str, "since": str, "until": str}
    _table(db, f"versions_{table}", version, pk=None, not_null=set(version))
    db.execute(f"CREATE INDEX versions_{table}_key ON versions_{table} (key)")


def create_places(db: "Database", resource: Resource) -> None:
    """Make what a bulky resource's rows are found by."""
    for table in row_index.tables(resource):
        own = "place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)"
        db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({own}) {engine.CLUSTERED}")


def _table(db: "Database", name: str, shape: Mapping[str, type], *, pk: str | None, not_null: set[str]) -> None:
    arguments: dict[str, Any] = {"pk": pk, "not_null": not_null}
    db.create_table(name, dict(shape), **arguments)

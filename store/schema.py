"""The tables of a resource, made from its declaration.

For `transactions`: the narrow table `transactions`, `bodies_transactions` (key, body) beside it, the view
`raw_transactions` (id, body), and `versions_transactions` (id, body, since, until) for bodies that were replaced.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from store.resources import Kind, Resource

if TYPE_CHECKING:
    from sqlite_utils import Database

_INTEGERS = (Kind.MONEY, Kind.INTEGER, Kind.FLAG)


def columns(resource: Resource) -> dict[str, type]:
    """Every column of the resource's narrow table, in order; `key` only orders and joins inside the store."""
    own: dict[str, type] = {"key": int, "id": str}
    if resource.per_link:
        own["link"] = str
    if resource.has_account:
        own["account"] = str
    own |= {column.name: int if column.kind in _INTEGERS else str for column in resource.columns}
    if resource.feeds_flows:
        own["signed_amount"] = int
    if resource.search:
        own["search_text"] = str
    return own | {"inexact": int, "fingerprint": int, "changed_at": str, "gone_at": str}


def create(db: "Database", resource: Resource) -> None:
    """Make the resource's tables, view and indexes."""
    table = resource.table
    not_null = {"id", "fingerprint", "inexact", "changed_at"} | ({"link"} if resource.per_link else set())
    _table(db, table, columns(resource), pk="key", not_null=not_null)
    db.execute(f"CREATE UNIQUE INDEX {table}_id ON {table} (id)")
    for index in resource.indexes:
        # Pages only ever look at rows that Belvo still has; erasing a link finds the others as well.
        where = "" if "gone_at" in index else " WHERE gone_at IS NULL"
        db.execute(f"CREATE INDEX {'_'.join([table, *index])} ON {table} ({', '.join(index)}){where}")
    _table(db, f"bodies_{table}", {"key": int, "body": str}, pk="key", not_null={"body"})
    db.create_view(f"raw_{table}", f"SELECT id, body FROM {table} JOIN bodies_{table} USING (key)")
    version = {"id": str, "body": str, "since": str, "until": str}
    _table(db, f"versions_{table}", version, pk=None, not_null=set(version))
    db.execute(f"CREATE INDEX versions_{table}_id ON versions_{table} (id)")


def _table(db: "Database", name: str, shape: Mapping[str, type], *, pk: str | None, not_null: set[str]) -> None:
    arguments: dict[str, Any] = {"pk": pk, "not_null": not_null}
    db.create_table(name, dict(shape), **arguments)

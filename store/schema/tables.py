"""The tables of a resource, as its declaration wants them: migrations make them, and a test holds the two together.

For `transactions`: the narrow table `transactions`, `bodies_transactions` (key, body) beside it, a view of
`packed_transactions` (key, packed) and `body_fields` since these bodies are packed, the view `raw_transactions` (id,
body), `versions_transactions` (key, id, body, since, until) for bodies that were replaced, and
`search_transactions` (key, text) with the folded text that is searched. Rows of bulky resources are found
by `slots_transactions` and `recent_slots_transactions` (slot, key): see `store.schema.row_index`.
"""

from collections.abc import Collection, Mapping

from resources import ColumnKind, Declaration
from store import engine
from store.schema import row_index

_TYPES = {
    ColumnKind.MONEY: "INTEGER",
    ColumnKind.INTEGER: "INTEGER",
    ColumnKind.FLAG: "INTEGER",
    ColumnKind.NUMBER: "REAL",
}


def columns(resource: Declaration) -> dict[str, str]:
    """Every column of the resource's narrow table and its type; `key` only orders and joins inside the store."""
    own = {"key": "INTEGER", "id": "TEXT"}
    if resource.per_link:
        own["link"] = "TEXT"
    if resource.is_bulky:
        own["slot"] = "INTEGER"
    if resource.has_account:
        own["account"] = "TEXT"
    own |= {column.name: _TYPES.get(column.kind, "TEXT") for column in resource.columns}
    if resource.feeds_flows:
        own |= {"signed_amount": "INTEGER", "amount_bucket": "INTEGER"}
    return own | {"inexact": "INTEGER", "changed_at": "TEXT", "deleted_at": "TEXT"}


def tables(resource: Declaration) -> tuple[str, ...]:
    """Every table that holds something of the resource's rows, each with their `key`; the narrow one comes last."""
    beside = ("versions", "search") if resource.search else ("versions",)
    others = (f"{name}_{resource.table}" for name in beside)
    return (*row_index.tables(resource), kept(resource)[0], *others, resource.table)


def kept(resource: Declaration) -> tuple[str, str]:
    """The table in which the resource's bodies lie, and its column; where they are packed, `bodies_…` is a view."""
    return (f"packed_{resource.table}", "packed") if resource.is_packed else (f"bodies_{resource.table}", "body")


def statements(resource: Declaration) -> list[str]:
    """The SQL of the resource's tables, view and indexes: the migration that a new resource needs."""
    table = resource.table
    sql = [_table(table, columns(resource), not_null=_not_null(resource))]
    if not resource.is_bulky:
        whole = "id, link" if resource.per_link else "id"
        sql.append(f"CREATE UNIQUE INDEX {table}_id ON {table} ({whole})")
    for index in resource.indexes:
        # Pages only ever look at rows that Belvo still has; erasing a link finds the others as well.
        where = "" if "deleted_at" in index else " WHERE deleted_at IS NULL"
        name = "_".join([table, *(column.removesuffix(" DESC") for column in index)])
        sql.append(f"CREATE INDEX {name} ON {table} ({', '.join(index)}){where}")
    slot = "slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)"
    sql += [f"CREATE TABLE {name} ({slot}) {engine.CLUSTERED}" for name in row_index.tables(resource)]
    name, body = kept(resource)
    sql.append(_table(name, {"key": "INTEGER", body: "TEXT"}, not_null={body}))
    if resource.is_packed:
        sql.append(engine.whole_bodies(table))
    sql.append(f"CREATE VIEW raw_{table} AS SELECT id, body FROM {table} JOIN bodies_{table} USING (key)")
    if resource.search:
        sql.append(_table(f"search_{table}", {"key": "INTEGER", "text": "TEXT"}, not_null={"text"}))
    version = "key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL"
    sql.append(f"CREATE TABLE versions_{table} ({version})")
    sql.append(f"CREATE INDEX versions_{table}_key ON versions_{table} (key)")
    return sql


def _not_null(resource: Declaration) -> set[str]:
    declared = {column.name for column in resource.columns}  # what Belvo may leave out
    return {"id", "inexact", "changed_at", "link", "account", "slot"} - declared


def _table(name: str, shape: Mapping[str, str], *, not_null: Collection[str]) -> str:
    rules = {"key": " PRIMARY KEY"} | dict.fromkeys(not_null, " NOT NULL")
    own = ", ".join(f"{column} {kind}{rules.get(column, '')}" for column, kind in shape.items())
    return f"CREATE TABLE {name} ({own})"

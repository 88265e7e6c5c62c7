"""What a database's schema says, without how it is written down."""

from typing import NamedTuple

from store.engine import Connection


class Column(NamedTuple):
    """A column as SQLite describes it; `key` is its place in the primary key, from 1."""

    name: str
    type: str
    not_null: bool
    default: str | None
    key: int


class Table(NamedTuple):
    columns: tuple[Column, ...]
    clustered: bool


Shape = dict[str, Table | str]
"""Tables by name; of indexes and views the SQL."""


def shape(connection: Connection) -> Shape:
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: _table(connection, name, sql) if kind == "table" else " ".join(sql.replace('"', "").split())
        for kind, name, sql in objects
    }


def _table(connection: Connection, name: str, sql: str) -> Table:
    columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
    return Table(
        tuple(Column(name, kind, bool(not_null), default, key) for _, name, kind, not_null, default, key in columns),
        "WITHOUT ROWID" in sql,
    )

"""Views of a connection's own that stand before tables, and texts that lie inside of bodies."""

from collections.abc import Iterable, Mapping

from store.engine.interface import Connection

MAIN = "main"
"""Before a table's name: the table itself, whatever stands before it."""

Shape = Mapping[str, str]
"""By a table's column its type, or what a view shows for it."""


def shapes(connection: Connection) -> dict[str, dict[str, str]]:
    """The columns of every table and view of the file's, each with its type."""
    found = connection.execute(f"SELECT name FROM {MAIN}.sqlite_master WHERE type IN ('table', 'view')").fetchall()
    names = [name for (name,) in found if not name.startswith("sqlite_")]
    return {name: _columns(connection, name) for name in names}


def _columns(connection: Connection, name: str) -> dict[str, str]:
    return {row["name"]: row["type"] for row in connection.execute(f"PRAGMA {MAIN}.table_info({name})")}


def before(table: str, shown: Shape, stand_in: str = "") -> str:
    """The SQL of a view under the table's own name, of its rows or those of a stand-in.

    What is temporary is looked for first.
    """
    told = ", ".join(f"{expression} AS {column}" for column, expression in shown.items())
    return f"CREATE TEMP VIEW {table} AS SELECT {told} FROM {stand_in or f'{MAIN}.{table}'}"


def put_before(connection: Connection, views: Iterable[str]) -> None:
    """Have the connection see the views in place of their tables."""
    connection.execute("BEGIN")
    for sql in views:
        connection.execute(sql)
    connection.execute("COMMIT")


def whole_bodies(table: str) -> str:
    """The SQL of a view of packed bodies as objects: each value as it stands there, behind the name of its field."""
    return _WHOLE.format(table=table)


_WHOLE = """CREATE VIEW bodies_{table} AS
SELECT key, CASE WHEN substr(packed, 1, 1) = '{{' THEN packed ELSE (
    SELECT '{{' || group_concat(field, ',') || '}}' FROM (
        SELECT '"' || name || '":' || (packed -> stored) AS field FROM body_fields
        WHERE shape = json_extract(packed, '$[0]') ORDER BY place
    )
) END AS body FROM packed_{table}"""


def texts_inside(table: str, path: str, name: str) -> str:
    """SELECT what is under a name in the objects of a list of the bodies."""
    return (
        f"SELECT DISTINCT json_extract(item.value, '$.{name}') FROM {MAIN}.bodies_{table}, json_each(body, '$.{path}')"
        " AS item WHERE item.type = 'object'"
    )

"""SELECTs that queries share: rows of a resource, of some links and days, and the objects behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from resources import RESOURCES
from store.core import frames, instants, money
from store.core.parameters import Condition, members
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

JSON = Mapping[str, Any]

EARLIEST = date(1990, 1, 1)
"""Before that no institution tells what moved."""


def live(
    links: Sequence[str] = (), *, day: str = "", since: date | None = None, until: date | None = None, of: str = ""
) -> Condition:
    """The condition on rows that Belvo still has, of these links or of all, with `day` from `since` to `until`.

    `day` is a column or an expression of one; `of` the name that the table has in the query.
    """
    prefix = f"{of}." if of else ""
    terms, parameters = [f"{prefix}deleted_at IS NULL"], dict[str, object]()
    if links:
        names, parameters = members("link", links)
        terms.append(f"{prefix}link IN {names}")
    for name, sign, bound in (("since", ">=", since), ("until", "<=", until)):
        if bound:
            terms.append(f"{day} {sign} :{name}")
            parameters[name] = bound.isoformat()
    return " AND ".join(terms), parameters


def table(
    db: Database,
    resource: str,
    columns: frames.Columns,
    which: Condition,
    *,
    order: str,
    sources: Mapping[str, str] | None = None,
) -> "DataFrame":
    """Rows of a resource's table as the columns asked for; `sources` names those that are called otherwise there."""
    named = {"row": "id"} | dict(sources or {})
    names = ", ".join(f'{named[name]} AS "{name}"' if name in named else name for name in columns)
    condition, parameters = which
    sql = f"SELECT {names} FROM {RESOURCES[resource].table} WHERE {condition} ORDER BY {order}, key"
    return frames.read(db, sql, parameters, columns)


def objects(db: Database, resource: str, links: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The bodies of the rows that Belvo still has, as received, each with the `link` that it was pulled for."""
    with db.read() as connection:
        return bodies(connection, resource, live(links))


def bodies(connection: Connection, resource: str, which: Condition) -> list[dict[str, Any]]:
    """As `objects`, on a connection that is borrowed already and with any condition on the table."""
    name = RESOURCES[resource].table
    condition, parameters = which
    sql = f"SELECT id, link, body FROM {name} JOIN bodies_{name} USING (key) WHERE {condition} ORDER BY key"
    found = connection.execute(sql, parameters)
    return [orjson.loads(row["body"]) | {"id": row["id"], "link": row["link"]} for row in found]


def parts(item: JSON, name: str) -> list[JSON]:
    """The objects in a list that the object holds; none where it holds something else."""
    value = item.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def part(item: JSON, name: str) -> JSON:
    """The object that the object holds under a name; an empty one where it holds something else."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def number(value: object) -> float | None:
    """The number, or None for what is none."""
    return float(value) if isinstance(value, int | float) else None


def frame(rows: Iterable[JSON], columns: frames.Columns) -> "DataFrame":
    """Values as Belvo's JSON has them, as a frame: what cannot be read as its column's kind is missing."""
    return frame_of([read(row, columns) for row in rows], columns)


def read(row: JSON, columns: frames.Columns) -> JSON:
    """The values of a row as a store would have them: money in units, days and instants as text."""
    return {name: None if (value := row.get(name)) is None else _READERS[kind](value) for name, kind in columns.items()}


def frame_of(rows: Sequence[JSON], columns: frames.Columns) -> "DataFrame":
    """Rows that have been read, as a frame."""
    import pandas as pd

    return frames.typed(pd.DataFrame({name: [row[name] for row in rows] for name in columns}, dtype="object"), columns)


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _integer(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value == int(value) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    frames.TEXT: _text,
    frames.INTEGER: _integer,
    frames.NUMBER: number,
    frames.MONEY: money.to_units,
    frames.DECIMAL: money.to_units,
    frames.FLAG: _flag,
    frames.DAY: instants.parse_day,
    frames.INSTANT: instants.parse,
}

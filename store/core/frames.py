"""Answers as pandas: one place that knows how a stored column becomes a pandas column."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from store import engine
from store.core.money import SCALE, to_decimal
from store.engine import Connection, Cursor

if TYPE_CHECKING:
    from pandas import DataFrame, Series

TEXT = "text"  # str
INTEGER = "integer"  # Int64
NUMBER = "number"  # float64
MONEY = "money"  # float64 in the currency's unit, for drawing
DECIMAL = "decimal"  # the same as exact Decimal, for telling
FLAG = "flag"  # boolean
DAY = "day"  # datetime64[us]
INSTANT = "instant"  # datetime64[us, UTC]

Columns = Mapping[str, str]
"""Column names in order, each with one of the kinds above."""


class Readable(Protocol):
    """Lends connections, as `store.Database` does."""

    def read(self) -> AbstractContextManager[Connection]: ...


def read(db: Readable, sql: str, parameters: Mapping[str, object] | None, columns: Columns) -> "DataFrame":
    """Run a query; its columns are those of `columns`, in that order, with the same dtypes even when it is empty."""
    with db.read() as connection:
        return fetch(connection, sql, parameters, columns)


def fetch(connection: Connection, sql: str, parameters: Mapping[str, object] | None, columns: Columns) -> "DataFrame":
    """As `read`, on a connection that is borrowed already."""
    return typed(plain(connection.execute(sql, dict(parameters or {}))), columns)


def plain(cursor: Cursor) -> "DataFrame":
    """The rows as SQLite gives them."""
    names = [column[0] for column in cursor.description]
    engine.tuples(cursor)
    return records(cursor.fetchall(), names)


def records(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> "DataFrame":
    """Rows as they came, with these names."""
    # Imported here because a worker that never draws starts without pandas (0.8 s).
    import pandas as pd

    return pd.DataFrame.from_records(rows, columns=[*names])


def typed(frame: "DataFrame", columns: Columns) -> "DataFrame":
    """The columns asked for, each converted to its kind."""
    return frame.assign(**{name: _convert(frame[name], kind) for name, kind in columns.items()})[[*columns]]


def _convert(series: "Series", kind: str) -> "Series":
    import pandas as pd

    match kind:
        case "money":
            return pd.to_numeric(series).astype("float64") / SCALE
        case "decimal":
            return series.map(to_decimal, na_action="ignore").astype("object")
        case "number":
            return pd.to_numeric(series).astype("float64")
        case "integer":
            return pd.to_numeric(series).astype("Int64")
        case "flag":
            return pd.to_numeric(series).astype("boolean")
        case "day":
            return pd.to_datetime(series, format="%Y-%m-%d").astype("datetime64[us]")
        case "instant":
            return pd.to_datetime(series, format="ISO8601", utc=True).astype("datetime64[us, UTC]")
    return series.astype("str")

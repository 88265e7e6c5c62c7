"""Objects into a store, as a pull leaves them, and frames out of it, as plain values that a test compares whole."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from store import Database
from store.write import rows
from tests.kit.bodies import LINK


def save(db: Database, resource: str, *items: Mapping[str, Any], link: str = LINK, now: str | None = None) -> None:
    """Store the objects as a page of the link's."""
    with db.write() as connection:
        rows.save_page(connection, resource, link, items, now=now)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, with None for everything that is missing."""
    values = frame.astype("object").where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in values.itertuples(index=False, name=None)]


def tuples(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows as tuples of some of their columns."""
    return [tuple(row[column] for column in columns) for row in records(frame)]

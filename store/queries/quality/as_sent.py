"""What was kept otherwise than Belvo sent it, or is described nowhere: to be seen, though it spoils no figure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resources import RESOURCES
from store import engine
from store.core import frames
from store.database import Database
from store.queries.base import frame
from store.schema import row_index

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 20_000
"""Rows of a resource and a link that are looked at, the newest."""


def inexact(db: Database, links: Sequence[str]) -> "DataFrame":
    """Columns link, resource, count: rows of which an amount has more digits than are kept, or is none at all."""
    found = []
    with db.read() as connection:
        for resource in (one for one in RESOURCES.values() if one.per_link):
            for link in links:
                condition, parameters = row_index.of_link(resource, link)
                sql = f"""
                    SELECT coalesce(sum(inexact), 0) FROM (SELECT key, inexact FROM {resource.table}
                    WHERE {condition} AND deleted_at IS NULL ORDER BY key DESC LIMIT {MOST}) AS newest
                """
                if number := connection.execute(sql, parameters).fetchone()[0]:
                    found.append({"link": link, "resource": resource.name, "count": int(number)})
    return frame(found, {"link": frames.TEXT, "resource": frames.TEXT, "count": frames.INTEGER})


def unknown(db: Database, links: Sequence[str]) -> "DataFrame":
    """Columns as in `_UNKNOWN`: fields and values that were met on rows of these links and are described nowhere."""
    sql = f"""
        SELECT link, resource, path, value, count, first_seen, last_seen, last_row AS "row" FROM unknown_values
        WHERE {engine.among("link", "links")} ORDER BY resource, path, value NULLS FIRST
    """
    return frames.read(db, sql, {"links": engine.array(links)}, _UNKNOWN)


_UNKNOWN = {
    "link": frames.TEXT,
    "resource": frames.TEXT,
    "path": frames.TEXT,
    "value": frames.TEXT,
    "count": frames.INTEGER,
    "first_seen": frames.INSTANT,
    "last_seen": frames.INSTANT,
    "row": frames.TEXT,
}

"""Owners: whom the bank says a link belongs to."""

from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame


def table(db: Database, link: str) -> "DataFrame":
    """The link's owners by name; columns as in `_TABLE`."""
    columns = ", ".join(name for name in _TABLE if name != "owner")
    sql = f"""
        SELECT id AS owner, {columns} FROM owners
        WHERE link = :link AND deleted_at IS NULL ORDER BY display_name NULLS FIRST, key
    """
    return frames.read(db, sql, {"link": link}, _TABLE)


_TABLE = {
    "owner": frames.TEXT,
    "display_name": frames.TEXT,
    "email": frames.TEXT,
    "phone_number": frames.TEXT,
    "document_type": frames.TEXT,
    "document_number": frames.TEXT,
    "collected_at": frames.INSTANT,
}

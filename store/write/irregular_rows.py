"""Rows that are not as described: mended, so that they could be stored, or set aside with their text and the reason.

Those that are set aside count as rows that Belvo has: a list that holds them is whole.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from store import engine
from store.core import frames
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

NO_ID = "no id"
CHARACTERS = "characters that cannot be kept"
TOO_DEEP = "nested too deeply"
TOO_LONG = "too long"

LONGEST = 10_000
"""Characters of a row that are kept where it is set aside."""


class Irregular(NamedTuple):
    """A row, why it is here, and its text as it came (empty where it is stored)."""

    row: str
    reasons: str
    body: str

    @property
    def is_stored(self) -> bool:
        """Whether the row is in its table all the same."""
        return not self.body


def note(
    connection: Connection,
    resource: str,
    link: str | None,
    irregular: Iterable[Irregular],
    ids: Collection[str],
    now: str,
) -> None:
    """Keep what is irregular among rows with these ids, and forget of the others that they were."""
    whose = {"link": link or "", "resource": resource}
    found = [*irregular]
    if found:
        engine.have_keys(connection, [whose["link"]])
    if connection.execute(f"SELECT 1 FROM irregular_rows WHERE {_WHOSE} LIMIT 1", whose).fetchone():
        well = {*ids} - {one.row for one in found}
        forget(connection, resource, link, well)
    connection.executemany(
        _NOTE,
        [
            whose | {"row": one.row, "is_stored": one.is_stored, "reasons": one.reasons, "body": one.body, "now": now}
            for one in found
        ],
    )


def forget(connection: Connection, resource: str, link: str | None, rows: Iterable[str]) -> int:
    """Forget these rows; returns how many of them were set aside."""
    which = f"{_WHOSE} AND {engine.among('row_id', 'rows')}"
    parameters = {"link": link or "", "resource": resource, "rows": engine.array(rows)}
    sql = f"DELETE FROM irregular_rows WHERE {which} RETURNING is_stored"
    return sum(not is_stored for (is_stored,) in connection.execute(sql, parameters).fetchall())


def forget_unseen(connection: Connection, resource: str, since: str) -> None:
    """Forget what was set aside of a list that is of no link, and was not in it when it was read since then."""
    sql = f"DELETE FROM irregular_rows WHERE {_WHOSE} AND is_stored = 0 AND last_seen < :since"
    connection.execute(sql, {"link": "", "resource": resource, "since": since})


def set_aside(connection: Connection, resource: str, link: str) -> set[str]:
    """The ids of the link's rows that are in no table."""
    sql = f"SELECT row_id FROM irregular_rows WHERE {_WHOSE} AND is_stored = 0"
    return {row for (row,) in connection.execute(sql, {"link": link, "resource": resource})}


def table(db: Database, link: str) -> "DataFrame":
    """The link's irregular rows, those set aside first; columns as in `_TABLE`."""
    sql = (
        "SELECT *, row_id AS row FROM irregular_rows WHERE link = :link"
        " ORDER BY is_stored, resource, last_seen DESC, row_id"
    )
    return frames.read(db, sql, {"link": link}, _TABLE)


def counts(db: Database) -> "DataFrame":
    """One row a resource and link that Belvo has, or no link (empty): link, resource, set_aside, mended."""
    sql = (
        "SELECT link, resource, sum(1 - is_stored) AS set_aside, sum(is_stored) AS mended FROM irregular_rows"
        " WHERE link = '' OR link IN (SELECT id FROM links WHERE deleted_at IS NULL)"
        " GROUP BY link, resource ORDER BY link, resource"
    )
    return frames.read(db, sql, None, _COUNTS)


_WHOSE = "link = :link AND resource = :resource"

_NOTE = """
    INSERT INTO irregular_rows (link, resource, row_id, is_stored, reasons, body, first_seen, last_seen)
    VALUES (:link, :resource, :row, :is_stored, :reasons, :body, :now, :now)
    ON CONFLICT (link, resource, row_id) DO UPDATE SET is_stored = excluded.is_stored, reasons = excluded.reasons,
        body = excluded.body, last_seen = excluded.last_seen
"""

_TABLE = {
    "resource": frames.TEXT,
    "row": frames.TEXT,
    "is_stored": frames.FLAG,
    "reasons": frames.TEXT,
    "body": frames.TEXT,
    "first_seen": frames.INSTANT,
    "last_seen": frames.INSTANT,
}

_COUNTS = {"link": frames.TEXT, "resource": frames.TEXT, "set_aside": frames.INTEGER, "mended": frames.INTEGER}

"""Revisions: a number for each link, and one for all, that moves with every change of what is shown of links.

Whoever shows links keeps the number and asks for it again, which reads one row by its key. Links and their statuses,
jobs, runs, rows, consents and what is waited for move it in the transaction that changes them, once for a page of
rows; the API log, heartbeats and widget sessions do not.

SQLite's data_version costs as little, but it moves with every commit, the API log's each second among them, it tells no
links apart, and each connection has one of its own, which says nothing in another thread or process.
"""

import random
import zlib
from collections.abc import Sequence

from store import engine
from store.core.parameters import members
from store.database import Database
from store.engine import Connection

_ALL = ""
_ALL_IN_SETS = tuple(f"all {number}" for number in range(16))
"""Where many write at the same time: with one row for all they would wait for each other's commits."""


def bump(connection: Connection, *links: str) -> None:
    """Something about these links has changed, or about none in particular."""
    engine.count_up(connection, "revisions", "link", "number", {_every(connection, links), *links})


def bump_known(connection: Connection, link: str) -> None:
    """The same about a link that has a number, unless it has been erased since: then it gets none."""
    engine.count_up(connection, "revisions", "link", "number", {_every(connection, [link])})
    engine.count_up(connection, "revisions", "link", "number", {link}, known=True)


def _every(connection: Connection, links: Sequence[str]) -> str:
    """The row for all; where there are several, the same of them for the same link."""
    if not engine.has_sets(connection):
        return _ALL
    place = zlib.crc32(min(links).encode()) if links else random.getrandbits(8)
    return _ALL_IN_SETS[place % len(_ALL_IN_SETS)]


def current(db: Database, link: str | None = None) -> int:
    """The number of a link, or of all of them; the same as before as long as nothing about them has changed."""
    with db.read() as connection:
        if not link:
            return of_all(connection)
        row = connection.execute("SELECT number FROM revisions WHERE link = :link", {"link": link}).fetchone()
    return row["number"] if row else 0


def of_all(connection: Connection) -> int:
    """That of all links."""
    names, parameters = members("link", _ALL_IN_SETS if engine.has_sets(connection) else [_ALL])
    sql = f"SELECT coalesce(sum(number), 0) AS number FROM revisions WHERE link IN {names}"
    found: int = connection.execute(sql, parameters).fetchone()["number"]
    return found


def of_each(db: Database) -> dict[str, int]:
    """That of each link of which there are rows, in the order in which the links came."""
    with db.read() as connection:
        return dict(connection.execute(_OF_EACH).fetchall())


_OF_EACH = """
    SELECT there.link, coalesce(number, 0)
    FROM (SELECT DISTINCT link FROM row_counts WHERE live > 0 AND link <> '') AS there
    LEFT JOIN revisions ON revisions.link = there.link
    LEFT JOIN links ON links.id = there.link ORDER BY links.key NULLS LAST, there.link NULLS FIRST
"""

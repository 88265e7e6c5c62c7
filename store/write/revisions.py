"""Revisions: a number for each link, and one for all, that moves with every change of what is shown of links.

Whoever shows links keeps the number and asks for it again, which reads one row by its key. Links and their statuses,
jobs, runs, rows, consents and what is waited for move it in the transaction that changes them, once for a page of
rows; the API log, heartbeats and widget sessions do not.

SQLite's data_version costs as little, but it moves with every commit, the API log's each second among them, it tells no
links apart, and each connection has one of its own, which says nothing in another thread or process.
"""

import random

from store import engine
from store.core.parameters import members
from store.database import Database
from store.engine import Connection

_ALL = ""
_ALL_IN_SETS = tuple(f"all {number}" for number in range(16))
"""Where many write at the same time: with one row for all they would wait for each other's commits."""


def bump(connection: Connection, *links: str) -> None:
    """Something about these links has changed, or about none in particular; last in a transaction, best."""
    # In one order everywhere, so that no two transactions wait for each other's rows.
    every = random.choice(_ALL_IN_SETS) if engine.has_sets(connection) else _ALL  # noqa: S311 - whichever is free
    for link in sorted({every, *links}):
        engine.send(connection, _BUMP, {"link": link})


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


_BUMP = """
    INSERT INTO revisions (link, number) VALUES (:link, 1)
    ON CONFLICT (link) DO UPDATE SET number = revisions.number + 1
"""

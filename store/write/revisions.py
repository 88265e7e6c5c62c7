"""Revisions: a number for each link, and one for all, that moves with every change of what is shown of links.

Whoever shows links keeps the number and asks for it again, which reads one row by its key. Links and their statuses,
jobs, runs, rows, consents and what is waited for move it in the transaction that changes them, once for a page of
rows; the API log, heartbeats and widget sessions do not.

SQLite's data_version costs as little, but it moves with every commit, the API log's each second among them, it tells no
links apart, and each connection has one of its own, which says nothing in another thread or process.
"""

from store.database import Database
from store.engine import Connection

_ALL = ""


def bump(connection: Connection, *links: str) -> None:
    """Something about these links has changed, or about none in particular; last in a transaction, best."""
    # In one order everywhere, so that no two transactions wait for each other's rows.
    connection.executemany(_BUMP, [{"link": link} for link in sorted({_ALL, *links})])


def current(db: Database, link: str | None = None) -> int:
    """The number of a link, or of all of them; the same as before as long as nothing about them has changed."""
    with db.read() as connection:
        row = connection.execute("SELECT number FROM revisions WHERE link = :link", {"link": link or _ALL}).fetchone()
    return row["number"] if row else 0


_BUMP = """
    INSERT INTO revisions (link, number) VALUES (:link, 1)
    ON CONFLICT (link) DO UPDATE SET number = revisions.number + 1
"""

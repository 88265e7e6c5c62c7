"""Erasing a link: its rows, bodies, versions, aggregates, runs, jobs, widget sessions, calls and webhook events."""

import sqlite3

from store.aggregates import Changes
from store.database import Database
from store.parameters import chunks, members
from store.resources import RESOURCES, Resource

_BATCH = 5_000
"""Rows deleted in one transaction; whoever else writes waits no longer than that takes."""

_OF_LINK = {
    "jobs": "link = :link",
    "sync_runs": "link = :link",
    "bookmarks": "link = :link",
    "link_statuses": "link = :link",
    "widget_events": "nonce IN (SELECT nonce FROM widget_sessions WHERE link = :link)",
    "widget_sessions": "link = :link",
    "webhook_events": "link = :link",
    "api_calls": "link = :link",
}


def erase(db: Database, link_id: str) -> None:
    """Remove the link and all that came from it, overwritten in the file; only `audit` keeps its records.

    Whoever pulls the link is stopped first. Broken off midway, another call goes on where this one was.
    """
    with db.write() as connection:
        for table, condition in _OF_LINK.items():
            connection.execute(f"DELETE FROM {table} WHERE {condition}", {"link": link_id})
    for resource in RESOURCES.values():
        if resource.per_link:
            while _erase_batch(db, resource, "link = :link", link_id):
                pass
    _erase_batch(db, RESOURCES["links"], "id = :link", link_id)
    db.checkpoint()


def _erase_batch(db: Database, resource: Resource, condition: str, link_id: str) -> int:
    sql = f"SELECT id FROM {resource.table} WHERE {condition} LIMIT :batch"
    with db.write() as connection:
        ids = [row["id"] for row in connection.execute(sql, {"link": link_id, "batch": _BATCH})]
        _delete(connection, resource, ids)
    return len(ids)


def _delete(connection: sqlite3.Connection, resource: Resource, ids: list[str]) -> None:
    changes = Changes(resource)
    changes.subtract_stored(connection, ids)
    changes.apply(connection)
    table = resource.table
    for chunk in chunks(ids):
        names, parameters = members("id", chunk)
        connection.execute(
            f"DELETE FROM bodies_{table} WHERE key IN (SELECT key FROM {table} WHERE id IN {names})", parameters
        )
        connection.execute(f"DELETE FROM versions_{table} WHERE id IN {names}", parameters)
        connection.execute(f"DELETE FROM {table} WHERE id IN {names}", parameters)

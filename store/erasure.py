"""Erasing a link: its rows, bodies, versions, aggregates, runs, jobs, widget sessions, calls and webhook events."""

from store import schema, unknown
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
    "balance_history": "link = :link",
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
            while _erase_batch(db, resource, "link", link_id):
                pass
    _erase_batch(db, RESOURCES["links"], "id", link_id)
    with db.write() as connection:
        connection.execute("DELETE FROM row_counts WHERE link = :link", {"link": link_id})
        unknown.forget(connection, link_id)
    db.checkpoint()


def _erase_batch(db: Database, resource: Resource, column: str, link_id: str) -> int:
    sql = f"SELECT key FROM {resource.table} WHERE {column} = :link LIMIT :batch"
    with db.write() as connection:
        found = connection.execute(sql, {"link": link_id, "batch": _BATCH}).fetchall()
        changes = Changes(resource)
        for chunk in chunks(row["key"] for row in found):
            names, parameters = members("key", chunk)
            changes.subtract_stored(connection, (f"key IN {names}", parameters))
            for table in schema.tables(resource):
                connection.execute(f"DELETE FROM {table} WHERE key IN {names}", parameters)
        changes.apply(connection)
    return len(found)

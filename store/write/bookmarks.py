"""Bookmarks: up to where a resource of a link was listed completely. They move with the last page, never before."""

from dataclasses import dataclass

from store.core import instants
from store.engine import Connection


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`created_at`: the largest seen; `listed_at`: the last complete listing; `full_at`: the last one unfiltered."""

    created_at: str | None
    listed_at: str
    full_at: str | None


def get(connection: Connection, link: str, resource: str) -> Bookmark | None:
    """None if there has been no complete listing yet."""
    row = connection.execute(
        "SELECT created_at, listed_at, full_at FROM bookmarks WHERE link = :link AND resource = :resource",
        {"link": link, "resource": resource},
    ).fetchone()
    return Bookmark(*row) if row else None


def set(  # noqa: A001 - the agreed name, read as bookmarks.set
    connection: Connection,
    link: str,
    resource: str,
    created_at: str | None,
    *,
    full: bool,
    now: str | None = None,
) -> None:
    """Move the bookmark after a complete listing; `full` says that it was listed without any filter."""
    moment = now or instants.now()
    connection.execute(
        "INSERT INTO bookmarks (link, resource, created_at, listed_at, full_at)"
        " VALUES (:link, :resource, :created_at, :now, :full_at)"
        " ON CONFLICT (link, resource) DO UPDATE SET created_at = excluded.created_at,"
        " listed_at = excluded.listed_at, full_at = coalesce(excluded.full_at, bookmarks.full_at)",
        {
            "link": link,
            "resource": resource,
            "created_at": created_at,
            "now": moment,
            "full_at": moment if full else None,
        },
    )


def last_full_at(connection: Connection, link: str, resource: str) -> str | None:
    bookmark = get(connection, link, resource)
    return bookmark.full_at if bookmark else None

"""Rounds: the last pull of everything of each link that ended well, by which the next one is due."""

from datetime import datetime

from domain.pulls.rounds import Round
from store.core import instants
from store.engine import Connection

LINKS, INSTITUTIONS = "links", "institutions"


def last(connection: Connection, link: str) -> Round | None:
    """The link's last round."""
    sql = "SELECT ended_at, accessed_at, accessed_since FROM rounds WHERE link = :link"
    row = connection.execute(sql, {"link": link}).fetchone()
    if row is None:
        return None
    since = row["accessed_since"]
    return Round(instants.decode(row["ended_at"]), row["accessed_at"], instants.decode(since) if since else None)


def note(connection: Connection, link: str, accessed_at: str | None, *, now: str | None = None) -> None:
    """Everything was pulled; `accessed_at` is what Belvo said when that began."""
    connection.execute(
        "INSERT INTO rounds (link, ended_at, accessed_at) VALUES (:link, :now, :accessed_at) ON CONFLICT (link)"
        " DO UPDATE SET ended_at = excluded.ended_at, accessed_at = excluded.accessed_at, accessed_since = NULL",
        {"link": link, "now": now or instants.now(), "accessed_at": accessed_at},
    )


def note_access(connection: Connection, link: str, since: str | None) -> None:
    """Belvo has accessed the link after this instant, the earliest one counts."""
    connection.execute(
        "UPDATE rounds SET accessed_since = :since WHERE link = :link AND accessed_since IS NULL",
        {"link": link, "since": since},
    )


def listed_whole(connection: Connection, link: str) -> dict[str, datetime]:
    """When each resource of the link was last listed whole."""
    sql = "SELECT resource, full_at FROM bookmarks WHERE link = :link AND full_at IS NOT NULL"
    return {row["resource"]: instants.decode(row["full_at"]) for row in connection.execute(sql, {"link": link})}


def told_since(connection: Connection, link: str, since: datetime) -> set[str]:
    """The resources that were pulled to their end since then because a webhook had told of them."""
    found = connection.execute(_TOLD, {"link": link, "since": instants.encode(since)})
    return {row["resource"] for row in found}


def waited_for(connection: Connection, link: str) -> set[str]:
    """The resources whose history Belvo still loads."""
    sql = "SELECT resource FROM historical WHERE link = :link AND ended_at IS NULL"
    return {row["resource"] for row in connection.execute(sql, {"link": link})}


def note_list(connection: Connection, name: str, *, now: str | None = None) -> None:
    """A list that is of no link was read to its end."""
    connection.execute(
        "INSERT INTO desk_lists (name, listed_at) VALUES (:name, :now)"
        " ON CONFLICT (name) DO UPDATE SET listed_at = excluded.listed_at",
        {"name": name, "now": now or instants.now()},
    )


def list_read_at(connection: Connection, name: str) -> str | None:
    """When such a list was last read to its end."""
    row = connection.execute("SELECT listed_at FROM desk_lists WHERE name = :name", {"name": name}).fetchone()
    return row["listed_at"] if row else None


_TOLD = """
    SELECT resource FROM sync_runs
    WHERE id IN (SELECT max(id) FROM sync_runs WHERE link = :link GROUP BY resource)
        AND state = 'done' AND reason IN ('webhook', 'historical_update', 'derived') AND started_at >= :since
"""

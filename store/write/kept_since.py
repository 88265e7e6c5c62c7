"""From which day on rows of a resource are kept: what is older is not taken in again, by whichever pull it comes."""

from collections.abc import Iterable

from store.database import Database
from store.engine import Connection
from store.write import holds


def set_for(connection: Connection, resources: Iterable[str], day: str | None) -> None:
    """Keep rows of these from the day on, or however old they are."""
    for resource in resources:
        if day is None:
            connection.execute("DELETE FROM kept_since WHERE resource = :resource", {"resource": resource})
            continue
        connection.execute(
            "INSERT INTO kept_since (resource, day) VALUES (:resource, :day)"
            " ON CONFLICT (resource) DO UPDATE SET day = excluded.day",
            {"resource": resource, "day": day},
        )


def note_versions(connection: Connection, day: str) -> None:
    """Earlier bodies of rows are no longer all kept but from the day on; that never becomes earlier again."""
    connection.execute(
        "INSERT INTO kept_since (resource, day) VALUES (:resource, :day) ON CONFLICT (resource) DO UPDATE"
        " SET day = CASE WHEN excluded.day > kept_since.day THEN excluded.day ELSE kept_since.day END",
        {"resource": _VERSIONS, "day": day},
    )


def of_versions(db: Database) -> str | None:
    """The first day from which on every earlier body is still there; None where none was deleted for its age."""
    with db.read() as connection:
        row = connection.execute(_DAY, {"resource": _VERSIONS}).fetchone()
    return row["day"] if row else None


def of_link(connection: Connection, resource: str, link: str | None) -> str | None:
    """The day for rows of a link; None where all are kept, as they are of what is on hold."""
    row = connection.execute(_OF_LINK, {"resource": resource, "link": link}).fetchone()
    return row["day"] if row else None


def table(db: Database) -> dict[str, str]:
    """The days by resource, of those that are not kept for ever."""
    with db.read() as connection:
        found = connection.execute("SELECT resource, day FROM kept_since").fetchall()
    return {row["resource"]: row["day"] for row in found if row["resource"] != _VERSIONS}


_VERSIONS = "versions"
"""Stands for the earlier bodies of every resource."""

_DAY = "SELECT day FROM kept_since WHERE resource = :resource"
_OF_LINK = f"SELECT day FROM kept_since WHERE resource = :resource AND {holds.are_free(':link')}"

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


def of_link(connection: Connection, resource: str, link: str | None) -> str | None:
    """The day for rows of a link; None where all are kept, as they are of what is on hold."""
    row = connection.execute(_OF_LINK, {"resource": resource, "link": link}).fetchone()
    return row["day"] if row else None


def table(db: Database) -> dict[str, str]:
    """The days by resource, of those that are not kept for ever."""
    with db.read() as connection:
        return {row["resource"]: row["day"] for row in connection.execute("SELECT resource, day FROM kept_since")}


_OF_LINK = f"SELECT day FROM kept_since WHERE resource = :resource AND {holds.are_free(':link')}"

"""From which day on the store can say what it knew, and from when on exactly."""

from dataclasses import dataclass
from datetime import date, datetime

from store.core import instants
from store.database import Database
from store.engine import Connection
from store.write import kept_since


@dataclass(frozen=True, slots=True)
class Extent:
    """The first instant of which something is known, None for none; `exact` from when on earlier bodies are all kept.

    `rows` are the days since which rows are kept at all, by resource, where older ones go.
    """

    first: datetime | None
    exact: date | None
    rows: dict[str, str]


def extent_of(db: Database) -> Extent:
    """What the store, as it is now, can tell of earlier days."""
    with db.whole.read() as connection:
        first = _first(connection)
    exact, rows = kept_since.of_versions(db.whole), kept_since.table(db.whole)
    return Extent(instants.decode(first) if first else None, date.fromisoformat(exact) if exact else None, rows)


def _first(connection: Connection) -> str | None:
    """When the first link came here that is still here; nothing of a link comes before it."""
    row = connection.execute(
        "SELECT min(at) FROM (SELECT min(changed_at) AS at FROM links UNION ALL SELECT min(since) FROM versions_links)"
    ).fetchone()
    found: str | None = row[0]
    return found

"""Institutions whose calls time out, as `domain.pulls.breaker` has it."""

from collections.abc import Collection

from domain.pulls.breaker import Breaker as Breaker
from domain.pulls.breaker import after
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection, Row

_COLUMNS = "institution, since, last_at, pulls, resources, opened_at"


def note(
    connection: Connection,
    link: str,
    *,
    timed_out: Collection[str],
    answered: Collection[str],
    now: str | None = None,
) -> tuple[Breaker | None, Breaker | None]:
    """Let follow what a pull of the link has met; returns what was known of its institution before and what is now."""
    where = connection.execute("SELECT institution FROM links WHERE id = :link", {"link": link}).fetchone()
    if where is None or where["institution"] is None:
        return None, None
    institution = where["institution"]
    engine.lock(connection, f"breaker {institution}")  # pulls of its other links may note it at this moment
    moment = instants.decode(now or instants.now())
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM breakers WHERE institution = :institution", {"institution": institution}
    ).fetchone()
    before = _breaker(row) if row else None
    found = after(before, institution, timed_out=timed_out, answered=answered, now=moment)
    if found is None:
        connection.execute("DELETE FROM breakers WHERE institution = :institution", {"institution": institution})
    elif found != before:
        _save(connection, found)
    return before, found


def opened(db: Database) -> list[Breaker]:
    """The institutions that are tried by one pull at a time, the one that has been for longest first."""
    sql = f"SELECT {_COLUMNS} FROM breakers WHERE opened_at IS NOT NULL ORDER BY opened_at NULLS FIRST, institution"
    with db.read() as connection:
        return [_breaker(row) for row in connection.execute(sql)]


def _save(connection: Connection, breaker: Breaker) -> None:
    connection.execute(
        f"INSERT INTO breakers ({_COLUMNS})"
        " VALUES (:institution, :since, :last_at, :pulls, :resources, :opened_at)"
        " ON CONFLICT (institution) DO UPDATE SET last_at = excluded.last_at, pulls = excluded.pulls,"
        " resources = excluded.resources, opened_at = excluded.opened_at",
        {
            "institution": breaker.institution,
            "since": instants.encode(breaker.since),
            "last_at": instants.encode(breaker.last_at),
            "pulls": breaker.pulls,
            "resources": " ".join(sorted(breaker.resources)),
            "opened_at": instants.encode(breaker.opened_at) if breaker.opened_at else None,
        },
    )


def _breaker(row: Row) -> Breaker:
    return Breaker(
        institution=row["institution"],
        since=instants.decode(row["since"]),
        last_at=instants.decode(row["last_at"]),
        pulls=row["pulls"],
        resources=frozenset(row["resources"].split()),
        opened_at=instants.decode(row["opened_at"]) if row["opened_at"] else None,
    )

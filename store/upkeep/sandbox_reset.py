"""The monthly reset of Belvo's sandbox: all links deleted at once, a state of its own until a person has seen it.

Belvo's sandbox is emptied every month. Rows of such links stay as they are, and nobody pulls them, until a person
confirms that they are deleted or Belvo lists them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from store.core import instants
from store.core.parameters import chunks, members
from store.database import Database
from store.engine import Connection
from store.write import links, revisions


@dataclass(frozen=True, slots=True)
class SandboxReset:
    """The links that were missing all at once, and since when."""

    noticed_at: datetime
    links: tuple[str, ...]


def current(db: Database) -> SandboxReset | None:
    """The reset that nobody has confirmed yet, if there is one."""
    with db.read() as connection:
        rows = connection.execute("SELECT link, noticed_at FROM reset_links ORDER BY noticed_at, link").fetchall()
    return SandboxReset(instants.decode(rows[0]["noticed_at"]), tuple(row["link"] for row in rows)) if rows else None


def note(connection: Connection, missing: Iterable[str], *, now: str | None = None) -> None:
    """These links are missing all at once."""
    moment, noted = now or instants.now(), [*missing]
    connection.executemany(
        "INSERT INTO reset_links (link, noticed_at) VALUES (:link, :now) ON CONFLICT (link) DO NOTHING",
        [{"link": link, "now": moment} for link in noted],
    )
    revisions.bump(connection, *noted)


def noted_links(connection: Connection) -> set[str]:
    """The links of the current reset."""
    return {row["link"] for row in connection.execute("SELECT link FROM reset_links")}


def note_return(connection: Connection, links_listed: Iterable[str]) -> None:
    """Belvo lists these links after all."""
    for chunk in chunks(links_listed):
        names, parameters = members("link", chunk)
        back = connection.execute(
            f"DELETE FROM reset_links WHERE link IN {names} RETURNING link", parameters
        ).fetchall()
        if back:
            revisions.bump(connection, *(row["link"] for row in back))


def confirm(connection: Connection, *, by: str = "", now: str | None = None) -> int:
    """Mark the links of the current reset as deleted, since somebody says so; returns how many they were."""
    cause = f"Belvo had none of its links any more, and {by or 'somebody'} confirmed that they are gone."
    missing = noted_links(connection)
    for link in sorted(missing):
        links.mark_deleted(connection, link, cause, now=now)
    connection.execute("DELETE FROM reset_links")
    return len(missing)

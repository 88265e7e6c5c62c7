"""Addresses by which a person repairs a link or renews its consent, whenever they open them until they expire.

What a code leads to is asked for when it is opened: no access token lies here, and each opening has one of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.core import instants
from store.database import Database
from store.engine import Connection, Row

Way = Literal["repair", "renew"]


@dataclass(frozen=True, slots=True)
class UpdateLink:
    """An address that was handed out, by its code."""

    code: str
    link: str
    way: Way
    locale: str
    actor: str
    expires_at: datetime
    opened_at: datetime | None = None
    opened: int = 0
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it leads anywhere still."""
        return self.revoked_at is None and self.expires_at > now


def add(connection: Connection, made: UpdateLink, now: datetime) -> None:
    """Keep an address that is handed out."""
    connection.execute(
        "INSERT INTO update_links (code, link, way, locale, actor, made_at, expires_at, opened)"
        " VALUES (:code, :link, :way, :locale, :actor, :now, :until, 0)",
        {
            "code": made.code,
            "link": made.link,
            "way": made.way,
            "locale": made.locale,
            "actor": made.actor,
            "now": instants.encode(now),
            "until": instants.encode(made.expires_at),
        },
    )


def find(db: Database, code: str) -> UpdateLink | None:
    """The address of this code."""
    with db.read() as connection:
        row = connection.execute(f"{_SELECT} WHERE code = :code", {"code": code}).fetchone()
    return _update_link(row) if row else None


def newest(db: Database, link: str, way: Way, now: datetime) -> UpdateLink | None:
    """The one of a link that leads somewhere for longest."""
    sql = f"""{_SELECT} WHERE link = :link AND way = :way AND revoked_at IS NULL AND expires_at > :now
        ORDER BY expires_at DESC, made_at DESC LIMIT 1"""
    with db.read() as connection:
        row = connection.execute(sql, {"link": link, "way": way, "now": instants.encode(now)}).fetchone()
    return _update_link(row) if row else None


def note_opening(connection: Connection, code: str, now: datetime, *, not_since: datetime) -> bool:
    """Note that somebody opens it; False where somebody has just done so, or it leads nowhere any more."""
    noted = connection.execute(
        "UPDATE update_links SET opened = opened + 1, opened_at = :now WHERE code = :code AND revoked_at IS NULL"
        " AND expires_at > :now AND coalesce(opened_at, '') < :since",
        {"code": code, "now": instants.encode(now), "since": instants.encode(not_since)},
    )
    return bool(noted.rowcount)


def revoke(connection: Connection, code: str, now: datetime) -> bool:
    """Let it lead nowhere from now on; False where it did not anyway."""
    gone = connection.execute(
        "UPDATE update_links SET revoked_at = :now WHERE code = :code AND revoked_at IS NULL AND expires_at > :now",
        {"code": code, "now": instants.encode(now)},
    )
    return bool(gone.rowcount)


_SELECT = "SELECT code, link, way, locale, actor, expires_at, opened_at, opened, revoked_at FROM update_links"


def _update_link(row: Row) -> UpdateLink:
    return UpdateLink(
        code=row["code"],
        link=row["link"],
        way=row["way"],
        locale=row["locale"],
        actor=row["actor"],
        expires_at=instants.decode(row["expires_at"]),
        opened_at=instants.decode(row["opened_at"]) if row["opened_at"] else None,
        opened=row["opened"],
        revoked_at=instants.decode(row["revoked_at"]) if row["revoked_at"] else None,
    )

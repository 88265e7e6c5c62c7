"""Who is revealed to whom, until when and why; the audit has the reason by a digest, so that it can be erased.

A reveal is of whoever has the link: of all links with its external id, or of the one where it has none.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from store.core import instants
from store.database import Database
from store.engine import Connection
from store.write import assignments

_SALT = 16  # bytes


@dataclass(frozen=True, slots=True)
class Reveal:
    """Somebody who is revealed: their links as they are now, by whom they were found, until when and why."""

    link: str
    links: frozenset[str]
    until: datetime
    reason: str


def begin(connection: Connection, *, by: str, link: str, until: datetime, reason: str) -> str:
    """Reveal the person of a link, and nobody else any more, to this one; returns what stands for the reason."""
    end_all(connection, by, instants.decode(instants.now()))
    salt = secrets.token_hex(_SALT)
    row = {"by": by, "link": link, "until": instants.encode(until), "reason": reason, "salt": salt}
    connection.execute(
        "INSERT INTO reveals (by, link, until, reason, salt, digest)"
        " VALUES (:by, :link, :until, :reason, :salt, :digest)",
        {**row, "digest": _digest(salt, reason)},
    )
    return _digest(salt, reason)


def end_all(connection: Connection, by: str, now: datetime) -> str | None:
    """End what is revealed to somebody; returns the link by which it was, if anything was."""
    ended = connection.execute(
        "UPDATE reveals SET ended_at = :now WHERE by = :by AND ended_at IS NULL RETURNING link",
        {"by": by, "now": instants.encode(now)},
    ).fetchall()
    return ended[-1]["link"] if ended else None


def current(db: Database, by: str, now: datetime) -> Reveal | None:
    """Who is revealed to somebody now; nobody where no link of theirs is there any more."""
    with db.whole.read() as connection:
        row = connection.execute(_CURRENT, {"by": by, "now": instants.encode(now)}).fetchone()
        if row is None:
            return None
        links = frozenset(found["id"] for found in connection.execute(_LINKS, {"link": row["link"]}))
    return Reveal(row["link"], links, instants.decode(row["until"]), row["reason"]) if links else None


def reason_of(db: Database, digest: str) -> str | None:
    """Why somebody was revealed, by what the audit has of it; None where it was erased, or is not as it was given."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT reason, salt FROM reveals WHERE digest = :digest", {"digest": digest}
        ).fetchone()
    return row["reason"] if row and _digest(row["salt"], row["reason"]) == digest else None


def _digest(salt: str, reason: str) -> str:
    return hashlib.sha256(f"{salt}\0{reason}".encode()).hexdigest()[:32]


_CURRENT = """
    SELECT link, until, reason FROM reveals WHERE by = :by AND ended_at IS NULL AND until > :now
    ORDER BY id DESC LIMIT 1
"""

_LINKS = f"""
    SELECT id FROM links WHERE id = :link UNION
    SELECT links.id FROM links
    JOIN (SELECT {assignments.PERSON} AS person FROM links WHERE id = :link) AS whose ON person <> ''
    WHERE {assignments.are_of("whose.person")}
"""

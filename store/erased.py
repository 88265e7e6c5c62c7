"""Which links were erased here, known by a digest only, so that nothing about them comes in again."""

import hashlib
import sqlite3

from store import instants


def mark(link: str) -> str:
    """What stands for an erased link where a record of it has to stay."""
    return "erased-" + hashlib.sha256(f"link {link}".encode()).hexdigest()[:32]


def note(connection: sqlite3.Connection, link: str, *, now: str | None = None) -> None:
    """The link is being erased."""
    connection.execute(
        "INSERT INTO erased_links (mark, erased_at) VALUES (:mark, :now) ON CONFLICT (mark) DO NOTHING",
        {"mark": mark(link), "now": now or instants.now()},
    )


def is_erased(connection: sqlite3.Connection, link: str) -> bool:
    """Whether the link was erased, and nobody has connected it again since."""
    sql = (
        "SELECT 1 FROM erased_links WHERE mark = :mark"
        " AND NOT EXISTS (SELECT 1 FROM links WHERE id = :link AND gone_at IS NULL)"
    )
    return connection.execute(sql, {"mark": mark(link), "link": link}).fetchone() is not None

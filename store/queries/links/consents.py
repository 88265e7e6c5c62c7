"""Consents of open finance: what a link's person has agreed to, and until when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database
from store.engine import Connection
from store.queries.base import live
from store.queries.base import table as rows_of

if TYPE_CHECKING:
    from pandas import DataFrame


def table(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a consent, the first to expire first; columns as in `_TABLE`. One without end has `endless`."""
    sources = {"consent": "id", "endless": "undefined_consent_expiration"}
    order = "coalesce(expired_at, '9')"
    return rows_of(db, "consents", _TABLE, live(links), order=order, sources=sources)


LONGEST = """
    SELECT key FROM consents WHERE link = {link} AND deleted_at IS NULL ORDER BY
        CASE status WHEN 'AUTHORISED' THEN 0 ELSE 1 END, coalesce(undefined_consent_expiration, 0) DESC,
        coalesce(expired_at, '') DESC, key DESC LIMIT 1
"""
"""The one of a link's that lasts longest; Belvo promises one a link."""


def current(db: Database, link: str) -> str | None:
    """The id of the consent that tells how the link's stands."""
    sql = f"SELECT id FROM consents WHERE key = ({LONGEST.format(link=':link')})"
    with db.read() as connection:
        row = connection.execute(sql, {"link": link}).fetchone()
    return row and str(row["id"])


def persons(db: Database, link: str) -> dict[str, str]:
    """The CPF and the CNPJ of the link's owners, as far as they are known, digits only."""
    with db.read() as connection:
        rows = connection.execute(_OWNERS_DOCUMENTS, {"link": link}).fetchall()
    return {row["document_type"]: "".join(filter(str.isdigit, row["document_number"])) for row in rows}


def documents(connection: Connection, link: str) -> list[str]:
    """The CPFs and CNPJs, digits only, whose consents may be this link's: its owners', and those of known consents."""
    numbers = {"".join(filter(str.isdigit, number)) for (number,) in connection.execute(_DOCUMENTS, {"link": link})}
    return sorted(numbers - {""})


def elsewhere(connection: Connection, link: str) -> set[str]:
    """The ids of the consents that other links have."""
    found = connection.execute(
        "SELECT id FROM consents WHERE link <> :link AND deleted_at IS NULL"
        " AND link IN (SELECT id FROM links WHERE deleted_at IS NULL)",
        {"link": link},
    )
    return {str(row["id"]) for row in found}


_OWNERS_DOCUMENTS = """
    SELECT document_type, document_number FROM owners
    WHERE link = :link AND deleted_at IS NULL AND document_type IN ('CPF', 'CNPJ') AND document_number IS NOT NULL
    ORDER BY key DESC
"""

_DOCUMENTS = """
    SELECT document_number FROM owners
    WHERE link = :link AND deleted_at IS NULL AND document_type IN ('CPF', 'CNPJ') AND document_number IS NOT NULL
    UNION
    SELECT document_number FROM consents WHERE link = :link AND deleted_at IS NULL AND document_number IS NOT NULL
"""

_TABLE = {
    "link": frames.TEXT,
    "consent": frames.TEXT,
    "institution": frames.TEXT,
    "display_name": frames.TEXT,
    "document_number": frames.TEXT,
    "status": frames.TEXT,
    "created_at": frames.INSTANT,
    "expired_at": frames.INSTANT,
    "consent_duration": frames.INTEGER,
    "endless": frames.FLAG,
}

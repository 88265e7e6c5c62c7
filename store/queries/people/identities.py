"""Whom banks, tax authorities and employers name: names and documents side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.person.agreement import Agreement, Identity, agreement
from store import engine
from store.core import frames
from store.database import Database
from store.engine import Connection

if TYPE_CHECKING:
    from pandas import DataFrame

_SOURCES = {
    "owners": ("display_name", "document_number", "NULL"),
    "tax_status": ("official_name", "rfc", "NULL"),
    "cl_tax_status": ("name", "document_number", "NULL"),
    "cl_debt_reports": ("full_name", "document_number", "NULL"),
    "employment_records": ("official_name", "internal_identification", "birth_date"),
    "mx_current_employments": ("official_name", "internal_identification", "NULL"),
}
"""By table, where a name, a document and a day of birth stand."""


def table(db: Database, links: Sequence[str]) -> "DataFrame":
    """One row a name that is told of these links' person; columns as in `_TABLE`, masked where the reader's are."""
    return frames.read(db, _SELECT, {"links": engine.array(links)}, _TABLE)


def agreement_of(db: Database, links: Sequence[str]) -> Agreement:
    """Whether they agree, by what is not masked: of a person it tells nothing but that. Sources are `resource link`."""
    with db.unmasked.read() as connection:
        found = of_links(connection, links)
    return agreement([identity for one in found.values() for identity in one])


def of_links(connection: Connection, links: Sequence[str]) -> dict[str, list[Identity]]:
    """The same by link, in the order of its sources."""
    cursor = connection.execute(_SELECT, {"links": engine.array(links)})
    found: dict[str, list[Identity]] = {}
    for row in cursor:
        identity = Identity(f"{row['resource']} {row['link']}", row["name"] or "", row["document"] or "")
        found.setdefault(row["link"], []).append(identity)
    return found


_SELECT = " UNION ALL ".join(
    f"SELECT link, '{table}' AS resource, {name} AS name, {document} AS document, {born} AS birth_date FROM {table}"
    f" WHERE {engine.among('link', 'links')} AND deleted_at IS NULL"
    for table, (name, document, born) in _SOURCES.items()
)

_TABLE = {
    "link": frames.TEXT,
    "resource": frames.TEXT,
    "name": frames.TEXT,
    "document": frames.TEXT,
    "birth_date": frames.TEXT,
}

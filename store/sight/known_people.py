"""Whom the store knows by name, for texts that may name them."""

from collections.abc import Collection, Iterator

from domain.invoice_sides import PAYSLIPS
from domain.masking import Known
from domain.masking.cards import CARD
from domain.masking.documents import is_company
from store import engine
from store.engine import Connection

_NAMED = {
    "owners": ("display_name", "document_number"),
    "consents": ("display_name", "document_number"),
    "tax_status": ("official_name", "rfc"),
    "cl_tax_status": ("name", "document_number"),
    "cl_debt_reports": ("full_name", "document_number"),
    "employment_records": ("official_name", "internal_identification"),
    "mx_current_employments": ("official_name", "internal_identification"),
}
"""Where people stand by name, and by which document, by the table."""

_PERSONS = " UNION ".join(
    f"SELECT {name}, {document} FROM main.{table} WHERE {name} <> ''" for table, (name, document) in _NAMED.items()
)

_OWN = {table: [*columns] for table, columns in _NAMED.items()}
_OWN["owners"] += ["email", "phone_number"]
_OWN["accounts"] = [f"CASE WHEN category IS '{CARD}' THEN NULL ELSE number END"]

_EMPLOYERS = (
    "SELECT DISTINCT employer FROM main.br_employments",
    "SELECT DISTINCT sender_name FROM main.invoices WHERE type = 'INFLOW' AND invoice_type IN ({})".format(
        ", ".join(f"'{name}'" for name in PAYSLIPS)
    ),
)

_PARTIES = """
    SELECT sender_name, sender_id FROM main.invoices UNION SELECT receiver_name, receiver_id FROM main.invoices
    UNION SELECT sender_name, sender_id FROM main.cl_invoices
    UNION SELECT receiver_name, receiver_id FROM main.cl_invoices
"""

_COMPANIES = (
    "SELECT DISTINCT merchant FROM main.transactions",
    "SELECT display_name FROM main.institutions",
)


_EMPLOYERS_INSIDE = (
    ("employment_records", "employment_records", "employer"),
    ("mx_current_employments", "current_employment_records", "employer"),
)
"""Tables, lists in their bodies, and what an employer is called in each object of them."""


def known_people(connection: Connection) -> Known:
    """Persons, employers, and companies that are nobody's employer; all rows are looked at once."""
    named = [(row[0], row[1] or "") for row in connection.execute(_PERSONS)]
    inside = (engine.texts_inside(connection, *where) for where in _EMPLOYERS_INSIDE)
    companies = [row[0] for row in connection.execute(_PARTIES) if row[0] and is_company(row[1] or "")]
    return Known(
        persons=[name for name, document in named if not is_company(document)],
        employers=[*_texts(connection, (*_EMPLOYERS, *inside))],
        companies=[*_texts(connection, _COMPANIES), *companies],
    )


def own_texts(connection: Connection, links: Collection[str]) -> list[str]:
    """Names, documents, numbers and e-mails of those whose links these are."""
    which = links_among("link", links)
    sql = " UNION ".join(
        f"SELECT {column} FROM main.{table} WHERE {which}" for table, columns in _OWN.items() for column in columns
    )
    return [row[0] for row in connection.execute(sql) if isinstance(row[0], str) and row[0].strip()]


def links_among(column: str, links: Collection[str]) -> str:
    """The condition that a column is one of these, for a view, which takes no parameters."""
    return f"{column} IN ({', '.join(_quoted(link) for link in sorted(links))})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _texts(connection: Connection, questions: tuple[str, ...]) -> Iterator[str]:
    for sql in questions:
        yield from (row[0] for row in connection.execute(sql) if isinstance(row[0], str) and row[0].strip())

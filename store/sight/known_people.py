"""Whom the store knows by name, for texts that may name them."""

import sqlite3
from collections.abc import Iterator

from domain.invoice_sides import PAYSLIPS
from domain.masking import Known
from domain.masking.documents import is_company
from store import engine

_PERSONS = """
    SELECT display_name, document_number FROM main.owners WHERE display_name <> ''
    UNION SELECT display_name, document_number FROM main.consents WHERE display_name <> ''
    UNION SELECT official_name, rfc FROM main.tax_status WHERE official_name <> ''
    UNION SELECT name, document_number FROM main.cl_tax_status WHERE name <> ''
    UNION SELECT full_name, document_number FROM main.cl_debt_reports WHERE full_name <> ''
    UNION SELECT official_name, internal_identification FROM main.employment_records WHERE official_name <> ''
    UNION SELECT official_name, internal_identification FROM main.mx_current_employments WHERE official_name <> ''
"""

_EMPLOYERS = (
    "SELECT DISTINCT employer FROM main.br_employments",
    engine.texts_inside("employment_records", "employment_records", "employer"),
    engine.texts_inside("mx_current_employments", "current_employment_records", "employer"),
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


def known_people(connection: sqlite3.Connection) -> Known:
    """Persons, employers, and companies that are nobody's employer; all rows are looked at once."""
    named = [(row[0], row[1] or "") for row in connection.execute(_PERSONS)]
    companies = [row[0] for row in connection.execute(_PARTIES) if row[0] and is_company(row[1] or "")]
    return Known(
        persons=[name for name, document in named if not is_company(document)],
        employers=[*_texts(connection, _EMPLOYERS)],
        companies=[*_texts(connection, _COMPANIES), *companies],
    )


def _texts(connection: sqlite3.Connection, questions: tuple[str, ...]) -> Iterator[str]:
    for sql in questions:
        yield from (row[0] for row in connection.execute(sql) if isinstance(row[0], str) and row[0].strip())

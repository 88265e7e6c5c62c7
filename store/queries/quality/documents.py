"""Whether the numbers of documents can be right: by their own check digits, as python-stdnum has them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.mx import curp, rfc

from domain.quality.checks import Check, Evidence, Finding
from store import engine
from store.engine import Connection

_VALID: Mapping[str, Callable[[str], bool]] = {
    "CPF": cpf.is_valid,
    "CNPJ": cnpj.is_valid,
    "CURP": curp.is_valid,
    "RFC": lambda number: rfc.is_valid(number, validate_check_digits=True),
    "RUT": rut.is_valid,
    "NIT": nit.is_valid,
}

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "CURP": re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    "RFC": re.compile(r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{3}"),
}
_SET_APART = re.compile(r"[\s./-]")

_SOURCES: Mapping[str, tuple[str, str]] = {
    "owners": ("document_type", "document_number"),
    "tax_status": ("'RFC'", "rfc"),
    "employment_records": ("'CURP'", "internal_identification"),
    "cl_tax_status": ("'RUT'", "document_number"),
    "cl_debt_reports": ("'RUT'", "document_number"),
}
"""By table, what kind of document its number is of, and where it stands."""


def of_links(connection: Connection, links: Sequence[str]) -> Iterator[Finding]:
    """Of each link the documents that no authority can have given; kinds that nobody can check are left out."""
    rows = connection.execute(_SELECT, {"links": engine.array(links)}).fetchall()
    for link in links:
        checked = [(row, right) for row in rows if row["link"] == link if (right := is_right(*row[2:4])) is not None]
        wrong = [row for row, right in checked if not right]
        evidence = [
            Evidence(link, f"{row['kind']} with a wrong check digit", resource=row["resource"], row=row["id"])
            for row in wrong
        ]
        yield Finding(Check.DOCUMENTS, link, len(wrong), len(checked), evidence)


def is_right(kind: str | None, number: str | None) -> bool | None:
    """Whether its check digits are those of the rest; None for a kind that has none that are known here."""
    valid = _VALID.get((kind or "").upper())
    if valid is None or not number:
        return None
    bare = _SET_APART.sub("", number).upper()
    shape = _SHAPES.get((kind or "").upper())
    if shape and not shape.fullmatch(bare):
        return False
    return valid(bare)


_SELECT = " UNION ALL ".join(
    f"SELECT link, '{table}' AS resource, {kind} AS kind, {number} AS number, id FROM {table}"
    f" WHERE {engine.among('link', 'links')} AND deleted_at IS NULL"
    for table, (kind, number) in _SOURCES.items()
)

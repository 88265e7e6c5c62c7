"""What rows of a matching are called: who pays, and what the bank's line says, as whoever reads may see it."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.match.claims import Inflow, Kind
from domain.match.outcomes import Row
from store import engine
from store.database import Database
from store.queries.banking import incomes

Texts = dict[str, str]
"""By the keys of claims and inflows."""


def of_rows(db: Database, rows: Sequence[Row]) -> Texts:
    """Those of all rows; what says nothing is not in it."""
    inflows = [row.inflow for row in rows if row.inflow]
    claims = [row.claim for row in rows if row.claim]
    ids = [claim.key.split()[1] for claim in claims]
    payslips = {claim.key for claim in claims if claim.kind is Kind.PAYSLIP}
    found = Texts()
    with db.read() as connection:
        for row in connection.execute(_INFLOWS, _of_inflows(inflows)) if inflows else ():
            found[row["id"]] = row["description"] or row["merchant"] or ""
        for table, sql in _CLAIMS.items():
            for row in connection.execute(sql, {"ids": engine.array(ids)}):
                key = f"{table} {row['id']}"
                found[key] = row["sender_name" if key in payslips else "receiver_name"] or ""
    if any(claim.kind is Kind.INCOME for claim in claims):
        found |= _streams(db, {claim.link for claim in claims})
    return found


def _streams(db: Database, links: Iterable[str]) -> Texts:
    return {f"incomes {row} {number}": said or "" for row, number, said in incomes.last_descriptions(db, [*links])}


def _of_inflows(inflows: Sequence[Inflow]) -> dict[str, object]:
    """Ids have no index: an account's days have one."""
    days = [date.fromordinal(inflow.day).isoformat() for inflow in inflows]
    return {
        "ids": engine.array([inflow.key for inflow in inflows]),
        "links": engine.array({inflow.link for inflow in inflows}),
        "first": min(days),
        "last": max(days),
    }


_INFLOWS = f"""
    SELECT id, description, merchant FROM transactions
    WHERE account IN
        (SELECT account FROM row_counts WHERE resource = 'transactions' AND {engine.among("link", "links")})
        AND deleted_at IS NULL AND value_date BETWEEN :first AND :last AND {engine.among("id", "ids")}
"""
_CLAIMS = {
    table: f"SELECT id, sender_name, receiver_name FROM {table} WHERE {engine.among('id', 'ids')}"
    for table in ("invoices", "cl_invoices")
}

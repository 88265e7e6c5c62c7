"""Debts in Chile's financial system, as its supervisor reports them each month."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from store.core import frames
from store.database import Database
from store.queries.base import JSON, frame, live, objects, parts, table

if TYPE_CHECKING:
    from pandas import DataFrame

_LATENESS = ("current", "delinquent", "severely_delinquent", "defaulted")


def reports(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a report, the newest data first; columns as in `_REPORTS`, the parts of `total` by how late they are."""
    sources = {"as_of": "debt_data_last_update", "name": "full_name"}
    return table(
        db, "cl_debt_reports", _REPORTS, live(links), order="debt_data_last_update DESC NULLS LAST", sources=sources
    )


def debts(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a debt or a line of credit at an institution; columns as in `_DEBTS`.

    `kind` is direct or indirect for what is owed, credit_line or other_credit for what could be drawn.
    """
    return frame((row for item in objects(db, "cl_debt_reports", links) for row in _debts(item)), _DEBTS)


def _debts(item: JSON) -> Iterator[dict[str, Any]]:
    common = {"link": item.get("link"), "row": item.get("id"), "currency": item.get("currency")}
    for kind, field in (("direct", "direct_debts"), ("indirect", "indirect_debts")):
        for debt in parts(item, field):
            yield {**debt, **common, "kind": kind, "institution": debt.get("financial_institution")}
    for kind, field in (("credit_line", "credit_lines"), ("other_credit", "other_credits")):
        for credit in parts(item, field):
            yield {
                **common,
                "kind": kind,
                "institution": credit.get("financial_institution"),
                "amount": credit.get("direct_amount"),
                "indirect_amount": credit.get("indirect_amount"),
            }


_REPORTS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "name": frames.TEXT,
    "document_number": frames.TEXT,
    "as_of": frames.DAY,
    "currency": frames.TEXT,
    "total": frames.MONEY,
    **dict.fromkeys(_LATENESS, frames.MONEY),
    "collected_at": frames.INSTANT,
}

_DEBTS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "kind": frames.TEXT,
    "institution": frames.TEXT,
    "credit_type": frames.TEXT,
    "currency": frames.TEXT,
    "amount": frames.MONEY,
    "indirect_amount": frames.MONEY,
    **dict.fromkeys(_LATENESS, frames.MONEY),
}

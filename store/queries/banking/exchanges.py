"""Foreign exchange in Brazil."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database
from store.queries.base import live, table

if TYPE_CHECKING:
    from pandas import DataFrame


def operations(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row an operation, the newest first; columns as in `_OPERATIONS`, days those of the request, in UTC.

    `operation_type` is COMPRA or VENDA as the bank sees it; `rate` is local money for one unit of the foreign one.
    """
    which = live(links, day="substr(operation_requested_at, 1, 10)", since=since, until=until)
    sources = {"rate": "CASE WHEN foreign_amount <> 0 THEN 1.0 * local_amount / foreign_amount END"}
    return table(
        db, "br_exchanges", _OPERATIONS, which, order="operation_requested_at DESC NULLS LAST", sources=sources
    )


_OPERATIONS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "operation_number": frames.TEXT,
    "operation_type": frames.TEXT,
    "operation_requested_at": frames.INSTANT,
    "operation_due_date": frames.DAY,
    "authorized_institution_name": frames.TEXT,
    "local_amount": frames.MONEY,
    "local_currency": frames.TEXT,
    "foreign_amount": frames.MONEY,
    "foreign_currency": frames.TEXT,
    "rate": frames.NUMBER,
    "tax_amount": frames.MONEY,
    "tax_currency": frames.TEXT,
    "settlement_method": frames.TEXT,
    "operation_category_code": frames.TEXT,
}

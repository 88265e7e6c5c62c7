"""Invoices and counterparts as rows of a table."""

import pandas as pd

from components.fiscal.invoice_filters import DIRECTIONS, WITHOUT_AMOUNT
from components.ui.money import named
from components.ui.tables import OPEN, Column, Table


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of invoices.page as INVOICES shows them: without amounts where Mexico's code says that there is none."""
    told = rows.assign(
        way=rows["type"].map(DIRECTIONS),
        counterpart=rows["counterpart"].fillna(rows["counterpart_id"]),
        currency=without_amount(rows),
    )
    priced = ~rows["currency"].isin(WITHOUT_AMOUNT)
    return told.assign(**{name: told[name].where(priced) for name in ("total", "net_amount", "tax")})


def without_amount(rows: pd.DataFrame) -> "pd.Series[str]":
    """The currencies as they are shown; none where Mexico's code says that there is no amount."""
    return named(rows)["currency"].replace(list(WITHOUT_AMOUNT), "")


INVOICES = Table(
    {
        "open": OPEN,
        "day": Column("Issued on", 95, "day"),
        "way": Column("Way", 80, help="Seen by whoever the link belongs to"),
        "counterpart": Column("Counterpart", 240),
        "total": Column("Total", 120, "amount", help="A credit note counts with a minus"),
        "kind": Column("Kind", 105),
        "status": Column("Status", 95, "words"),
        "net_amount": Column("Before tax", 120, "amount"),
        "tax": Column("Tax", 105, "amount"),
        "number": Column("Number", 105),
        "whose": Column("Link", 170, "link"),
    },
    alt="Invoices",
)
COUNTERPARTS = Table(
    {
        "open": Column("Show", kind="button"),
        "name": Column("Counterpart", 260),
        "counterpart": Column("Tax ID", 130),
        "issued": Column("Issued to", 130, "amount"),
        "received": Column("Received from", 130, "amount"),
        "net": Column("Net", 130, "amount"),
        "count": Column("Invoices", 80, "count"),
        "cancelled": Column("Cancelled", 80, "count"),
        "first_day": Column("First", 100, "day"),
        "last_day": Column("Last", 100, "day"),
    },
    alt="Counterparts, the largest sums first",
    empty="No invoice names a counterpart.",
)

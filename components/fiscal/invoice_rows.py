"""Invoices and counterparts as rows of a table."""

import pandas as pd

from components.fiscal.invoice_filters import DIRECTIONS, WITHOUT_AMOUNT
from components.ui.money import named
from components.ui.tables import OPEN, Column, Table
from domain.invoice_sides import Side

SIDES = {Side.SALE: "Sale", Side.PURCHASE: "Purchase", Side.PAY: "Pay received", Side.WAGES: "Wages paid"}


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of invoices.page as INVOICES shows them: without amounts where Mexico's code says that there is none."""
    told = rows.assign(
        way=rows["type"].map(DIRECTIONS),
        side=rows["counts_as"].map(SIDES),
        counterpart=rows["counterpart"].fillna(rows["counterpart_id"]),
        currency=without_amount(rows),
    )
    priced = ~rows["currency"].isin(WITHOUT_AMOUNT)
    return told.assign(**{name: told[name].where(priced) for name in _AMOUNTS})


def without_amount(rows: pd.DataFrame) -> "pd.Series[str]":
    """The currencies as they are shown; none where Mexico's code says that there is no amount."""
    return named(rows)["currency"].replace(list(WITHOUT_AMOUNT), "")


_AMOUNTS = ("net_amount", "tax", "withheld", "total")

INVOICES = Table(
    {
        "open": OPEN,
        "day": Column("Issued on", 95, "day"),
        "whose": Column("Whose", 205, "link"),
        "way": Column("Way", 80, help="Seen by whoever the link belongs to"),
        "counterpart": Column("Counterpart", 240),
        "side": Column("Counts as", 105, help="By who sent it and its kind; what was cancelled counts as none"),
        "total": Column("Total", 120, "amount", help="A credit note counts with a minus"),
        "kind": Column("Kind", 85),
        "status": Column("Status", 85, "words"),
        "net_amount": Column("Before tax", 115, "amount", help="After the discount; of a payslip what was earned"),
        "tax": Column("Tax", 105, "amount"),
        "withheld": Column("Withheld", 105, "amount", help="By whoever pays; of a payslip all that is deducted"),
        "number": Column("Number", 105),
    },
    alt="Invoices",
)
COUNTERPARTS = Table(
    {
        "open": Column("Show", kind="button"),
        "name": Column("Counterpart", 260),
        "counterpart": Column("Tax ID", 130),
        "sales": Column("Sales to", 120, "amount"),
        "purchases": Column("Purchases from", 120, "amount"),
        "net": Column("Net", 120, "amount", help="Sales less purchases"),
        "pay": Column("Pay from", 120, "amount"),
        "wages": Column("Wages to", 120, "amount"),
        "count": Column("Invoices", 80, "count"),
        "cancelled": Column("Cancelled", 80, "count"),
        "first_day": Column("First", 100, "day"),
        "last_day": Column("Last", 100, "day"),
    },
    alt="Counterparts, the largest sums first",
    empty="No invoice names a counterpart.",
)

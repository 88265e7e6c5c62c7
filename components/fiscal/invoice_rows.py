"""Invoices and counterparts as rows of a table."""

import pandas as pd

from components.fiscal.invoice_filters import DIRECTIONS, SIDES, WITHOUT_AMOUNT
from components.ui.money import named
from components.ui.tables import OPEN, Column, Table


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


def with_shares(partners: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """The rows of invoices.by_counterpart as COUNTERPARTS shows them; `totals` are invoices.totals of the same."""
    sales = dict(zip(named(totals)["currency"], totals["sales"].map(float), strict=True))
    of_all = named(partners)["currency"].map(sales)
    share = (partners["sales"] / of_all).where((of_all > 0) & (partners["sales"] > 0))
    return partners.assign(currency=without_amount(partners), share=share)


_AMOUNTS = ("net_amount", "tax", "withheld", "total")

INVOICES = Table(
    {
        "open": OPEN,
        "day": Column("Issued on", 90, "day"),
        "whose": Column("Whose", 150, "link"),
        "way": Column("Way", 72, help="Seen by whoever the link belongs to"),
        "counterpart": Column("Counterpart", 165),
        "total": Column("Total", 105, "amount", help="A credit note counts with a minus"),
        "net_amount": Column("Before tax", 105, "amount", help="After the discount; of a payslip what was earned"),
        "tax": Column("Tax", 95, "amount"),
        "withheld": Column("Withheld", 95, "amount", help="By whoever pays; of a payslip all that is deducted"),
        "side": Column("Counts as", 92, help="By who sent it and its kind; what was cancelled counts as none"),
        "kind": Column("Kind", 85),
        "status": Column("Status", 85, "words"),
        "number": Column("Number", 105),
        "payment_method": Column("Paid", 60, optional=True, tucked=True, help="PUE: at once; PPD: later, or in parts"),
        "payment_type": Column(
            "Paid by", 65, optional=True, tucked=True, help="Mexico's code: 03 is a transfer, 99 not known yet"
        ),
        "invoice_identification": Column("Fiscal folio", 250, optional=True, tucked=True, help="Its UUID"),
    },
    alt="Invoices",
)
COUNTERPARTS = Table(
    {
        "open": Column("Show", kind="button"),
        "name": Column("Counterpart", 200),
        "counterpart": Column("Tax ID", 115),
        "sales": Column("Sales to", 115, "amount"),
        "share": Column("Of sales", 80, "share", help="Of all sales in this currency of these days"),
        "purchases": Column("Purchases from", 115, "amount"),
        "net": Column("Net", 115, "amount", help="Sales less purchases"),
        "pay": Column("Pay from", 105, "amount"),
        "wages": Column("Wages to", 100, "amount"),
        "count": Column("Invoices", 70, "count"),
        "cancelled": Column("Cancelled", 80, "count"),
        "first_day": Column("First", 100, "day"),
        "last_day": Column("Last", 100, "day"),
    },
    alt="Counterparts, the largest sums first",
    empty="No invoice names a counterpart.",
)

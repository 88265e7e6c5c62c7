"""Invoices and counterparts as rows of a table."""

import pandas as pd

from components.fiscal.invoice_filters import SIDES, WITHOUT_AMOUNT, direction_of_one
from components.ui.money import named
from components.ui.tables import OPEN, Column, Table
from languages import msg, say


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of invoices.page as INVOICES shows them: without amounts where Mexico's code says that there is none."""
    told = rows.assign(
        way=rows["type"].map(direction_of_one()),
        side=rows["counts_as"].map({side: say(label) for side, label in SIDES.items()}),
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
        "day": Column(msg("Issued on"), 90, "day"),
        "whose": Column(msg("Whose"), 150, "link"),
        "way": Column(msg("Way"), 72, help=msg("Seen by whoever the link belongs to")),
        "counterpart": Column(msg("Counterpart"), 165),
        "total": Column(msg("Total"), 105, "amount", help=msg("A credit note counts with a minus")),
        "net_amount": Column(
            msg("Before tax"), 105, "amount", help=msg("After the discount; of a payslip what was earned")
        ),
        "tax": Column(msg("Tax"), 95, "amount"),
        "withheld": Column(
            msg("Withheld"), 95, "amount", help=msg("By whoever pays; of a payslip all that is deducted")
        ),
        "side": Column(
            msg("Counts as"), 92, help=msg("By who sent it and its kind; what was cancelled counts as none")
        ),
        "kind": Column(msg("Kind"), 85),
        "status": Column(msg("Status"), 85, "words"),
        "number": Column(msg("Number"), 105),
        "payment_method": Column(
            msg("Paid"), 60, optional=True, tucked=True, help=msg("PUE: at once; PPD: later, or in parts")
        ),
        "payment_type": Column(
            msg("Paid by"),
            65,
            optional=True,
            tucked=True,
            help=msg("Mexico's code: 03 is a transfer, 99 not known yet"),
        ),
        "invoice_identification": Column(msg("Fiscal folio"), 250, optional=True, tucked=True, help=msg("Its UUID")),
    },
    alt=msg("Invoices"),
)
COUNTERPARTS = Table(
    {
        "open": Column(msg("Show"), kind="button"),
        "name": Column(msg("Counterpart"), 200),
        "counterpart": Column(msg("Tax ID"), 115),
        "sales": Column(msg("Sales to"), 115, "amount", adds_up=True),
        "share": Column(msg("Of sales"), 80, "share", help=msg("Of all sales in this currency of these days")),
        "purchases": Column(msg("Purchases from"), 115, "amount", adds_up=True),
        "net": Column(msg("Net"), 115, "amount", help=msg("Sales less purchases"), adds_up=True),
        "pay": Column(msg("Pay from"), 105, "amount", adds_up=True),
        "wages": Column(msg("Wages to"), 100, "amount", adds_up=True),
        "count": Column(msg("Invoices"), 70, "count", adds_up=True),
        "cancelled": Column(msg("Cancelled"), 80, "count", adds_up=True),
        "first_day": Column(msg("First"), 100, "day"),
        "last_day": Column(msg("Last"), 100, "day"),
    },
    alt=msg("Counterparts, the largest sums first"),
    empty=msg("No invoice names a counterpart."),
)

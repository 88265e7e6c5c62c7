"""Transactions as rows of a table."""

import pandas as pd

from components.banking.doubtful_rows import MARKS
from components.ui.tables import OPEN, Column, Table
from languages import msg, say

TRANSACTIONS = Table(
    {
        "transaction": Column("ID", kind="hidden"),
        "open": OPEN,
        "value_date": Column(msg("Date"), 85, "day", help=msg("The bank's value date")),
        "description": Column(msg("Description"), 200),
        "amount": Column(msg("Amount"), 110, "signed"),
        "whose": Column(msg("Whose"), 145, "link"),
        "category": Column(msg("Category"), 110),
        "subcategory": Column(msg("Subcategory"), 110, optional=True, tucked=True),
        "mark": Column(msg("Mark"), 90, optional=True, help=msg("What is to be known of the row")),
        "account_name": Column(msg("Account"), 95),
        "merchant": Column(msg("Merchant"), 85),
        "status": Column(msg("Status"), 70, "words"),
        "reference": Column(msg("Reference"), 50),
    },
    alt=msg("Transactions"),
    unshown=("balance",),
)


def marked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of transactions.page with what is to be known of some."""
    own = rows["own_transfer"].notna().map({True: say("Own transfer")})
    marks = {doubt: say(mark) for doubt, mark in MARKS.items()}
    told = {name: rows[name].map(say, na_action="ignore") for name in ("category", "subcategory") if name in rows}
    return rows.assign(mark=rows["doubt"].map(marks).fillna(own), **told)

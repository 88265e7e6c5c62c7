"""Transactions as rows of a table."""

import pandas as pd

from components.banking.doubtful_rows import MARKS
from components.ui.tables import OPEN, Column, Table

TRANSACTIONS = Table(
    {
        "transaction": Column("ID", kind="hidden"),
        "open": OPEN,
        "value_date": Column("Date", 85, "day", help="The bank's value date"),
        "description": Column("Description", 200),
        "amount": Column("Amount", 110, "signed"),
        "whose": Column("Whose", 145, "link"),
        "category": Column("Category", 110),
        "subcategory": Column("Subcategory", 110, optional=True, tucked=True),
        "mark": Column("Mark", 90, optional=True, help="What is to be known of the row"),
        "account_name": Column("Account", 95),
        "merchant": Column("Merchant", 85),
        "status": Column("Status", 70, "words"),
        "reference": Column("Reference", 50),
    },
    alt="Transactions",
)


def marked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of transactions.page with what is to be known of some."""
    own = rows["own_transfer"].notna().map({True: "Own transfer"})
    return rows.assign(mark=rows["doubt"].map(MARKS).fillna(own))

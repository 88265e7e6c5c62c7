"""Transactions as rows of a table."""

from components.ui.tables import OPEN, Column, Table

TRANSACTIONS = Table(
    {
        "transaction": Column("ID", kind="hidden"),
        "open": OPEN,
        "value_date": Column("Date", 95, "day", help="The bank's value date"),
        "description": Column("Description", 215),
        "amount": Column("Amount", 120, "signed"),
        "category": Column("Category", 150),
        "account_name": Column("Account", 130),
        "merchant": Column("Merchant", 95),
        "status": Column("Status", 80, "words"),
        "reference": Column("Reference", 80),
    },
    alt="Transactions",
)

"""Transactions as rows of a table."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.ui.tables import styled
from components.ui.text import one_line, words

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

COLUMNS = ("value_date", "description", "amount", "category", "account_name", "merchant", "status", "reference")


def draw_transactions(
    rows: pd.DataFrame,
    *,
    key: str,
    columns: tuple[str, ...] = COLUMNS,
    opener: "ButtonColumnResult | ColumnConfig | None" = None,
) -> None:
    """A table of transactions.page; `opener` is the configuration of a first column of buttons."""
    shown = rows.assign(
        open="Open",
        description=[one_line(text) for text in rows["description"].fillna("")],
        status=[words(status) for status in rows["status"].fillna("")],
    )
    st.dataframe(
        styled(shown, amounts=["amount"], signed="amount"),
        column_order=["open", *columns] if opener else columns,
        column_config={
            "open": opener,
            "value_date": st.column_config.DateColumn(
                "Date", width=95, format="D MMM YYYY", help="The bank's value date"
            ),
            "description": st.column_config.TextColumn("Description", width=215),
            "amount": st.column_config.NumberColumn("Amount", width=120),
            "category": st.column_config.TextColumn("Category", width=150),
            "account_name": st.column_config.TextColumn("Account", width=130),
            "merchant": st.column_config.TextColumn("Merchant", width=95),
            "status": st.column_config.TextColumn("Status", width=80),
            "reference": st.column_config.TextColumn("Reference", width=80),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Transactions",
    )

"""Invoices and counterparts as rows of a table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from components.fiscal.invoice_filters import DIRECTIONS
from components.ui.tables import draw_table, styled
from components.ui.text import one_line, words

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

_DAY = "D MMM YYYY"


def draw_invoices(
    rows: pd.DataFrame, names: Mapping[str, str], *, key: str, opener: "ButtonColumnResult | ColumnConfig"
) -> None:
    """A table of invoices.page; `opener` is the configuration of its first column of buttons."""
    shown = rows.assign(
        open="Open",
        way=rows["type"].map(DIRECTIONS),
        counterpart=_lines(rows["counterpart"].fillna(rows["counterpart_id"])),
        number=_lines(rows["number"]),
        kind=_lines(rows["kind"]),
        status=[words(status) for status in rows["status"].fillna("")],
        whose=rows["link"].map(names),
        currency=rows["currency"].replace("XXX", ""),
    )
    priced = shown.assign(**{name: shown[name].where(shown["currency"] != "") for name in _AMOUNTS})
    st.dataframe(
        styled(priced, amounts=_AMOUNTS),
        column_order=[
            "open",
            "day",
            "way",
            "counterpart",
            "total",
            "kind",
            "status",
            "net_amount",
            "tax",
            "number",
            "whose",
        ],
        column_config={
            "open": opener,
            "day": st.column_config.DateColumn("Issued on", width=95, format=_DAY),
            "way": st.column_config.TextColumn("Way", width=80, help="Seen by whoever the link belongs to"),
            "counterpart": st.column_config.TextColumn("Counterpart", width=240),
            "total": st.column_config.NumberColumn("Total", width=120, help="A credit note counts with a minus"),
            "kind": st.column_config.TextColumn("Kind", width=105),
            "status": st.column_config.TextColumn("Status", width=95),
            "net_amount": st.column_config.NumberColumn("Before tax", width=120),
            "tax": st.column_config.NumberColumn("Tax", width=105),
            "number": st.column_config.TextColumn("Number", width=105),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        hide_index=True,
        placeholder="",
        height="content",
        key=key,
        alt="Invoices",
    )


def draw_counterparts(rows: pd.DataFrame, *, key: str, opener: "ButtonColumnResult | ColumnConfig") -> None:
    """A table of invoices.by_counterpart; `opener` is the configuration of its first column of buttons."""
    draw_table(
        rows.assign(open="Show", currency=rows["currency"].replace("XXX", "")),
        {
            "open": opener,
            "name": st.column_config.TextColumn("Counterpart", width=260),
            "counterpart": st.column_config.TextColumn("Tax ID", width=130),
            "issued": st.column_config.NumberColumn("Issued to", width=130),
            "received": st.column_config.NumberColumn("Received from", width=130),
            "net": st.column_config.NumberColumn("Net", width=130),
            "count": st.column_config.NumberColumn("Invoices", width=80, format="%,d"),
            "cancelled": st.column_config.NumberColumn("Cancelled", width=80, format="%,d"),
            "first_day": st.column_config.DateColumn("First", width=100, format=_DAY),
            "last_day": st.column_config.DateColumn("Last", width=100, format=_DAY),
        },
        amounts=["issued", "received", "net"],
        key=key,
        alt="Counterparts, the largest sums first",
        empty="No invoice names a counterpart.",
    )


def _lines(texts: "pd.Series[Any]") -> list[str]:
    return [one_line(text) if isinstance(text, str) else "" for text in texts]


_AMOUNTS = ["total", "net_amount", "tax"]

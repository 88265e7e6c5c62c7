"""Incomes, recurring expenses and risk measures as rows and bars."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.ui import charts
from components.ui.money import money, symbol
from components.ui.tables import draw_table, word_cells
from components.ui.text import one_line, plain

_DAY = "D MMM YYYY"
MONTHLY = {"WEEKLY": 52 / 12, "BIWEEKLY": 26 / 12, "MONTHLY": 1.0, "QUARTERLY": 1 / 3, "YEARLY": 1 / 12}
"""Payments a month by Belvo's name of their rhythm; what has none counts once."""


def monthly(expenses: pd.DataFrame) -> "pd.Series[float]":
    """What each of incomes.recurring_expenses costs a month."""
    return expenses["average"] * expenses["frequency"].map(MONTHLY).fillna(1.0).astype("float64")


def draw_bars(
    rows: pd.DataFrame, currency: str, title: str, *, name: str, value: str, key: str, height: int = 240
) -> None:
    """The largest sums of the column `value` in one currency by the column `name`, as bars."""
    mine = rows[rows["currency"] == currency]
    sums = mine.groupby(mine[name].fillna("Unknown"))[value].sum().reset_index()
    shown = charts.top(sums, name, value)
    if shown.empty:
        return
    finding = f"{money(mine[value].sum(), currency)} a month, most from {one_line(shown[name].iloc[0])}"
    with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}_{currency}"):
        st.subheader(f"{title}, {plain(symbol(currency))}", anchor=False)
        st.caption(plain(finding))
        option = charts.largest(shown.set_axis(["name", "amount"], axis="columns"), currency)
        st.echarts_chart(option, height=height, alt=f"{title}, {currency}: {finding}")


def draw_streams(streams: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of incomes.streams."""
    draw_table(
        streams.assign(
            whose=streams["link"].map(names),
            type=word_cells(streams["type"]),
            frequency=word_cells(streams["frequency"]),
            confidence=word_cells(streams["confidence"]),
        ),
        {
            "last_description": st.column_config.TextColumn("Last description", width=250),
            "type": st.column_config.TextColumn("Kind", width=110),
            "frequency": st.column_config.TextColumn("Rhythm", width=90),
            "monthly_average": st.column_config.NumberColumn("A month", width=120),
            "last_amount": st.column_config.NumberColumn("Last", width=120),
            "last_date": st.column_config.DateColumn("Last on", width=100, format=_DAY),
            "number_of_incomes": st.column_config.NumberColumn("Times", width=60, format="%,d"),
            "confidence": st.column_config.TextColumn("Confidence", width=90),
            "stability": st.column_config.ProgressColumn("Stability", width=90, format="percent", help="Of the amount"),
            "regularity": st.column_config.ProgressColumn("Regularity", width=90, format="percent", help="Of the days"),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["monthly_average", "last_amount"],
        key=key,
        alt="Sources of income, the largest first",
        empty="Belvo has found no income in these days.",
    )


def draw_expenses(expenses: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of incomes.recurring_expenses."""
    draw_table(
        expenses.assign(
            whose=expenses["link"].map(names),
            frequency=word_cells(expenses["frequency"]),
            payment_type=word_cells(expenses["payment_type"]),
            a_month=monthly(expenses),
        ),
        {
            "name": st.column_config.TextColumn("Name", width=220),
            "category": st.column_config.TextColumn("Category", width=150),
            "frequency": st.column_config.TextColumn("Rhythm", width=90),
            "a_month": st.column_config.NumberColumn("A month", width=120),
            "last_amount": st.column_config.NumberColumn("Last", width=120),
            "last_date": st.column_config.DateColumn("Last on", width=100, format=_DAY),
            "payments": st.column_config.NumberColumn("Times", width=60, format="%,d"),
            "payment_type": st.column_config.TextColumn("Kind", width=120),
            "whose": st.column_config.TextColumn("Link", width=170),
        },
        amounts=["a_month", "last_amount"],
        key=key,
        alt="Payments that come back, the largest first",
        empty="Belvo has found no payment that comes back in these days.",
    )


def draw_measures(metrics: pd.DataFrame, names: Mapping[str, str], *, key: str) -> None:
    """The rows of risk.metrics; amounts have the currency of their accounts."""
    draw_table(
        metrics.assign(
            whose=metrics["link"].map(names),
            section=word_cells(metrics["section"]),
            metric=word_cells(metrics["metric"]),
        ),
        {
            "section": st.column_config.TextColumn("About", width=110),
            "metric": st.column_config.TextColumn("Measure", width=330),
            "window": st.column_config.TextColumn(
                "Within", width=80, help="d days, w weeks, m months before Belvo looked"
            ),
            "value": st.column_config.NumberColumn("Value", width=130, format="%,.2f"),
            "unit": st.column_config.TextColumn("Unit", width=80),
            "whose": st.column_config.TextColumn("Link", width=220),
        },
        key=key,
        alt="Every risk measure",
        empty="Belvo has measured nothing here: the link does not read risk insights.",
    )

"""Money in and out by month, a chart a currency."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.ui import charts, odd_days
from components.ui.money import money, named, symbol
from components.ui.text import count, one_line, plain


def draw_flows(months: pd.DataFrame, *, key: str, height: int = 240) -> None:
    """Charts of flows.by_month, side by side where there is room, the busiest currency first."""
    for currency, every in by_currency(months, "count").items():
        rows = odd_days.possible(every, "month")
        came, went = rows["inflow"].sum(), rows["outflow"].sum()
        finding = f"{money(came, currency)} in, {money(went, currency)} out in {count(len(rows), 'month')}"
        finding += odd_days.left_out(int(every["count"].sum() - rows["count"].sum()))
        with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}_{currency}"):
            st.subheader(f"{plain(symbol(currency))} in and out by month", anchor=False)
            st.caption(plain(finding))
            if len(rows):
                st.echarts_chart(charts.flows(rows, currency), height=height, alt=f"{currency} by month: {finding}")


def draw_categories(
    sums: pd.DataFrame, currency: str, *, key: str, direction: str = "OUTFLOW", height: int = 240
) -> None:
    """The largest categories of flows.by_category in one currency, of what went out or of what came in."""
    column, title = ("inflow", "Where it came from") if direction == "INFLOW" else ("outflow", "Where it went")
    mine = named(sums).query("currency == @currency")
    shown = charts.top(mine, "category", column)
    if shown.empty:
        return
    largest = shown.iloc[0]
    finding = f"Most: {one_line(largest['category'])}, {money(largest[column], currency)}"
    with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}_{currency}"):
        st.subheader(f"{title}, {plain(symbol(currency))}", anchor=False)
        st.caption(plain(finding))
        option = charts.categories(shown.rename(columns={column: "amount"}), currency)
        st.echarts_chart(option, height=height, alt=f"{currency} by category. {finding}")


def by_currency(frame: pd.DataFrame, weight: str) -> Mapping[str, pd.DataFrame]:
    """The rows of each currency, those of the largest weight first; amounts of two currencies are never added."""
    frame = named(frame)
    weights = frame.groupby("currency")[weight].sum().sort_values(ascending=False, kind="stable")
    return {str(currency): frame[frame["currency"] == currency] for currency in weights.index}

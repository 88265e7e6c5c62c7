"""Money in and out by month, a chart a currency."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components import charts
from components.money import money, symbol
from components.text import plain


def draw_flows(months: pd.DataFrame, *, key: str, height: int = 240) -> None:
    """Charts of store.flows.by_month, side by side where there is room, the busiest currency first."""
    for currency, rows in by_currency(months, "count").items():
        came, went = rows["inflow"].sum(), rows["outflow"].sum()
        finding = f"{money(came, currency)} in, {money(went, currency)} out in {len(rows)} months"
        with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}_{currency}"):
            st.subheader(f"{plain(symbol(currency))} in and out by month", anchor=False)
            st.caption(plain(finding))
            st.echarts_chart(charts.flows(rows, currency), height=height, alt=f"{currency} by month: {finding}")


def by_currency(frame: pd.DataFrame, weight: str) -> Mapping[str, pd.DataFrame]:
    """The rows of each currency, those of the largest weight first; amounts of two currencies are never added."""
    weights = frame.groupby("currency")[weight].sum().sort_values(ascending=False, kind="stable")
    return {str(currency): frame[frame["currency"] == currency] for currency in weights.index if currency}


def currencies(frame: pd.DataFrame, weight: str = "count") -> Sequence[str]:
    """The currencies of the rows, the largest weight first."""
    return [*by_currency(frame, weight)]

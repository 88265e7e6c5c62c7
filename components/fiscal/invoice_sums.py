"""What invoices come to: figures, months and counterparts, each currency by itself."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.banking.flows import by_currency
from components.fiscal.invoice_filters import NO_CURRENCY
from components.ui import charts, odd_days
from components.ui.metric_cards import Figure
from components.ui.money import money, symbol
from components.ui.text import count, one_line, plain

_MOST_CURRENCIES = 3
_SIDES = ["Issued", "Received"]


def sums_figures(totals: pd.DataFrame) -> Sequence[Figure]:
    """The rows of invoices.totals: how many, and issued, received and net of the currency, or net of each."""
    number, cancelled = int(totals["count"].sum()), int(totals["cancelled"].sum())
    priced = totals[~totals["currency"].fillna("").isin(NO_CURRENCY)]
    unpriced = number - int(priced["count"].sum())
    notes = [f"{cancelled:,} cancelled, in no sum"] if cancelled else []
    notes += [f"{unpriced:,} without an amount"] if unpriced else []
    how_many = Figure("Invoices", f"{number:,}", " · ".join(notes))
    rows = priced.to_dict("records")
    if len(rows) == 1:
        row, currency = rows[0], str(rows[0]["currency"])
        return [
            how_many,
            Figure("Issued", money(row["issued"], currency)),
            Figure("Received", money(row["received"], currency)),
            Figure("Net", money(row["net"], currency, signed=True)),
        ]
    return [how_many, *(_net(row) for row in rows[:_MOST_CURRENCIES])]


def _net(row: Mapping[Hashable, Any]) -> Figure:
    currency = str(row["currency"])
    note = f"{money(row['issued'], currency)} issued · {money(row['received'], currency)} received"
    return Figure(f"{currency}, net of {row['count']:,}", money(row["net"], currency, signed=True), note)


def draw_months(months: pd.DataFrame, currency: str, *, key: str, height: int = 250) -> None:
    """A chart of invoices.by_month in one currency."""
    for every in filter(len, [by_currency(months, "count").get(currency, months[:0])]):
        rows = odd_days.possible(every, "month")
        finding = (
            f"{money(rows['issued'].sum(), currency)} issued, {money(rows['received'].sum(), currency)} received "
            f"in {count(len(rows), 'month')}" + odd_days.left_out(int(every["count"].sum() - rows["count"].sum()))
        )
        drawn = rows.rename(columns={"issued": "inflow", "received": "outflow"})
        with st.container(border=True, height="stretch", gap="xsmall", key=key):
            st.subheader(f"{plain(symbol(currency))} issued and received by month", anchor=False)
            st.caption(plain(finding))
            if len(drawn):
                option = charts.flows(drawn, currency, names=("Issued", "Received"))
                st.echarts_chart(option, height=height, alt=f"Invoices in {currency} by month: {finding}")


def draw_largest(partners: pd.DataFrame, currency: str, *, key: str, height: int = 250) -> None:
    """A chart of the largest of invoices.by_counterpart in one currency."""
    rows = partners[(partners["currency"] == currency) & (partners["issued"].abs() + partners["received"].abs() > 0)]
    if rows.empty:
        return
    named = rows.head(charts.MOST_SERIES).rename(columns={"issued": "Issued", "received": "Received"})
    named = named.assign(name=named["name"].fillna(named["counterpart"]).fillna("Unknown"))
    first = named.iloc[0]
    finding = f"Most with {one_line(first['name'])}: {money(first['Issued'] + first['Received'], currency)}"
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        st.subheader(f"Largest counterparts, {plain(symbol(currency))}", anchor=False)
        st.caption(plain(finding))
        option = charts.ranked(named, _SIDES, currency)
        st.echarts_chart(option, height=height, alt=f"Counterparts in {currency}. {finding}")

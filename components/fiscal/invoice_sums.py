"""What invoices come to: figures, months and counterparts, each currency by itself."""

from collections.abc import Sequence

import pandas as pd

from components.banking.flows import draw_flows
from components.banking.totals import net_figures, totals_of
from components.fiscal.invoice_filters import WITHOUT_AMOUNT
from components.ui import charts
from components.ui.chart_card import draw_chart
from components.ui.metric_cards import Figure
from components.ui.money import money, named, symbol
from components.ui.text import one_line

_MOST_CURRENCIES = 3
_SIDES = ("Issued", "Received")


def sums_figures(totals: pd.DataFrame) -> Sequence[Figure]:
    """The rows of invoices.totals: how many, and issued, received and net of the currency, or net of each."""
    number, cancelled = int(totals["count"].sum()), int(totals["cancelled"].sum())
    priced = totals[~totals["currency"].isin(WITHOUT_AMOUNT)]
    unpriced = number - int(priced["count"].sum())
    notes = [f"{cancelled:,} cancelled, in no sum"] if cancelled else []
    notes += [f"{unpriced:,} without an amount"] if unpriced else []
    sums = totals_of(priced, inflow="issued", outflow="received")
    return [Figure("Invoices", f"{number:,}", " · ".join(notes)), *net_figures(sums[:_MOST_CURRENCIES], *_SIDES)]


def draw_months(months: pd.DataFrame, *, key: str, height: int = 250) -> None:
    """Charts of invoices.by_month."""
    flows = months.rename(columns={"issued": "inflow", "received": "outflow"})
    draw_flows(flows, key=key, height=height, names=_SIDES, about="Invoices in ")


def draw_largest(partners: pd.DataFrame, currency: str, *, key: str, height: int = 250) -> None:
    """A chart of the largest of invoices.by_counterpart in one currency."""
    told = named(partners)
    rows = told[(told["currency"] == currency) & (told["issued"].abs() + told["received"].abs() > 0)]
    if rows.empty:
        return
    largest = rows.head(charts.MOST_SERIES).rename(columns={"issued": "Issued", "received": "Received"})
    largest = largest.assign(name=largest["name"].fillna(largest["counterpart"]).fillna("Unknown"))
    first = largest.iloc[0]
    draw_chart(
        f"Largest counterparts, {symbol(currency)}",
        f"Most with {one_line(first['name'])}: {money(first['Issued'] + first['Received'], currency)}",
        charts.ranked(largest, _SIDES, currency),
        about=f"Counterparts in {currency}.",
        key=key,
        height=height,
    )

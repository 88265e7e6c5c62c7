"""Money in and out by month, a chart a currency, and what it went for."""

from collections.abc import Mapping

import pandas as pd

from components.banking import own_transfers
from components.ui import charts, odd_days
from components.ui.chart_card import draw_chart
from components.ui.money import money, named, symbol
from components.ui.month_names import said_in_part
from components.ui.text import count, one_line
from domain.partial_months import Months


def draw_flows(
    months: pd.DataFrame,
    *,
    key: str,
    partial: Months,
    height: int = 240,
    names: tuple[str, str] = ("In", "Out"),
    about: str = "",
) -> None:
    """Charts of flows.by_month, side by side where there is room, the busiest currency first.

    `partial` are months that are known in part, `names` those of both ways, `about` is said before the currency.
    """
    inflow, outflow = (name.lower() for name in names)
    for currency, every in by_currency(months, "count").items():
        rows = odd_days.possible(every, "month")
        left_out = odd_days.left_out(int(every["count"].sum() - rows["count"].sum()))
        came, went = money(rows["inflow"].sum(), currency), money(rows["outflow"].sum(), currency)
        draw_chart(
            f"{symbol(currency)} {inflow} and {outflow} by month",
            f"{came} {inflow}, {went} {outflow} in {count(len(rows), 'month')}"
            f"{said_in_part(rows['month'], partial)}{left_out}{own_transfers.left_out(every)}",
            charts.flows(rows, currency, names=names, partial=partial) if len(rows) else None,
            about=f"{about}{currency} by month:",
            key=f"{key}_{currency}",
            height=height,
        )


def draw_categories(
    sums: pd.DataFrame, currency: str, *, key: str, direction: str = "OUTFLOW", height: int = 240
) -> None:
    """The largest categories of flows.by_category in one currency, of what went out or of what came in."""
    column, title = ("inflow", "Where it came from") if direction == "INFLOW" else ("outflow", "Where it went")
    shown = charts.top(named(sums).query("currency == @currency"), "category", column)
    if shown.empty:
        return
    largest = shown.iloc[0]
    draw_chart(
        f"{title}, {symbol(currency)}",
        f"Most: {one_line(largest['category'])}, {money(largest[column], currency)}",
        charts.categories(shown.rename(columns={column: "amount"}), currency),
        about=f"{currency} by category.",
        key=f"{key}_{currency}",
        height=height,
    )


def by_currency(frame: pd.DataFrame, weight: str) -> Mapping[str, pd.DataFrame]:
    """The rows of each currency, those of the largest weight first; amounts of two currencies are never added."""
    frame = named(frame)
    weights = frame.groupby("currency")[weight].sum().sort_values(ascending=False, kind="stable")
    return {str(currency): frame[frame["currency"] == currency] for currency in weights.index}

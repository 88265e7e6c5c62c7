"""Incomes, recurring expenses and risk measures as rows and bars."""

import pandas as pd

from components.ui import charts
from components.ui.chart_card import draw_chart
from components.ui.money import money, symbol
from components.ui.tables import Column, Table
from components.ui.text import one_line

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
    draw_chart(
        f"{title}, {symbol(currency)}",
        finding,
        charts.largest(shown.set_axis(["name", "amount"], axis="columns"), currency),
        about=f"{title}, {currency}:",
        key=f"{key}_{currency}",
        height=height,
    )


STREAMS = Table(
    {
        "last_description": Column("Last description", 250),
        "type": Column("Kind", 110, "words"),
        "frequency": Column("Rhythm", 90, "words"),
        "monthly_average": Column("A month", 120, "amount"),
        "last_amount": Column("Last", 120, "amount"),
        "last_date": Column("Last on", 100, "day"),
        "number_of_incomes": Column("Times", 60, "count"),
        "confidence": Column("Confidence", 90, "words"),
        "stability": Column("Stability", 90, "share", help="Of the amount"),
        "regularity": Column("Regularity", 90, "share", help="Of the days"),
        "whose": Column("Link", 170, "link"),
    },
    alt="Sources of income, the largest first",
    empty="Belvo has found no income in these days.",
)
EXPENSES = Table(
    {
        "name": Column("Name", 220),
        "category": Column("Category", 150),
        "frequency": Column("Rhythm", 90, "words"),
        "a_month": Column("A month", 120, "amount"),
        "last_amount": Column("Last", 120, "amount"),
        "last_date": Column("Last on", 100, "day"),
        "payments": Column("Times", 60, "count"),
        "payment_type": Column("Kind", 120, "words"),
        "whose": Column("Link", 170, "link"),
    },
    alt="Payments that come back, the largest first",
    empty="Belvo has found no payment that comes back in these days.",
)
# Amounts are in the currency of their accounts.
MEASURES = Table(
    {
        "section": Column("About", 110, "words"),
        "metric": Column("Measure", 330, "words"),
        "window": Column("Within", 80, help="d days, w weeks, m months before Belvo looked"),
        "value": Column("Value", 130, "number"),
        "unit": Column("Unit", 80),
        "whose": Column("Link", 220, "link"),
    },
    alt="Every risk measure",
    empty="Belvo has measured nothing here: the link does not read risk insights.",
)

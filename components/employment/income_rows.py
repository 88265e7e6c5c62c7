"""Incomes, recurring expenses and risk measures as rows and bars."""

from collections.abc import Mapping

import pandas as pd

from components.ui import charts
from components.ui.chart.card import draw_chart
from components.ui.chart.marks import of_rows
from components.ui.tables import Column, Table
from components.ui.text import both_ends, one_line
from store.core.amounts import money, symbol


def draw_bars(
    rows: pd.DataFrame,
    currency: str,
    title: str,
    *,
    name: str,
    value: str,
    whose: Mapping[str, str],
    key: str,
    resource: str,
    height: int = 240,
) -> None:
    """The largest rows by the column `value` in one currency, a bar each, called by the column `name`.

    Where there are several links, `whose` tells whose a bar is; nothing is added, since it need not add up.
    """
    mine = rows[(rows["currency"] == currency) & (rows[value] > 0)].sort_values(value, ascending=False, kind="stable")
    if mine.empty:
        return
    labels = mine[name].fillna("Unknown")
    if mine["link"].nunique() > 1:
        people = mine["link"].map(whose).fillna("").map(lambda person: both_ends(person, 16))
        labels = labels.map(lambda label: both_ends(label, 21)) + " · " + people
    shown = pd.DataFrame({"name": labels, "amount": mine[value]}).head(charts.MOST_SERIES + 1)
    most, of = shown.iloc[0], f" of {len(mine):,}" if len(mine) > len(shown) else ""
    finding = f"The largest{of}: {one_line(most['name'])}, {money(most['amount'], currency)} a month"
    draw_chart(
        f"{title}, {symbol(currency)}",
        finding,
        charts.largest(shown, currency),
        about=f"{title}, {currency}:",
        key=f"{key}_{currency}",
        height=height,
        rows=mine,
        amounts=[value],
        marks=of_rows("row", resource, [*shown["name"]][::-1], [*mine["row"].head(len(shown))][::-1]),
    )


STREAMS = Table(
    {
        "last_description": Column("Last description", 240),
        "whose": Column("Whose", 195, "link"),
        "type": Column("Kind", 100, "words"),
        "frequency": Column("Rhythm", 85, "words"),
        "monthly_average": Column(
            "A month", 112, "amount", help="Over months with income, so that sources don't add up"
        ),
        "last_amount": Column("Last", 112, "amount"),
        "last_date": Column("Last on", 92, "day"),
        "number_of_incomes": Column("Times", 60, "count"),
        "confidence": Column("Confidence", 90, "words"),
        "stability": Column("Stability", 90, "share", help="Of the amount"),
        "regularity": Column("Regularity", 90, "share", help="Of the days"),
    },
    alt="Sources of income, the largest first",
    opens="incomes",
    empty="Belvo has found no income in these days.",
)
EXPENSES = Table(
    {
        "name": Column("Name", 200),
        "whose": Column("Whose", 195, "link"),
        "category": Column("Category", 140),
        "frequency": Column("Rhythm", 85, "words"),
        "a_month": Column("A month", 112, "amount"),
        "last_amount": Column("Last", 112, "amount"),
        "last_date": Column("Last on", 92, "day"),
        "payments": Column("Times", 60, "count"),
        "payment_type": Column("Kind", 120, "words"),
    },
    alt="Payments that come back, the largest first",
    opens="recurring_expenses",
    empty="Belvo has found no payment that comes back in these days.",
)
MEASURES = Table(
    {
        "section": Column("About", 110, "words"),
        "whose": Column("Whose", 220, "link"),
        "metric": Column("Measure", 330, "words"),
        "window": Column("Within", 80, help="d days, w weeks, m months before Belvo looked"),
        "value": Column("Value", 130, "amount", help="Money is in the currency of the accounts, if they have one"),
        "unit": Column("Unit", 80),
    },
    alt="Every risk measure",
    opens="risk_insights",
    empty="Belvo has measured nothing here: the link does not read risk insights.",
)

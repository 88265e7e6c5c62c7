"""Incomes, recurring expenses and risk measures as rows and bars."""

from collections.abc import Mapping

import pandas as pd

from components.ui import charts
from components.ui.chart.card import draw_chart
from components.ui.chart.marks import of_rows
from components.ui.files.content import Numbers
from components.ui.tables import Column, Table
from components.ui.text import both_ends, one_line
from languages import grouped, msg, say
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
    labels = mine[name].fillna(say("Unknown"))
    if mine["link"].nunique() > 1:
        people = mine["link"].map(whose).fillna("").map(lambda person: both_ends(person, 16))
        labels = labels.map(lambda label: both_ends(label, 21)) + " · " + people
    shown = pd.DataFrame({"name": labels, "amount": mine[value]}).head(charts.MOST_SERIES + 1)
    most = shown.iloc[0]
    told, amount = one_line(most["name"]), money(most["amount"], currency)
    finding = (
        say("The largest of {number}: {name}, {amount} a month", number=grouped(len(mine)), name=told, amount=amount)
        if len(mine) > len(shown)
        else say("The largest: {name}, {amount} a month", name=told, amount=amount)
    )
    draw_chart(
        f"{title}, {symbol(currency)}",
        finding,
        charts.largest(shown, currency),
        about=f"{title}, {currency}:",
        key=f"{key}_{currency}",
        height=height,
        rows=mine,
        numbers=Numbers([value, "average", "median", "last_amount"]),
        marks=of_rows(msg("row"), resource, [*shown["name"]][::-1], [*mine["row"].head(len(shown))][::-1]),
    )


STREAMS = Table(
    {
        "last_description": Column(msg("Last description"), 240),
        "whose": Column(msg("Whose"), 195, "link"),
        "type": Column(msg("Kind"), 100, "words"),
        "frequency": Column(msg("Rhythm"), 85, "words"),
        "monthly_average": Column(
            msg("A month"), 112, "amount", help=msg("Over months with income, so that sources don't add up")
        ),
        "last_amount": Column(msg("Last"), 112, "amount"),
        "last_date": Column(msg("Last on"), 92, "day"),
        "number_of_incomes": Column(msg("Times"), 60, "count", adds_up=True),
        "confidence": Column(msg("Confidence"), 90, "words"),
        "stability": Column(msg("Stability"), 90, "share", help=msg("Of the amount")),
        "regularity": Column(msg("Regularity"), 90, "share", help=msg("Of the days")),
    },
    alt=msg("Sources of income, the largest first"),
    opens="incomes",
    empty=msg("Belvo has found no income in these days."),
    unshown=("average",),
)
EXPENSES = Table(
    {
        "name": Column(msg("Name"), 200),
        "whose": Column(msg("Whose"), 195, "link"),
        "category": Column(msg("Category"), 140),
        "frequency": Column(msg("Rhythm"), 85, "words"),
        "a_month": Column(msg("A month"), 112, "amount"),
        "last_amount": Column(msg("Last"), 112, "amount"),
        "last_date": Column(msg("Last on"), 92, "day"),
        "payments": Column(msg("Times"), 60, "count", adds_up=True),
        "payment_type": Column(msg("Kind"), 120, "words"),
    },
    alt=msg("Payments that come back, the largest first"),
    opens="recurring_expenses",
    empty=msg("Belvo has found no payment that comes back in these days."),
    unshown=("average", "median"),
)
MEASURES = Table(
    {
        "section": Column(msg("About"), 110, "words"),
        "whose": Column(msg("Whose"), 220, "link"),
        "metric": Column(msg("Measure"), 330, "words"),
        "window": Column(msg("Within"), 80, help=msg("d days, w weeks, m months before Belvo looked")),
        "value": Column(
            msg("Value"), 130, "amount", help=msg("Money is in the currency of the accounts, if they have one")
        ),
        "unit": Column(msg("Unit"), 80),
    },
    alt=msg("Every risk measure"),
    opens="risk_insights",
    empty=msg("Belvo has measured nothing here: the link does not read risk insights."),
)

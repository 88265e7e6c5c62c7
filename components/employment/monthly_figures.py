"""What comes in and goes out in a month: Belvo's own figure of one link, and of several how it is spread."""

from decimal import Decimal

import pandas as pd

from components.ui.metric_cards import Figure
from components.ui.text import count
from components.ui.time_format import day
from domain.spread import distribution
from languages import say
from store.core.amounts import money

_EXACT, _CENT = Decimal("0.0001"), Decimal("0.01")


def income_figure(summaries: pd.DataFrame, currency: str) -> Figure:
    """Of the rows of incomes.summary in the currency, the newest of each link.

    The sources' own averages are over months with income, and add up to something else.
    """
    mine = summaries[summaries["currency"] == currency].sort_values("created_at", na_position="first", kind="stable")
    mine = mine.drop_duplicates("link", keep="last")
    note = say("Belvo's average") + _period(mine, "first_transaction_date", "last_transaction_date")
    sources = mine["number_of_income_streams"].sum()
    return _spread(
        say("Income a month"), mine["monthly_average"], currency, f"{note} · {count(int(sources), 'source')}"
    )


def expense_figure(expenses: pd.DataFrame, currency: str) -> Figure:
    """Of the rows of incomes.recurring_expenses with `a_month`, a sum a link."""
    mine = expenses[expenses["currency"] == currency]
    note = f"{count(len(mine), 'payment')}{_period(mine, 'first_date', 'last_date')}"
    return _spread(say("Comes back every month"), mine.groupby("link")["a_month"].sum(), currency, note)


def _spread(label: str, values: "pd.Series[float]", currency: str, note: str) -> Figure:
    known = distribution(Decimal(str(value)).quantize(_EXACT) for value in values.dropna())
    if known is None:
        return Figure(f"{label}, {currency}", money(None, currency), say("None is told"))
    if known.count == 1:
        return Figure(f"{label}, {currency}", money(known.median, currency), note)
    ends = say("{least} to {most}", least=money(known.least, currency), most=money(known.most, currency))
    help_ = say("The one in the middle: figures of several links are not added")
    return Figure(
        say("{label}, {currency}, median", label=label, currency=currency),
        money(known.median.quantize(_CENT), currency),
        f"{count(known.count, 'link')}: {ends}",
        help=help_,
    )


def _period(rows: pd.DataFrame, first: str, last: str) -> str:
    begins, ends = rows[first].min(), rows[last].max()
    if pd.isna(begins) or pd.isna(ends):
        return ""
    return f", {day(begins.date())} – {day(ends.date())}"  # noqa: RUF001 - a range

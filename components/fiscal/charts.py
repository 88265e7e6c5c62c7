"""What was filed, withheld and stated, drawn by month or by year."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from components.ui import charts, odd_days
from components.ui.chart.card import draw_chart
from components.ui.chart.marks import Narrow, of_months, of_years
from components.ui.files.content import Numbers
from components.ui.money import code_of
from components.ui.text import count
from components.ui.time_format import month_names, said_in_part
from domain.partial_months import Months
from languages import say
from store.core.amounts import money, symbol

_PESOS = "MXN"
_MOST_PERIODS = 36


def draw_returns(returns: pd.DataFrame, kind: str, *, key: str) -> None:
    """Income and tax of tax_filings.returns of one kind, by month or by year.

    Of a period that was filed again only the last return counts. All of them are summed, and the newest drawn.
    """
    names = {
        "income": say("Income"),
        "income_tax": say("Income tax due"),
        "income_tax_in_favour": say("Income tax in favour"),
        "vat": say("VAT due"),
    }
    counted = returns[~returns["replaced"] & returns[[*names]].notna().any(axis="columns")]
    sums = odd_days.possible(counted, "period").groupby("period")[[*names]].sum(min_count=1).sort_index()
    there = counted["period"].nunique()
    finding = say(
        "{income} of income in {periods}, {tax} of income tax due",
        income=money(counted["income"].sum(), _PESOS),
        periods=count(there, "month") if kind == "monthly" else count(there, "year"),
        tax=money(counted["income_tax"].sum(), _PESOS),
    )
    finding += say("; the last {most} are drawn", most=_MOST_PERIODS) if len(sums) > _MOST_PERIODS else ""
    again = int(returns["replaced"].sum())
    finding += say("; {returns} replaced by a later one, in no sum", returns=count(again, "return")) if again else ""
    _draw(
        sums[-_MOST_PERIODS:].rename(columns=names),
        [*names.values()],
        kind,
        say("Income and tax, monthly") if kind == "monthly" else say("Income and tax, yearly"),
        finding,
        key=key,
    )


def draw_retained(months: pd.DataFrame, *, partial: Months, key: str) -> None:
    """The rows of tax_filings.retentions_by_month."""
    names = {"taxable": say("Taxable"), "retained": say("Withheld")}
    sums = odd_days.possible(months, "month").set_index("month").rename(columns=names)[-_MOST_PERIODS:]
    finding = say(
        "{withheld} withheld of {taxable}",
        withheld=money(sums[names["retained"]].sum(), _PESOS),
        taxable=money(sums[names["taxable"]].sum(), _PESOS),
    )
    finding += said_in_part(sums.index, partial)
    _draw(sums, [*names.values()], "monthly", say("Tax withheld by month"), finding, key=key, partial=partial)


_HELD = ("assets", "liabilities", "equity")
"""Amounts of a year that the chart has not."""


def draw_years(years: pd.DataFrame, *, key: str) -> None:
    """Revenue and what remained of the rows of statements.years, of one taxpayer."""
    known = years[years["year"].str.fullmatch(r"\d{4}").fillna(False)]
    names = {
        "net_revenue": say("Revenue"),
        "operating_expenses": say("Operating expenses"),
        "net_income": say("Net income"),
    }
    known = odd_days.possible(known.assign(day=pd.to_datetime(known["year"], format="%Y", errors="coerce")), "day")
    sums = known.set_index("day").sort_index().rename(columns=names)
    if sums.empty:
        return
    currency, last = code_of(sums["currency"].iloc[-1]), sums.iloc[-1]
    finding = say(
        "{year}: {remained} of {revenue} remained",
        year=last["year"],
        remained=money(last[names["net_income"]], currency),
        revenue=money(last[names["net_revenue"]], currency),
    )
    title = say("Revenue and income by year")
    _draw(sums, [*names.values()], "yearly", title, finding, key=key, currency=currency, adds_up=False, also=_HELD)


def _draw(
    sums: pd.DataFrame,
    names: list[str],
    kind: str,
    title: str,
    finding: str,
    *,
    key: str,
    currency: str = _PESOS,
    adds_up: bool = True,
    also: Sequence[str] = (),
    partial: Months = frozenset(),
) -> None:
    if sums.empty or sums[names].isna().all(axis=None):
        return
    frequency, told = _FORMS[kind]
    periods = pd.date_range(sums.index.min(), sums.index.max(), freq=frequency)[-_MOST_PERIODS:]
    drawn = sums[names].reindex(periods).assign(period=told(periods, partial))
    some = [name for name in names if drawn[name].fillna(0).any()]
    option = charts.bars(drawn, some, currency)
    behind = sums.reset_index()
    marks = of_years(Narrow(), periods) if kind == "yearly" else of_months(Narrow(), periods)
    draw_chart(
        f"{title}, {symbol(currency)}",
        finding,
        option,
        about=f"{title}:",
        key=key,
        rows=behind,
        numbers=Numbers([*names, *also], names if adds_up else (), currency),
        marks=marks,
    )


_FORMS: Mapping[str, tuple[str, Callable[[pd.DatetimeIndex, Months], list[str]]]] = {
    "monthly": ("MS", month_names),
    "yearly": ("YS", lambda firsts, _partial: [str(first.year) for first in firsts]),
}

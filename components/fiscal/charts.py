"""What was filed, withheld and stated, drawn by month or by year."""

from collections.abc import Callable, Mapping

import pandas as pd

from components.ui import charts, odd_days
from components.ui.chart_card import draw_chart
from components.ui.money import code_of, money, symbol
from components.ui.text import count
from components.ui.time_format import month

_PESOS = "MXN"
_MOST_PERIODS = 36


def draw_returns(returns: pd.DataFrame, kind: str, *, key: str) -> None:
    """Income and tax of tax_filings.returns of one kind, by month or by year.

    Of a period that was filed again only the last return counts.
    """
    filed = returns[returns["period"].notna() & returns["income"].notna()].sort_values("filed_on", na_position="first")
    filed = filed.drop_duplicates(["link", "rfc", "period"], keep="last")
    names = {
        "income": "Income",
        "income_tax": "Income tax due",
        "income_tax_in_favour": "Income tax in favour",
        "vat": "VAT due",
    }
    filed = odd_days.possible(filed, "period")
    sums = filed.groupby("period")[[*names]].sum(min_count=1).sort_index()
    sums = sums[-_MOST_PERIODS:]
    finding = f"{money(sums['income'].sum(), _PESOS)} of income in {count(len(sums), _PERIODS[kind])}"
    finding += f", {money(sums['income_tax'].sum(), _PESOS)} of income tax due"
    _draw(sums.rename(columns=names), [*names.values()], kind, f"Income and tax, {kind}", finding, key=key)


def draw_retained(months: pd.DataFrame, *, key: str) -> None:
    """The rows of tax_filings.retentions_by_month."""
    names = {"taxable": "Taxable", "retained": "Withheld"}
    sums = odd_days.possible(months, "month").set_index("month").rename(columns=names)[-_MOST_PERIODS:]
    finding = f"{money(sums['Withheld'].sum(), _PESOS)} withheld of {money(sums['Taxable'].sum(), _PESOS)}"
    _draw(sums, [*names.values()], "monthly", "Tax withheld by month", finding, key=key)


def draw_years(years: pd.DataFrame, *, key: str) -> None:
    """Revenue and what remained of the rows of statements.years, of one taxpayer."""
    known = years[years["year"].str.fullmatch(r"\d{4}").fillna(False)]
    names = {"net_revenue": "Revenue", "operating_expenses": "Operating expenses", "net_income": "Net income"}
    known = odd_days.possible(known.assign(day=pd.to_datetime(known["year"], format="%Y", errors="coerce")), "day")
    sums = known.set_index("day").sort_index().rename(columns=names)
    if sums.empty:
        return
    currency, last = code_of(sums["currency"].iloc[-1]), sums.iloc[-1]
    finding = f"{last['year']}: {money(last['Net income'], currency)} of {money(last['Revenue'], currency)} remained"
    _draw(sums, [*names.values()], "yearly", "Revenue and income by year", finding, key=key, currency=currency)


def _draw(
    sums: pd.DataFrame, names: list[str], kind: str, title: str, finding: str, *, key: str, currency: str = _PESOS
) -> None:
    if sums.empty or sums[names].isna().all(axis=None):
        return
    frequency, told = _FORMS[kind]
    periods = pd.date_range(sums.index.min(), sums.index.max(), freq=frequency)[-_MOST_PERIODS:]
    drawn = sums[names].reindex(periods).assign(period=[told(first) for first in periods])
    some = [name for name in names if drawn[name].fillna(0).any()]
    option = charts.bars(drawn, some, currency)
    draw_chart(f"{title}, {symbol(currency)}", finding, option, about=f"{title}:", key=key)


_FORMS: Mapping[str, tuple[str, Callable[[pd.Timestamp], str]]] = {
    "monthly": ("MS", month),
    "yearly": ("YS", lambda first: str(first.year)),
}
_PERIODS = {"monthly": "month", "yearly": "year"}

"""What invoices come to: figures, months and counterparts, each currency by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.banking.flows import by_currency, draw_flows
from components.fiscal.invoice_filters import WITHOUT_AMOUNT
from components.ui import charts, odd_days
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.chart.marks import Narrow, Query, of_months
from components.ui.files.content import Numbers
from components.ui.metric_cards import Figure
from components.ui.money import named
from components.ui.text import count, one_line
from components.ui.time_format import month_names, said_in_part
from domain.invoice_sides import Side
from domain.partial_months import Months
from languages import grouped, msg, say, say_many
from store.core.amounts import money, symbol

_Row = Mapping[Any, Any]

_MOST_CURRENCIES = 3
_TRADE = {"sales": msg("Sales"), "purchases": msg("Purchases")}
_WORK = {"pay": msg("Pay received"), "wages": msg("Wages paid")}
_SIDES = _TRADE | _WORK
_NUMBERS = Numbers([*_SIDES, "net"], [*_SIDES, "net", "count", "cancelled", "payslips"])
_SUMS = {
    "sales": msg("{amount} sales"),
    "purchases": msg("{amount} purchases"),
    "pay": msg("{amount} pay received"),
    "wages": msg("{amount} wages paid"),
}
COUNTED = {"sales": Side.SALE, "purchases": Side.PURCHASE, "pay": Side.PAY, "wages": Side.WAGES}
"""What the rows of each sum count as."""

_NET = msg("Sales less purchases; pay and wages are no part of it")


def sums_figures(totals: pd.DataFrame, asked: Query | None = None) -> Sequence[Figure]:
    """The rows of invoices.totals: how many, and what they come to in the currency, or the net of each.

    `asked` is the address of Fiscal with the same invoices, to which each figure leads, narrowed to its rows.
    """
    number, cancelled = int(totals["count"].sum()), int(totals["cancelled"].sum())
    priced = named(totals[~totals["currency"].isin(WITHOUT_AMOUNT)])
    unpriced = number - int(priced["count"].sum())
    notes = [say_many("{number} cancelled, in no sum", "{number} cancelled, in no sum", cancelled)] if cancelled else []
    notes += [say("{number} without an amount", number=grouped(unpriced))] if unpriced else []
    every = Figure(say("Invoices"), grouped(number), " · ".join(notes), **_way(asked))
    if len(priced) != 1:
        return [every, *(_net(row, asked) for row in priced.head(_MOST_CURRENCIES).to_dict("records"))]
    only = priced.iloc[0].to_dict()
    work = _work(only, asked)
    return [every, *(_trade_in_one(only, asked) if work else _trade(only, asked)), *work]


def _trade_in_one(row: _Row, asked: Query | None) -> Sequence[Figure]:
    """Sales, purchases and their net as one figure, so that with pay and wages there is one row of them."""
    told = [say(_SUMS[name], amount=_told(row, name)) for name in _TRADE]
    way = _way(asked, row, *_TRADE)
    return [Figure(say("Net"), _told(row, "net", signed=True), " · ".join(told), help=say(_NET), **way)]


def _trade(row: _Row, asked: Query | None) -> Sequence[Figure]:
    sums = [Figure(say(label), _told(row, name), **_way(asked, row, name)) for name, label in _TRADE.items()]
    return [*sums, Figure(say("Net"), _told(row, "net", signed=True), help=say(_NET), **_way(asked, row, *_TRADE))]


def _work(row: _Row, asked: Query | None) -> Sequence[Figure]:
    """Pay and wages, where there are any."""
    note = count(int(row["payslips"]), "payslip")
    return [
        Figure(say(label), _told(row, name), note, **_way(asked, row, name))
        for name, label in _WORK.items()
        if row[name]
    ]


def _net(row: _Row, asked: Query | None) -> Figure:
    told = [say(_SUMS[name], amount=_told(row, name)) for name in _SIDES if name in _TRADE or row[name]]
    label = say("{currency}, net of {number}", currency=row["currency"], number=grouped(row["count"]))
    return Figure(label, _told(row, "net", signed=True), " · ".join(told), help=say(_NET), **_way(asked, row))


def _way(asked: Query | None, row: _Row | None = None, *names: str) -> dict[str, Any]:
    """Where the rows of a figure are: those in its currency that count as one of the names of `_SIDES`."""
    if asked is None:
        return {}
    currency = {"currency": [str(row["currency"])]} if row is not None else {}
    counted = {"counts_as": [str(COUNTED[name]) for name in names]} if names else {}
    return {"page": "pages/fiscal.py", "query": {**asked, **currency, **counted}}


def _told(row: _Row, name: str, *, signed: bool = False) -> str:
    return money(row[name], str(row["currency"]), signed=signed)


def draw_months(months: pd.DataFrame, *, key: str, partial: Months, height: int = 250) -> None:
    """A chart a currency of invoices.by_month: what was sold and bought, and what was paid for work beside it."""
    told = months[(months[[*_SIDES]] != 0).any(axis="columns")]
    for currency, rows in by_currency(told, "count").items():
        if (rows[[*_WORK]] != 0).any(axis=None):
            possible = odd_days.possible(rows, "month")
            _draw_sides(possible, currency, key=f"{key}_{currency}", partial=partial, height=height)
        else:
            flows = rows.rename(columns={"sales": "inflow", "purchases": "outflow"})
            names = (_TRADE["sales"], _TRADE["purchases"])
            draw_flows(
                flows, key=key, partial=partial, height=height, names=names, about=say("Invoices in "), narrow=Narrow()
            )


def _draw_sides(rows: pd.DataFrame, currency: str, *, key: str, partial: Months, height: int) -> None:
    """Bars side by side, since the net of sales and purchases has no place beside pay."""
    if rows.empty:
        return
    names = {name: say(label) for name, label in _SIDES.items() if rows[name].any()}
    every = pd.date_range(rows["month"].min(), rows["month"].max(), freq="MS")
    drawn = rows.set_index("month")[[*names]].reindex(every).rename(columns=names)
    sums = [say(_SUMS[name], amount=money(rows[name].sum(), currency)) for name in names]
    title = ", ".join(names.values()).capitalize()
    draw_chart(
        say("{symbol} {sides} by month", symbol=symbol(currency), sides=title.lower()),
        say("{sums} in {months}", sums=", ".join(sums), months=count(len(rows), "month"))
        + said_in_part(rows["month"], partial),
        charts.bars(drawn.assign(period=month_names(every, partial)), [*names.values()], currency),
        about=say("Invoices in {currency} by month:", currency=currency),
        key=key,
        height=height,
        rows=rows,
        numbers=_NUMBERS,
        marks=of_months(Narrow(), every),
    )


def draw_largest(partners: pd.DataFrame, currency: str, *, key: str, height: int = 250) -> None:
    """A chart of the largest of invoices.by_counterpart in one currency; sales and purchases are never added."""
    told = named(partners)
    rows = told[(told["currency"] == currency) & (told[[*_SIDES]].abs().sum(axis="columns") > 0)]
    if rows.empty:
        return
    there = {name: say(label) for name, label in _SIDES.items() if rows[name].any()}
    largest = rows.head(charts.MOST_SERIES).rename(columns=there)
    largest = largest.assign(name=largest["name"].fillna(largest["counterpart"]).fillna(say("Unknown")))
    first = largest.iloc[0]
    sums = [say(_SUMS[name], amount=money(first[label], currency)) for name, label in there.items() if first[label]]
    draw_chart(
        say("Largest counterparts, {symbol}", symbol=symbol(currency)),
        say("Most with {name}: {sums}", name=one_line(first["name"]), sums=", ".join(sums)),
        charts.ranked(largest, [*there.values()], currency),
        about=say("Counterparts in {currency}.", currency=currency),
        key=key,
        height=height,
        rows=rows,
        numbers=_NUMBERS,
        marks=_of_counterparts(largest),
    )


def _of_counterparts(rows: pd.DataFrame) -> Marks:
    """From the last to the first, as they are drawn from below; who has no tax id leads nowhere."""
    pairs = zip(rows["name"][::-1], rows["counterpart"][::-1], strict=True)
    marks = (
        Mark(one_line(name), {"counterparts": [str(tax_id)]}) if isinstance(tax_id, str) and tax_id else None
        for name, tax_id in pairs
    )
    return Narrow().marks(msg("counterpart"), marks)

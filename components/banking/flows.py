"""Money in and out by month, a chart a currency, and what it went for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from components.banking import own_transfers
from components.banking.balances import said_aside
from components.ui import charts, odd_days
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.chart.marks import Narrow, of_months
from components.ui.files.content import Numbers
from components.ui.money import named
from components.ui.text import one_line
from components.ui.time_format import said_in_part
from domain.partial_months import Months
from languages import msg, say, say_many
from store import Database
from store.core.amounts import money, symbol
from store.queries.banking import flows
from store.queries.banking.holdings import odd_movers
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import people
from store.queries.links.people import Person


@dataclass(frozen=True)
class Drawn:
    """What sums and charts of all are made of, and what they say of accounts that are set aside, by currency."""

    matching: TransactionFilter
    aside: Mapping[str, str] = field(default_factory=dict)


def without_odd(db: Database, matching: TransactionFilter) -> Drawn:
    """The filter without accounts on which far more moves than on all others of their currency."""
    moved = named(flows.by_account(db, matching))
    odd, aside = odd_movers(moved), {}
    for currency, names in odd.items():
        mine = moved[moved["currency"] == currency]
        aside[currency] = said_aside([*told_apart(db, mine)[mine["account"].isin(names)]])
    return Drawn(flows.without_accounts(matching, odd), aside)


def told_apart(db: Database, moved: pd.DataFrame) -> "pd.Series[str]":
    """What the accounts of flows.by_account are called; those of which several are called so, with whose each is."""
    names, known = moved["name"].fillna(say("an account")), people.of_links(db)
    whose = moved["link"].map(lambda link: _person(known.get(link)) or str(link)[:8])
    return names.where(~names.duplicated(keep=False), names + " · " + whose)


def _person(known: Person | None) -> str:
    return (known.owner or known.external_id or "") if known else ""


def draw_flows(
    months: pd.DataFrame,
    *,
    key: str,
    partial: Months,
    height: int = 240,
    names: tuple[str, str] = (msg("In"), msg("Out")),
    about: str = "",
    over: str = "",
    aside: Mapping[str, str] | None = None,
    narrow: Narrow | None = None,
) -> None:
    """Charts of flows.by_month, side by side where there is room, the busiest currency first.

    `partial` are months that are known in part, `names` those of both ways, `about` is said before the currency,
    `aside` at the end, and `over` in the title: of which days they are, where no filter says so. `narrow` says where a
    month leads.
    """
    inflow, outflow = (say(name).lower() for name in names)
    for currency, every in by_currency(months, "count").items():
        rows = odd_days.possible(every, "month")
        left_out = odd_days.left_out(int(every["count"].sum() - rows["count"].sum()))
        left_out += own_transfers.left_out(every) + _said(aside, currency)
        came, went = money(rows["inflow"].sum(), currency), money(rows["outflow"].sum(), currency)
        draw_chart(
            say(
                "{symbol} {inflow} and {outflow} by month{over}",
                symbol=symbol(currency),
                inflow=inflow,
                outflow=outflow,
                over=over,
            ),
            say_many(
                "{came} {inflow}, {went} {outflow} in {number} month",
                "{came} {inflow}, {went} {outflow} in {number} months",
                len(rows),
                came=came,
                inflow=inflow,
                went=went,
                outflow=outflow,
            )
            + said_in_part(rows["month"], partial)
            + left_out,
            charts.flows(rows, currency, names=names, partial=partial) if len(rows) else None,
            about=say("{about}{currency} by month:", about=about, currency=currency),
            key=f"{key}_{currency}",
            height=height,
            rows=every,
            numbers=_SUMS,
            marks=of_months(narrow, charts.months_of(rows)) if narrow and len(rows) else None,
        )


def draw_categories(
    sums: pd.DataFrame,
    currency: str,
    *,
    key: str,
    direction: str = "OUTFLOW",
    height: int = 240,
    aside: Mapping[str, str] | None = None,
    narrow: Narrow | None = None,
) -> None:
    """The largest categories of flows.by_category in one currency, of what went out or of what came in.

    `aside` is said at the end, as by draw_flows; `narrow` says where a category leads.
    """
    column, title = (
        ("inflow", msg("Where it came from, {symbol}"))
        if direction == "INFLOW"
        else ("outflow", msg("Where it went, {symbol}"))
    )
    shown = charts.top(named(sums).query("currency == @currency"), "category", column)
    if shown.empty:
        return
    largest = shown.iloc[0]
    draw_chart(
        say(title, symbol=symbol(currency)),
        say(
            "Most: {category}, {amount}",
            category=one_line(say(str(largest["category"]))),
            amount=money(largest[column], currency),
        )
        + _said(aside, currency),
        charts.categories(shown.rename(columns={column: "amount"}), currency),
        about=say("{currency} by category.", currency=currency),
        key=f"{key}_{currency}",
        height=height,
        rows=named(sums).query("currency == @currency"),
        numbers=_SUMS,
        marks=_of_categories(narrow, [*shown["category"]], direction) if narrow else None,
    )


def _of_categories(narrow: Narrow, shown: Sequence[str], direction: str) -> Marks:
    """From the last to the first, as they are drawn from below; those together that are the others lead nowhere."""
    return narrow.marks(
        msg("category"),
        (
            None if name == say(charts.OTHER) else Mark(say(name), {"categories": [name], "type": [direction]})
            for name in reversed(shown)
        ),
    )


_AMOUNTS = ("inflow", "outflow", "net", "own_inflow", "own_outflow")
_SUMS = Numbers(_AMOUNTS, (*_AMOUNTS, "count"))
"""Columns of the rows behind these charts."""


def _said(aside: Mapping[str, str] | None, currency: str) -> str:
    return f"; {aside[currency]}" if aside and currency in aside else ""


def by_currency(frame: pd.DataFrame, weight: str) -> Mapping[str, pd.DataFrame]:
    """The rows of each currency, those of the largest weight first; amounts of two currencies are never added."""
    frame = named(frame)
    weights = frame.groupby("currency")[weight].sum().sort_values(ascending=False, kind="stable")
    return {str(currency): frame[frame["currency"] == currency] for currency in weights.index}

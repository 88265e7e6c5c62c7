"""What came in, what went out and what remains, currency by currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from components.ui import query
from components.ui.metric_cards import Figure
from components.ui.money import named
from languages import grouped, say
from store.core.amounts import money

_ROWS = "pages/transactions.py"


@dataclass(frozen=True)
class Total:
    """The sums of one currency."""

    currency: str
    count: int
    inflow: Decimal
    outflow: Decimal
    net: Decimal


def totals_of(frame: pd.DataFrame) -> Sequence[Total]:
    """The rows of transactions.totals."""
    names = ("currency", "count", "inflow", "outflow", "net")
    return [Total(*values) for values in zip(*(named(frame)[name].to_list() for name in names), strict=True)]


def totals_figures(
    totals: Sequence[Total], rest: Sequence[Total] = (), aside: Mapping[str, str] | None = None
) -> Sequence[Figure]:
    """Four figures where there is one currency, else one a currency.

    Sums are of `rest` in the currencies of which `aside` says what is left out; counts are of all.
    """
    told, without = aside or {}, {total.currency: total for total in rest}
    sums = [
        replace(without.get(total.currency, _nothing(total.currency)), count=total.count)
        if total.currency in told
        else total
        for total in totals
    ]
    number = [Figure(say("Transactions"), grouped(total.count)) for total in totals] if len(totals) == 1 else []
    return [*number, *_net_figures(sums, told)]


def _nothing(currency: str) -> Total:
    return Total(currency, 0, Decimal(0), Decimal(0), Decimal(0))


def _net_figures(totals: Sequence[Total], aside: Mapping[str, str]) -> Sequence[Figure]:
    """Both ways and the net of one currency, else the net of each."""
    if len(totals) == 1:
        only = totals[0]
        said = aside.get(only.currency, "")
        return [
            Figure(say("In"), money(only.inflow, only.currency), said, page=_ROWS, query=query.here(type="INFLOW")),
            Figure(say("Out"), money(only.outflow, only.currency), said, page=_ROWS, query=query.here(type="OUTFLOW")),
            Figure(say("Net"), money(only.net, only.currency, signed=True), said),
        ]
    return [
        Figure(
            say("{currency}, net of {number}", currency=total.currency, number=grouped(total.count)),
            money(total.net, total.currency, signed=True),
            say(
                "{inflow} in · {outflow} out",
                inflow=money(total.inflow, total.currency),
                outflow=money(total.outflow, total.currency),
            )
            + (f" · {aside[total.currency]}" if total.currency in aside else ""),
            page=_ROWS,
            query=query.here(currency=total.currency),
        )
        for total in totals
    ]

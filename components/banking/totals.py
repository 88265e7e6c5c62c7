"""What came in, what went out and what remains, currency by currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from components.ui.metric_cards import Figure
from components.ui.money import money, named


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


def totals_figures(totals: Sequence[Total]) -> Sequence[Figure]:
    """Four figures where there is one currency, else one a currency."""
    number = [Figure("Transactions", f"{total.count:,}") for total in totals] if len(totals) == 1 else []
    return [*number, *_net_figures(totals)]


def _net_figures(totals: Sequence[Total]) -> Sequence[Figure]:
    """Both ways and the net of one currency, else the net of each."""
    if len(totals) == 1:
        only = totals[0]
        return [
            Figure("In", money(only.inflow, only.currency)),
            Figure("Out", money(only.outflow, only.currency)),
            Figure("Net", money(only.net, only.currency, signed=True)),
        ]
    return [
        Figure(
            f"{total.currency}, net of {total.count:,}",
            money(total.net, total.currency, signed=True),
            f"{money(total.inflow, total.currency)} in · {money(total.outflow, total.currency)} out",
        )
        for total in totals
    ]

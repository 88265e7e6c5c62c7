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


def totals_of(frame: pd.DataFrame, *, inflow: str = "inflow", outflow: str = "outflow") -> Sequence[Total]:
    """The rows of transactions.totals, or of others with these names for what came in and what went out."""
    names = ("currency", "count", inflow, outflow, "net")
    return [Total(*values) for values in zip(*(named(frame)[name].to_list() for name in names), strict=True)]


def totals_figures(totals: Sequence[Total]) -> Sequence[Figure]:
    """Four figures where there is one currency, else one a currency."""
    number = [Figure("Transactions", f"{total.count:,}") for total in totals] if len(totals) == 1 else []
    return [*number, *net_figures(totals, "In", "Out")]


def net_figures(totals: Sequence[Total], inflow: str, outflow: str) -> Sequence[Figure]:
    """Both ways and the net of one currency, else the net of each; the ways are called so."""
    if len(totals) == 1:
        only = totals[0]
        return [
            Figure(inflow, money(only.inflow, only.currency)),
            Figure(outflow, money(only.outflow, only.currency)),
            Figure("Net", money(only.net, only.currency, signed=True)),
        ]
    return [
        Figure(
            f"{total.currency}, net of {total.count:,}",
            money(total.net, total.currency, signed=True),
            f"{money(total.inflow, total.currency)} {inflow.lower()} · "
            f"{money(total.outflow, total.currency)} {outflow.lower()}",
        )
        for total in totals
    ]

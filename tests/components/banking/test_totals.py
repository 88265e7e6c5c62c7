"""What the figures say about a filter's transactions."""

from decimal import Decimal

import pandas as pd

from components.banking.totals import Total, totals_figures, totals_of
from components.ui.metric_cards import Figure
from components.ui.money import money

MEXICAN = Total("MXN", 1611, Decimal("1333537.50"), Decimal("1406163.77"), Decimal("-72626.27"))
BRAZILIAN = Total("BRL", 2, Decimal(10), Decimal(5), Decimal(5))


def test_rows_of_the_store_keep_their_exact_sums() -> None:
    frame = pd.DataFrame([vars(MEXICAN), vars(BRAZILIAN)]).astype({"count": "Int64"})
    found = totals_of(frame)
    assert found == [MEXICAN, BRAZILIAN]
    assert type(found[0].count) is int  # what pandas counts with is no number to SQLite


def test_one_currency_has_four_figures() -> None:
    assert totals_figures([MEXICAN]) == [
        Figure("Transactions", "1,611"),
        Figure("In", money(MEXICAN.inflow, "MXN")),
        Figure("Out", money(MEXICAN.outflow, "MXN")),
        Figure("Net", money(MEXICAN.net, "MXN", signed=True)),
    ]


def test_several_currencies_have_a_figure_each() -> None:
    mexican, brazilian = totals_figures([MEXICAN, BRAZILIAN])
    assert mexican.label == "MXN, net of 1,611"
    assert brazilian == Figure(
        "BRL, net of 2",
        money(Decimal(5), "BRL", signed=True),
        f"{money(Decimal(10), 'BRL')} in · {money(Decimal(5), 'BRL')} out",
    )

"""What the figures say about a filter's transactions."""

from decimal import Decimal

import pandas as pd

from components.banking.balances import said_aside
from components.banking.totals import Total, totals_figures, totals_of
from components.ui.metric_cards import Figure
from store.core.amounts import money

ROWS = "pages/transactions.py"
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
        Figure("In", money(MEXICAN.inflow, "MXN"), page=ROWS, query={"type": ["INFLOW"]}),
        Figure("Out", money(MEXICAN.outflow, "MXN"), page=ROWS, query={"type": ["OUTFLOW"]}),
        Figure("Net", money(MEXICAN.net, "MXN", signed=True)),
    ]


def test_sums_are_without_what_is_far_beyond_all_others_and_say_so() -> None:
    rest = Total("MXN", 3, Decimal(100), Decimal(40), Decimal(60))
    aside = {"MXN": said_aside(["Cuenta rara"])}
    number, came, went, net = totals_figures([MEXICAN], [rest], aside)
    assert (number.value, came.value, went.value) == ("1,611", money(Decimal(100), "MXN"), money(Decimal(40), "MXN"))
    assert net == Figure("Net", money(Decimal(60), "MXN", signed=True), "Cuenta rara set aside, far beyond all others")
    mexican, brazilian = totals_figures([MEXICAN, BRAZILIAN], [rest, BRAZILIAN], aside)
    assert (mexican.label, mexican.value) == ("MXN, net of 1,611", money(Decimal(60), "MXN", signed=True))
    assert mexican.note.endswith(" out · Cuenta rara set aside, far beyond all others")
    assert "set aside" not in brazilian.note
    assert totals_figures([MEXICAN], [], aside)[1].value == money(Decimal(0), "MXN")


def test_of_many_accounts_that_are_set_aside_some_are_named() -> None:
    assert said_aside([]) == ""
    assert said_aside([*"abcde"]) == "a, b, c and 2 more set aside, far beyond all others"


def test_several_currencies_have_a_figure_each() -> None:
    mexican, brazilian = totals_figures([MEXICAN, BRAZILIAN])
    assert mexican.label == "MXN, net of 1,611"
    assert brazilian == Figure(
        "BRL, net of 2",
        money(Decimal(5), "BRL", signed=True),
        f"{money(Decimal(10), 'BRL')} in · {money(Decimal(5), 'BRL')} out",
        page=ROWS,
        query={"currency": ["BRL"]},
    )

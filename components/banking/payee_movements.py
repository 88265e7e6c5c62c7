"""The movements of one payer or payee in a drawer, each of which opens."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.ui.drawers import closer
from components.ui.language.dialog import dialog
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, one_line, plain
from domain.cash_flow.recurring import Movement
from languages import grouped, msg, say
from store import Database
from store.core.money import SCALE
from store.queries.banking import cash_flow
from store.queries.banking.filters import TransactionFilter

PARAMETER = "payee"
"""Names the newest movement, since what the payee is called may be masked."""

MOST = 200

MOVEMENTS = Table(
    {
        "day": Column(msg("Day"), 92, "day"),
        "amount": Column(msg("Amount"), 115, "signed"),
        "description": Column(msg("Description"), 200, "verbatim"),
        "category": Column(msg("Category"), 120),
    },
    alt=msg("Movements of one payer or payee, the newest first"),
    most=14,
    opens="transactions",
    by="transaction",
)


@dialog(msg("Movements"), position="right", width=640, on_dismiss=closer(PARAMETER))
def draw_movements(db: Database, matching: TransactionFilter, transaction: str) -> None:
    """Those that go to or come from where this transaction does, among the filter's, without own transfers."""
    same = movements_of(db, matching, transaction)
    if not same:
        st.text(say("There is no such movement in these days. Close this, and look at the rows."))
        return
    rows = movement_rows(db, same[:MOST], matching.currency or "")
    name = rows["merchant"].iloc[0] or rows["description"].iloc[0]
    st.markdown(f"**{plain(one_line(name))}**")
    number = len(same)
    st.caption(
        count(number, "movement")
        if number <= MOST
        else say("{number} movements, the newest {most} of them below", number=grouped(number), most=grouped(MOST))
    )
    draw_table(rows, MOVEMENTS, key="payee_movements", file="movements_of_payee")


def movements_of(db: Database, matching: TransactionFilter, transaction: str) -> Sequence[Movement]:
    """The newest first."""
    key = cash_flow.key_of(db, matching, transaction)
    every = cash_flow.movements(db, cash_flow.within_reach(db, matching))
    one = next((movement for movement in every if movement.key == key), None)
    if one is None:
        return ()
    same = (other for other in every if (other.payee, other.amount > 0) == (one.payee, one.amount > 0))
    return sorted(same, key=lambda other: (other.day, other.key), reverse=True)


def movement_rows(db: Database, movements: Sequence[Movement], currency: str) -> pd.DataFrame:
    """One row each, as MOVEMENTS has them, as their reader may see them."""
    rows = pd.DataFrame(
        {
            "key": [one.key for one in movements],
            "day": pd.to_datetime([one.day for one in movements]),
            "amount": [one.amount / SCALE for one in movements],
            "currency": currency,
        }
    )
    called = cash_flow.called(db, rows["key"])
    called = called.assign(category=called["category"].map(say, na_action="ignore"))
    return rows.merge(called, on="key", how="left").drop(columns="key").fillna({"merchant": "", "description": ""})

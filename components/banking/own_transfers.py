"""What is said of transfers between accounts of one person, and the ways to see them and to count them."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.ui import query
from components.ui.money import named
from components.ui.states import State
from components.ui.text import plain, width_of
from domain.cash_flow.own_transfers import Evidence
from languages import grouped, msg, say, say_many
from store.core.amounts import money

PARAMETER = "transfers"
_SAID_WIDTH = 600  # pixels, which leave room for the buttons beside it
CHOICES: Mapping[str, str] = {"counted": msg("Own transfers counted"), "only": msg("Own transfers only")}

_WAYS = {"only": msg("See them"), "counted": msg("Count them"), None: msg("Leave them out")}


EVIDENCE: Mapping[str, State] = {
    Evidence.REFERENCE: State(
        msg("Same reference"), ":material/check:", "✓", "green", msg("Both ends have the same reference")
    ),
    Evidence.NAMES: State(msg("Both name them"), ":material/check:", "✓", "green", msg("Both texts name the person")),
    Evidence.ONE_BANK: State(
        msg("One bank"), ":material/check:", "✓", "green", msg("One institution booked both on one day")
    ),
    Evidence.NOTHING: State(
        msg("Amount alone"),
        ":material/question_mark:",
        "?",
        "orange",
        msg("Nothing but amount and days: it may be chance"),
    ),
}
"""What speaks for a pair."""


def said_of_doubt(evidence: "pd.Series[str]") -> str:
    """How many pairs may be chance; empty for none."""
    number = int((evidence == Evidence.NOTHING).sum())
    if not number:
        return ""
    return say(
        "Of {number} nothing but amount and days tells, so that they may be chance: see Own transfers.",
        number=grouped(number),
    )


def draw_own_transfers(totals: pd.DataFrame, chosen: str | None) -> None:
    """A line on those of transactions.totals; `chosen` is what the filter does with them."""
    own = named(totals[totals["own_count"] > 0])
    if own.empty:
        return
    state = chosen if chosen in CHOICES else None
    sums = "; ".join(
        say(
            "{inflow} in and {outflow} out",
            inflow=money(row["own_inflow"], row["currency"]),
            outflow=money(row["own_outflow"], row["currency"]),
        )
        for row in own.to_dict("records")
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="own_transfers"):
        st.caption(
            plain(_said(state, int(own["own_count"].sum()), sums)),
            width=_SAID_WIDTH,
            help=say(
                "The same amount leaves one account and reaches another of the same person within three days. "
                "Belvo marks no such pairs: those of Cash flow, under Own transfers, say what speaks for each."
            ),
        )
        for way, label in ((way, say(label)) for way, label in _WAYS.items()):
            if way != state:
                st.button(
                    label, key=f"own_{way}", type="tertiary", width=width_of(label), on_click=_choose, args=(way,)
                )


def _said(state: str | None, number: int, sums: str) -> str:
    match state:
        case "counted":
            return say_many(
                "{number} movement between own accounts are counted as income and as spending: {sums}.",
                "{number} movements between own accounts are counted as income and as spending: {sums}.",
                number,
                sums=sums,
            )
        case "only":
            return say_many(
                "{number} movement between own accounts are shown, and nothing else: {sums}.",
                "{number} movements between own accounts are shown, and nothing else: {sums}.",
                number,
                sums=sums,
            )
    return say_many(
        "{number} movement between own accounts are neither income nor spending and in no sum: {sums}.",
        "{number} movements between own accounts are neither income nor spending and in no sum: {sums}.",
        number,
        sums=sums,
    )


def _choose(way: str | None) -> None:
    query.write({PARAMETER: [way] if way else []})


def left_out(months: pd.DataFrame) -> str:
    """What a chart of flows.by_month says of own transfers that are in none of its sums."""
    number = int(months["left_out"].sum()) if "left_out" in months else 0
    if not number:
        return ""
    return say_many(
        "; {number} movement between own accounts left out",
        "; {number} movements between own accounts left out",
        number,
    )

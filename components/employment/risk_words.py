"""Risk insights in words: what a person's accounts say about them, each with how good a sign it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.ui.text import count, plain
from languages import Language, decimal, percent, say, spoken
from store.core.amounts import money

Tone = Literal["good", "open", "bad"]

HIGH_UTILIZATION, FAIR_UTILIZATION = 0.8, 0.3
MANY_DAYS = 10  # of three months below zero
LONG_SILENCE = 30  # days without a transaction
SHORT_HISTORY = 180  # days

_ICONS: Mapping[Tone, str] = {
    "good": ":green[:material/check_circle:]",
    "open": ":orange[:material/visibility:]",
    "bad": ":red[:material/error:]",
}


@dataclass(frozen=True)
class Sign:
    """One sentence, and whether it speaks for the person, is to be looked at, or speaks against them."""

    tone: Tone
    text: str


def signs(row: Mapping[Any, Any]) -> list[Sign]:
    """The sentences on a row of risk.summary; nothing is said about what Belvo did not measure."""
    return [*_signs(tuple((name, value) for name, value in row.items() if not pd.isna(value)), spoken())]


@lru_cache(maxsize=2_000)  # a page counts those of all rows each time that it runs, of which few have changed
def _signs(known: tuple[tuple[Any, Any], ...], _language: Language) -> tuple[Sign, ...]:
    said = [sign for sentence in _SENTENCES for sign in sentence(dict(known))]
    order: list[Tone] = ["bad", "open", "good"]
    return tuple(sorted(said, key=lambda sign: order.index(sign.tone)))


def bad_signs(row: Mapping[Any, Any]) -> int:
    """How many sentences speak against the person."""
    return sum(1 for sign in signs(row) if sign.tone == "bad")


def draw_signs(row: Mapping[Any, Any], name: str, *, key: str) -> None:
    """A card with the sentences on one link."""
    with st.container(border=True, height="stretch", gap="xxsmall", key=key):
        st.markdown(f"**{plain(name)}**")
        for sign in signs(row):
            st.markdown(f"{_ICONS[sign.tone]} {plain(sign.text)}")


def _flow(known: Mapping[Any, Any]) -> Iterator[Sign]:
    if "in_to_out_3m" in known:
        ratio = float(known["in_to_out_3m"])
        tone: Tone = "good" if ratio >= 1 else "bad"
        yield Sign(tone, say("For each 1.00 that went out in three months, {ratio} came in.", ratio=decimal(ratio, 2)))


def _balance(known: Mapping[Any, Any]) -> Iterator[Sign]:
    currency = str(known.get("currency", ""))
    if "days_below_zero_3m" in known:
        days = int(known["days_below_zero_3m"])
        tone: Tone = "good" if not days else "open" if days <= MANY_DAYS else "bad"
        below = (
            say("Below zero on {days} of three months.", days=count(days, "day"))
            if days
            else say("Never below zero in three months.")
        )
        yield Sign(tone, below)
    if "closing_balance" in known and "min_balance_3m" in known:
        now, low = float(known["closing_balance"]), float(known["min_balance_3m"])
        tone = "good" if low >= 0 else "open" if now >= 0 else "bad"
        text = say(
            "{balance} at the end; the lowest of three months was {lowest}.",
            balance=money(now, currency),
            lowest=money(low, currency),
        )
        yield Sign(tone, text)


def _credit(known: Mapping[Any, Any]) -> Iterator[Sign]:
    currency = str(known.get("currency", ""))
    if "credit_utilization" in known:
        used = float(known["credit_utilization"])
        tone: Tone = "good" if used <= FAIR_UTILIZATION else "open" if used <= HIGH_UTILIZATION else "bad"
        limit = money(float(known["credit_limit"]), currency) if "credit_limit" in known else ""
        yield Sign(
            tone,
            say("Uses {used} of its credit limit of {limit}.", used=percent(used), limit=limit)
            if limit
            else say("Uses {used} of its credit limit.", used=percent(used)),
        )
    if "overdraft_utilization" in known and float(known["overdraft_utilization"]) > 0:
        yield Sign("open", say("Uses {used} of its overdraft.", used=percent(float(known["overdraft_utilization"]))))
    if loans := int(known.get("loans", 0)):
        owed = money(float(known["loans_outstanding"]), currency) if "loans_outstanding" in known else ""
        yield Sign(
            "open",
            say("Has {loans}, {owed} outstanding.", loans=count(loans, "loan"), owed=owed)
            if owed
            else say("Has {loans}.", loans=count(loans, "loan")),
        )


def _history(known: Mapping[Any, Any]) -> Iterator[Sign]:
    if "days_history" in known:
        days = int(known["days_history"])
        tone: Tone = "good" if days >= SHORT_HISTORY else "open"
        yield Sign(tone, say("{days} of history.", days=count(days, "day")))
    if "days_since_last_transaction" in known:
        days = int(known["days_since_last_transaction"])
        tone = "good" if days <= LONG_SILENCE else "open"
        yield Sign(tone, say("The last transaction was {days} before Belvo looked.", days=count(days, "day")))


_SENTENCES: tuple[Callable[[Mapping[Any, Any]], Iterator[Sign]], ...] = (_flow, _balance, _credit, _history)

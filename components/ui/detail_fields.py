"""What a body says, as people read it; None for what it does not say."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from components.ui.text import one_line, plain, shorten
from components.ui.time_format import day, exact
from languages import say
from store.core import instants
from store.core.amounts import money
from store.core.money import to_decimal, to_units

_LONGEST = 40
"""Characters of what was sent in place of an amount."""


def draw_head(figure: str | None, label: object) -> None:
    """The one figure or name that a document is about."""
    st.metric(plain(label or ""), plain(figure or say("No amount")))


def draw_facts(facts: Mapping[str, object]) -> None:
    """Names and what is said under them; those under which nothing is said are left out."""
    if said := {name: plain(fact) for name, fact in facts.items() if fact not in (None, "")}:
        st.table(said, border="horizontal")


def tell_amount(value: object, currency: object) -> str | None:
    """An amount of Belvo's, a number or its text, in its currency; as it was sent where it can be none."""
    units = to_units(value)
    return tell_odd(value) if units is None else money(to_decimal(units), str(currency or ""))


def tell_odd(value: object) -> str | None:
    """What was sent in place of an amount, too large or no number at all; None where nothing was or it is one."""
    is_said = isinstance(value, int | float | str) and not isinstance(value, bool) and value != ""
    return shorten(one_line(str(value)), _LONGEST) if is_said and to_units(value) is None else None


def tell_day(text: object) -> str | None:
    """A day, or that of an instant."""
    encoded = instants.parse_day(text)
    return day(date.fromisoformat(encoded)) if encoded else None


def tell_instant(text: object) -> str | None:
    """An instant in the reader's time zone."""
    encoded = instants.parse(text)
    return exact(instants.decode(encoded), st.context.timezone) if encoded else None


def draw_amounts(amounts: Sequence[tuple[str, int | None]], currency: str, *, alt: str) -> None:
    """Names and amounts in 1/10,000 below a caption; nothing where there is none."""
    if amounts:
        st.caption(alt)
        st.table(
            {plain(name): plain(money(to_decimal(units or 0), currency)) for name, units in amounts},
            border="horizontal",
        )

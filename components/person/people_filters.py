"""The filter bar of the list of people: what is chosen stands in the address, each facet with its number of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from components.ui import query
from components.ui.filters import choose_currency, draw_clear, filter_bar, more
from domain.person.flags import WORDS, Flag
from store import Database
from store.core.money import SCALE
from store.queries.people import listing
from store.queries.people.listing import Counts, PeopleFilter
from store.queries.query_params import parse_amount

PRODUCTS = {"bank": "Bank", "payroll": "Payroll", "tax": "Tax"}

_BOUNDS: Mapping[str, tuple[str, str, int]] = {
    "income_from": ("Income a month from", "income", SCALE),
    "income_to": ("Income a month to", "income", SCALE),
    "spread_from": ("Spread of it from, %", "spread", 100),
    "spread_to": ("Spread of it to, %", "spread", 100),
    "salary_from": ("Salary from", "salary", SCALE),
    "salary_to": ("Salary to", "salary", SCALE),
    "cut_from": ("Salary cut from, %", "change", -100),
    "owed_from": ("Owed from", "owed", SCALE),
    "owed_to": ("Owed to", "owed", SCALE),
    "used_from": ("Cards used from, %", "utilisation", 100),
    "below_zero_from": ("Days below zero from", "below_zero", 1),
    "flags_from": ("Flags from", "flags", 1),
    "trust_from": ("Trust from", "trust", 1),
    "trust_to": ("Trust to", "trust", 1),
}
"""By the parameter: what it is called, the figure that it bounds, and how many of its units are one of the store's.

What is less than nothing in the store, as a cut is, has a minus.
"""

_SHARES = 100


def draw_filters(db: Database) -> tuple[PeopleFilter, Counts]:
    """Draw the bar; what it says, and how many people that leaves."""
    with filter_bar():
        text = query.text("Find", "find", width=230, placeholder="Name, document, external ID", of_people=True)
        asked = replace(_of_address(), text=text)
        counted = listing.counts(db, asked)
        products = query.choose_many(
            "Product",
            "product",
            _counted(PRODUCTS, counted.products),
            width=190,
            placeholder="All products",
        )
        words = {
            str(flag): word for flag, word in WORDS.items() if counted.flags[flag] or flag in query.several("flag")
        }
        flags = query.choose_many("Flag", "flag", _counted(words, counted.flags), width=250, placeholder="All flags")
        currency = choose_currency([*counted.currencies])
        with more([*_BOUNDS]):
            bounds = {name: query.number(label, name, width=260) for name, (label, _, _) in _BOUNDS.items()}
        draw_clear(keep=("sort",))
    wanted = replace(_bounded(bounds), text=text, currency=currency, products=products, flags=flags)
    return wanted, counted if wanted == asked else listing.counts(db, wanted)


def _of_address() -> PeopleFilter:
    """What of the filter other widgets need to be drawn: what can't be read says so by its own."""
    return PeopleFilter(
        currency=query.first("currency"),
        products=[name for name in query.several("product") if name in PRODUCTS],
        flags=[name for name in query.several("flag") if name in {*Flag}],
    )


def _counted(words: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    return {name: f"{word} ({counts.get(name, 0):,})" for name, word in words.items()}


def _bounded(bounds: Mapping[str, Decimal | None]) -> PeopleFilter:
    least, most = dict[str, float](), dict[str, float]()
    for name, value in bounds.items():
        if value is not None:
            _, figure, scale = _BOUNDS[name]
            side = most if name.endswith("_to") or scale < 0 else least
            side[figure] = float(value / scale) if abs(scale) == _SHARES else int(value * scale)
    return PeopleFilter(least=least, most=most)


def filter_of(several: Callable[[str], Sequence[str]]) -> PeopleFilter:
    """The same filter by the values that an address has of each parameter.

    Raises ValueError for an amount that is none.
    """
    bounds = {name: next(iter(map(parse_amount, several(name))), None) for name in _BOUNDS}
    return replace(
        _bounded(bounds),
        text=next(iter(several("find")), ""),
        currency=next(iter(several("currency")), None),
        products=several("product"),
        flags=several("flag"),
    )


def draw_said(wanted: PeopleFilter, counts: Counts, every: int, left: int, unrated: int) -> None:
    """How many people are shown of how many, and what that is without."""
    said = f"{counts.people:,} of {every:,} people" if counts.people < every else f"{every:,} people"
    if left:
        said += f"; {left:,} more are being worked out"
    if unrated and not left:
        said += f"; trust of {unrated:,} is being worked out"
    if not wanted.currency and len(counts.currencies) > 1:
        said += "; each in the currency of most of theirs"
    st.caption(said)

"""The filter bar of the list of people: what is chosen stands in the address, each facet with its number of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from components.ui import query
from components.ui.filters import choose_currency, draw_clear, filter_bar, more
from components.ui.text import count
from domain.person.flags import WORDS, Flag
from languages import grouped, msg, say, say_many
from store import Database
from store.core.money import SCALE
from store.queries.people import listing
from store.queries.people.listing import Counts, PeopleFilter
from store.queries.query_params import parse_amount

PRODUCTS = {"bank": msg("Bank"), "payroll": msg("Payroll"), "tax": msg("Tax")}

_BOUNDS: Mapping[str, tuple[str, str, int]] = {
    "income_from": (msg("Income a month from"), "income", SCALE),
    "income_to": (msg("Income a month to"), "income", SCALE),
    "spread_from": (msg("Spread of it from, %"), "spread", 100),
    "spread_to": (msg("Spread of it to, %"), "spread", 100),
    "salary_from": (msg("Salary from"), "salary", SCALE),
    "salary_to": (msg("Salary to"), "salary", SCALE),
    "cut_from": (msg("Salary cut from, %"), "change", -100),
    "owed_from": (msg("Owed from"), "owed", SCALE),
    "owed_to": (msg("Owed to"), "owed", SCALE),
    "used_from": (msg("Cards used from, %"), "utilisation", 100),
    "below_zero_from": (msg("Days below zero from"), "below_zero", 1),
    "flags_from": (msg("Flags from"), "flags", 1),
    "trust_from": (msg("Trust from"), "trust", 1),
    "trust_to": (msg("Trust to"), "trust", 1),
}
"""By the parameter: what it is called, the figure that it bounds, and how many of its units are one of the store's.

What is less than nothing in the store, as a cut is, has a minus.
"""

_SHARES = 100


def draw_filters(db: Database) -> tuple[PeopleFilter, Counts]:
    """Draw the bar; what it says, and how many people that leaves."""
    with filter_bar():
        text = query.text(
            say("Find"), "find", width=230, placeholder=say("Name, document, external ID"), of_people=True
        )
        asked = replace(_of_address(), text=text)
        counted = listing.counts(db, asked)
        products = query.choose_many(
            say("Product"),
            "product",
            _counted(PRODUCTS, counted.products),
            width=190,
            placeholder=say("All products"),
        )
        words = {
            str(flag): word for flag, word in WORDS.items() if counted.flags[flag] or flag in query.several("flag")
        }
        flags = query.choose_many(
            say("Flag"), "flag", _counted(words, counted.flags), width=250, placeholder=say("All flags")
        )
        currency = choose_currency([*counted.currencies])
        with more([*_BOUNDS]):
            bounds = {name: query.number(say(label), name, width=260) for name, (label, _, _) in _BOUNDS.items()}
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
    return {name: f"{say(word)} ({grouped(counts.get(name, 0))})" for name, word in words.items()}


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
    said = (
        say("{number} of {every} people", number=grouped(counts.people), every=grouped(every))
        if counts.people < every
        else count(every, "person", "people")
    )
    if left:
        said += say_many("; {number} more are being worked out", "; {number} more are being worked out", left)
    if unrated and not left:
        said += say("; trust of {number} is being worked out", number=grouped(unrated))
    if not wanted.currency and len(counts.currencies) > 1:
        said += say("; each in the currency of most of theirs")
    st.caption(said)

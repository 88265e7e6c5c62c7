"""The filter bar of fiscal data: whose and of which days; of invoices also which way, which kind, whose partner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from components.banking.filters import draw_period
from components.ui import query
from components.ui.money import symbol
from components.ui.text import one_line, plain, shorten, tell_apart, words
from store import Database
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import Facets, InvoiceFilter

DIRECTIONS = {"OUTFLOW": "Issued", "INFLOW": "Received"}
NO_CURRENCY = ("XXX", "")
"""Codes of what has no amount, such as a receipt of payment or a waybill."""

_MOST_COUNTERPARTS = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """Whose data and of which days: what every section can be narrowed to."""

    links: tuple[str, ...]
    since: date | None
    until: date | None


def draw_bar(db: Database, links: Mapping[str, str], today: date, *, with_invoices: bool) -> tuple[Bar, InvoiceFilter]:
    """Draw the bar and return what it says; `links` has a label for each link's id.

    What only invoices can be narrowed by is left out unless they are shown.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
        text = query.text("Find", "text", width=210, placeholder="Name, tax ID, number…") if with_invoices else ""
        since, until = draw_period(today, "since", "until")
        chosen = tuple(query.choose_many("Link", "link", links, width=220, placeholder="All links", unknown=_unknown))
        bar, wanted = Bar(chosen, since, until), InvoiceFilter(links=chosen, since=since, until=until, text=text)
        if with_invoices:
            wanted = _draw_invoices(db, wanted)
        st.button(
            "Clear",
            key="clear",
            type="tertiary",
            on_click=query.clear,
            args=(("section",),),
            disabled=not [name for name, _ in query.pairs() if name != "section"],
        )
    return bar, wanted


def _draw_invoices(db: Database, wanted: InvoiceFilter) -> InvoiceFilter:
    direction = query.segments("Direction", "type", DIRECTIONS)
    facets = invoices.facets(db, wanted.links)
    names = counterpart_names(db, wanted)
    partners = query.choose_many(
        "Counterpart", "counterparts", names, width=200, placeholder="All counterparts", unknown=str
    )
    with st.popover(_more_label(), icon=":material/tune:", key="more"):
        kinds = query.choose_many(
            "Kind", "kinds", {kind: one_line(kind) for kind in facets.kinds}, width=260, placeholder="All kinds"
        )
        statuses = query.choose_many(
            "Status", "statuses", {name: words(name) for name in facets.statuses}, width=260, placeholder="All statuses"
        )
        currency = query.choose_one(
            "Currency", "currency", _currencies(facets), width=260, placeholder="All currencies"
        )
    return replace(
        wanted,
        type=direction,
        kinds=tuple(kinds),
        statuses=tuple(statuses),
        counterparts=tuple(partners),
        currency=currency,
    )


def counterpart_names(db: Database, wanted: InvoiceFilter) -> dict[str, str]:
    """A label for the tax id of each of the largest counterparts of these links, in the order of their names."""
    found = invoices.by_counterpart(db, InvoiceFilter(links=wanted.links), limit=_MOST_COUNTERPARTS)
    found = found[found["counterpart"].notna()].drop_duplicates("counterpart")
    named = zip(found["counterpart"], found["name"].fillna(found["counterpart"]), strict=True)
    return tell_apart(dict(sorted(named, key=lambda pair: str(pair[1]).casefold())))


def _currencies(facets: Facets) -> dict[str, str]:
    return {code: "None" if code in NO_CURRENCY else f"{code} ({symbol(code)})" for code in facets.currencies}


def _more_label() -> str:
    """What is filtered behind the button stays in view."""
    chosen = [words(value) if name == "statuses" else value for name, value in query.pairs() if name in _MORE]
    return plain(shorten(f"More: {', '.join(chosen)}", 40)) if chosen else "More"


_MORE = ("kinds", "statuses", "currency")


def _unknown(value: str) -> str:
    return f"Not here: {shorten(value, 12)}"

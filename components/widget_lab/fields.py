"""What of the widget can be set, as fields whose values are in the address and nowhere else."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from actions.products import PRODUCTS, Product, available
from belvo_client.token import STALE_IN
from components.connect.form import (
    ACCESS,
    ANY_COUNTRY,
    COUNTRIES,
    KEPT,
    LANGUAGES,
    OF_CONSENTS,
    STORAGE,
)
from components.ui import query, room
from components.ui.text import one_line, told, words
from domain.widget.options import NO, YES, Option
from languages import say

_HALF = 250  # pixels of a field
_COLOUR = 175
_UNSET = "#808080"
"""What a colour that is not set shows in its field."""


def draw_options(options: Iterable[Option]) -> None:
    """A field for each, beside another where there is room."""
    shown = [*options]
    colours = [one for one in shown if one.kind == "colour"]
    if colours:
        with st.container(horizontal=True, gap="small"):  # whose undoing is below it, where there is any
            for option in colours:
                _draw(option)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for option in shown:
            if option not in colours:
                _draw(option)


def draw_connection(institutions: pd.DataFrame, environment: str) -> Product:
    """What is connected, and how; the product that is chosen. `institutions` is institutions.table."""
    products = available(environment)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        product = products[_choose(say("Product"), "product", {name: say(one.label) for name, one in products.items()})]
        countries = {code: say(COUNTRIES[code]) for code in product.countries}
        any_country = {"": say(ANY_COUNTRY)} if product.anywhere else {}
        country = _choose(say("Country"), "country", any_country | countries)
        _choose(say("Access"), "access", told(ACCESS))
    known = _institutions(institutions, product, country)
    _choose_many(say("Institutions that it offers (all, if none is chosen)"), "institution", known)
    usual = [*product.asked_for(country or None)]
    _choose_many(say("Belvo reads"), "reads", {name: words(name) for name in product.offers(country or None)}, usual)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choose(say("Belvo keeps the data"), "keep", told(KEPT), usual=STALE_IN)
        _choose(say("Credentials"), "credentials", told(STORAGE), disabled=product.consent)
    return product


def draw_language(product: Product) -> None:
    """The widget's own language; that of consents is settled."""
    _choose(say("Language"), "language", OF_CONSENTS if product.consent else LANGUAGES, disabled=product.consent)


def chosen_product(environment: str) -> Product:
    """The product that the address names."""
    products = available(environment)
    return products.get(query.first("product") or "", next(iter(products.values()), PRODUCTS["bank"]))


def _draw(option: Option) -> None:
    value = query.first(option.name) or ""
    label = say(option.label) if option.is_shown else f"{say(option.label)} ¹"
    key, wrong = f"lab_{option.name}", option.problem(value) if value else ""
    given: dict[str, Any] = {
        "key": key,
        "help": option.key,
        "on_change": _write,
        "args": (option.name, option.usual, key),
    }
    if option.kind == "colour":
        st.session_state[key] = option.usual or _UNSET if wrong or not value else value
        with st.container(width=_COLOUR):
            with room.labelled(_COLOUR):
                st.color_picker(label, **given)
            if value and not wrong:
                _draw_undo(option)
            else:
                st.caption(say("Belvo's own") if option.usual else say("Not set"))
    elif option.kind == "flag":
        st.session_state[key] = (value or option.usual) == YES
        with st.container(width=_HALF):
            st.toggle(label, **given)
    elif option.kind == "choice":
        choices = told(option.choices or {})
        st.session_state[key] = value if value in choices else ""
        with room.labelled(_HALF):
            st.selectbox(label, choices, format_func=choices.__getitem__, **given)
    elif option.kind == "lines":
        st.session_state[key] = value
        placeholder = "--button-background-color #112233"
        st.text_area(label, max_chars=option.longest, width=_HALF, placeholder=placeholder, height=90, **given)
    else:
        st.session_state[key] = value
        placeholder = "https://…" if option.kind == "url" else ""
        st.text_input(label, max_chars=option.longest, width=_HALF, placeholder=placeholder, **given)
    if wrong:
        st.caption(f":red[{wrong}]")


def _draw_undo(option: Option) -> None:
    st.button(
        say("Leave it to Belvo"), key=f"lab_unset_{option.name}", type="tertiary", on_click=_drop, args=(option.name,)
    )


def _drop(name: str) -> None:
    query.write({name: []})


def _write(name: str, usual: str, key: str) -> None:
    found = st.session_state[key]
    value = (YES if found else NO) if isinstance(found, bool) else str(found).strip()
    query.write({name: [] if not value or value.casefold() == usual.casefold() else [value]})


def _choose(label: str, name: str, options: Mapping[str, str], *, usual: str = "", disabled: bool = False) -> str:
    asked, key = query.first(name), f"lab_{name}"
    value = next(one for one in (asked, usual, *options) if one is not None and one in options)
    st.session_state[key] = value
    st.selectbox(
        label,
        options,
        format_func=options.__getitem__,
        key=key,
        width=_HALF,
        disabled=disabled,
        on_change=_write,
        args=(name, usual or next(iter(options)), key),
    )
    return value


def _choose_many(label: str, name: str, options: Mapping[str, str], usual: Iterable[str] = ()) -> None:
    asked, key, usual = [*query.several(name)], f"lab_{name}", [*usual]
    st.session_state[key] = [one for one in asked if one in options] if asked else usual
    st.multiselect(
        label, options, format_func=options.__getitem__, key=key, on_change=_write_many, args=(name, usual, key)
    )


def _write_many(name: str, usual: list[str], key: str) -> None:
    chosen = [*st.session_state[key]]
    query.write({name: [] if {*chosen} == {*usual} else chosen})


def _institutions(rows: pd.DataFrame, product: Product, country: str) -> dict[str, str]:
    by_consent = rows["integration_type"] == "openfinance"
    fits = (rows["type"] == product.type) & (by_consent == product.consent)
    if country:
        fits &= rows["country_codes"].str.contains(country, regex=False)
    found = rows[fits].sort_values("display_name")
    return {
        row["name"]: f"{one_line(row['display_name'] or row['name'])} ({one_line(row['name'])})"
        for row in found.to_dict("records")
    }

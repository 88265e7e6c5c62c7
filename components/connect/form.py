"""What the operator chooses before the widget opens; the choices live in the session, under the keys of the form."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from actions.connect.token_body import CONSENT_DAYS, Choices, Person
from actions.products import PRODUCTS, Product, product_at
from belvo_client.types import ConsentDuration
from components.ui import query
from components.ui.text import one_line, words

COUNTRIES = {"MX": "Mexico", "BR": "Brazil", "CO": "Colombia", "CL": "Chile"}
ANY_COUNTRY = "Any country"
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português"}
ACCESS = {"recurrent": "Recurrent", "single": "Single"}
STORAGE = {"": "As usual", "store": "Store them", "nostore": "Don't store them", "30d": "30 days", "90d": "90 days"}
KEPT = {"30d": "30 days", "90d": "90 days", "180d": "180 days", "365d": "1 year"}
SCHEMES = {"": "As the browser", "LIGHT": "Light", "DARK": "Dark"}
DURATIONS: dict[ConsentDuration | None, str] = {**{days: f"{days} days" for days in CONSENT_DAYS}, None: "Without end"}

_BELVOS_COLOR = "#0663f9"
_PREFILLED = "connect_prefilled"


def draw_form(institutions: pd.DataFrame, *, by_consent: bool) -> Product:
    """Draw the choices, and return the product chosen; `institutions` is institutions.table.

    By consent alone are connected the banks of Belvo's own sandbox and production, which are Brazilian.
    """
    products = {name: product for name, product in PRODUCTS.items() if name != "bank" or not by_consent}
    _prefill(institutions, products)
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_first"):
        labels = {name: product.label for name, product in products.items()}
        st.selectbox("Product", labels, format_func=labels.__getitem__, key="connect_product", width=170)
        product = PRODUCTS[st.session_state.connect_product]
        _choose("Country", "connect_country", _countries(product), width=150)
        _choose("Institution", "connect_institution", _institutions(institutions, product), width=280)
        _choose("Widget language", "connect_language", LANGUAGES, width=170, disabled=product.consent)
    if product.consent:
        _draw_consent()
    with st.expander("More options", key="connect_more", icon=":material/tune:"):
        _draw_options(product)
    return product


def chosen() -> Choices:
    """The choices as they stand; raises BadChoice for what Belvo would not take."""
    state = st.session_state
    product, country = PRODUCTS[state.connect_product], state.connect_country or None
    offered = product.offers(country)
    return Choices(
        product=product.name,
        country=country,
        institution=state.connect_institution or None,
        locale=state.connect_language,
        access_mode=state.connect_access_mode,
        external_id=state.connect_external_id.strip() or None,
        resources=tuple(name for name in state.get(_resources_key(product), ()) if name in offered),
        stale_in=state.connect_stale_in,
        credentials_storage=None if product.consent else state.connect_storage or None,
        company_name=state.connect_company.strip() or None,
        color=None if state.connect_color == _BELVOS_COLOR else state.connect_color,
        color_scheme=state.connect_scheme or None,
        consent=_person() if product.consent else None,
    )


def _person() -> Person | None:
    state = st.session_state
    if not state.connect_cpf.strip() or not state.connect_name.strip():
        return None
    return Person(state.connect_cpf, state.connect_name.strip(), state.connect_duration)


def _choose(label: str, key: str, options: Mapping[str, str], *, width: int, disabled: bool = False) -> None:
    """A choice whose options depend on those before it: what is no longer offered gives way to the first."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = next(iter(options))
    st.selectbox(label, options, format_func=options.__getitem__, key=key, width=width, disabled=disabled)


def _countries(product: Product) -> dict[str, str]:
    named = {code: COUNTRIES[code] for code in product.countries}
    return {**named, "": ANY_COUNTRY} if product.anywhere else named


def _institutions(rows: pd.DataFrame, product: Product) -> dict[str, str]:
    by_consent = rows["integration_type"] == "openfinance"
    fits = (rows["type"] == product.type) & (by_consent == product.consent)
    if country := st.session_state.connect_country:
        fits &= rows["country_codes"].str.contains(country, regex=False)
    found = rows[fits]
    labels = {row["name"]: _label(row) for row in found.to_dict("records")}
    times = Counter(labels.values())
    labels = {name: label if times[label] == 1 else f"{label} · {one_line(name)}" for name, label in labels.items()}
    return {"": "Chosen in the widget", **dict(sorted(labels.items(), key=lambda item: item[1]))}


def _label(row: Mapping[object, object]) -> str:
    name = one_line(row["display_name"] or row["name"])
    where = "" if st.session_state.connect_country else f" · {row['country_codes']}"
    return f"{name}{where}{' · down' if row['status'] == 'down' else ''}"


def _draw_consent() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_consent"):
        st.text_input("CPF", "76109277673", key="connect_cpf", max_chars=14, width=170)
        st.text_input("Name", "Ralph Bragg", key="connect_name", width=280)
        st.selectbox(
            "Consent lasts", DURATIONS, 2, format_func=DURATIONS.__getitem__, key="connect_duration", width=150
        )


def _draw_options(product: Product) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_link"):
        _choose("Access", "connect_access_mode", ACCESS, width=150)
        st.text_input(
            "External ID",
            key="connect_external_id",
            placeholder="Made for you",
            help="Whose account it is, in your own system: 3 to 256 letters, digits, - and _, no personal data.",
            width=220,
        )
        st.session_state.setdefault("connect_stale_in", "365d")
        _choose("Belvo keeps the data", "connect_stale_in", KEPT, width=170)
        _choose("Credentials", "connect_storage", STORAGE, width=170, disabled=product.consent)
    offered = product.offers(st.session_state.connect_country or None)
    key = _resources_key(product)
    if key not in st.session_state:
        st.session_state[key] = [*product.asked_for(st.session_state.connect_country or None)]
    st.multiselect(
        "Belvo reads", offered, format_func=words, key=key, placeholder="Everything usual", help="fetch_resources"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_looks"):
        st.text_input("Company in the widget", key="connect_company", placeholder="Linkdesk", max_chars=60, width=220)
        _choose("Widget's look", "connect_scheme", SCHEMES, width=170)
        st.color_picker("Colour", _BELVOS_COLOR, key="connect_color")


def _resources_key(product: Product) -> str:
    return f"connect_resources_{product.name}_{st.session_state.connect_country or 'any'}"


def _prefill(institutions: pd.DataFrame, products: Mapping[str, Product]) -> None:
    """Begin with the institution that the address names, once; after that the form is the operator's."""
    name = query.first("institution") or ""
    found = institutions[institutions["name"] == name].to_dict("records")
    if not found or st.session_state.get(_PREFILLED) == name:
        return
    row = found[0]
    product = product_at(row["type"], consent=row["integration_type"] == "openfinance")
    if product.name in products:
        st.session_state[_PREFILLED] = name
        st.session_state.connect_product = product.name
        st.session_state.connect_country = str(row["country_codes"])[:2]
        st.session_state.connect_institution = name

"""What the operator chooses before the widget opens.

The address has the choices, so that they survive a reload and a bank; it has nothing of a person: neither who consents
nor an external ID that looks like personal data.
"""

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from actions.connect import external_id, presets
from actions.connect.token_body import Choices
from actions.products import PRODUCTS, Product, available, product_at
from components.connect.consent import consenting, draw_consent
from components.connect.preset import preset_of_address
from components.ui import query
from components.ui.room import labelled
from components.ui.text import one_line, told, words
from domain.access.views import View
from languages import msg, say, spoken
from store.ops.sessions import Session

COUNTRIES = {"MX": msg("Mexico"), "BR": msg("Brazil"), "CO": msg("Colombia"), "CL": msg("Chile")}
ANY_COUNTRY = msg("Any country")
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português"}
OF_CONSENTS = {"pt": LANGUAGES["pt"]}
ACCESS = {"recurrent": msg("Recurrent"), "single": msg("Single")}
STORAGE = {
    "": msg("As usual"),
    "store": msg("Store them"),
    "nostore": msg("Don't store them"),
    "30d": msg("30 days"),
    "90d": msg("90 days"),
}
KEPT = {"30d": msg("30 days"), "90d": msg("90 days"), "180d": msg("180 days"), "365d": msg("1 year")}
SCHEMES = {"": msg("As the browser"), "LIGHT": msg("Light"), "DARK": msg("Dark")}

_KEPT_USUALLY = "365d"
_BELVOS_COLOR = "#0663f9"
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

_KEYS = {
    "product": "connect_product",
    "country": "connect_country",
    "institution": "connect_institution",
    "language": "connect_language",
    "access": "connect_access_mode",
    "external_id": "connect_external_id",
    "keep": "connect_stale_in",
    "credentials": "connect_storage",
    "company": "connect_company",
    "look": "connect_scheme",
    "colour": "connect_color",
}
"""Parameter of the address → key of its widget."""

_OF_COUNTRY = ("institution", "reads")


def draw_form(institutions: pd.DataFrame, environment: str, session: Session | None = None) -> Product:
    """Draw the choices, and return the product chosen; `institutions` is institutions.table.

    `session` is the one that the page is about: who consents in it is not proposed to be somebody else.
    """
    products = available(environment)
    begun = _begun_with(institutions, products)
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_first"):
        labels = {name: say(product.label) for name, product in products.items()}
        product = products[_choose(say("Product"), "product", labels, width=170, default=begun.get("product"))]
        country = _choose(say("Country"), "country", _countries(product), width=150, default=begun.get("country"))
        _choose(say("Institution"), "institution", _institutions(institutions, product, country), width=280)
        of_widget = OF_CONSENTS if product.consent else LANGUAGES
        default = next(iter(of_widget)) if product.consent or preset_of_address() else spoken().code
        _choose(say("Widget language"), "language", of_widget, width=170, default=default, disabled=product.consent)
    if product.consent:
        draw_consent(session, may_propose=environment != "production")
    with st.expander(say("More options"), key="connect_more", icon=":material/tune:"):
        _draw_options(product, country)
    return product


def chosen() -> Choices:
    """The choices as they stand; raises BadChoice for what Belvo would not take."""
    state = st.session_state
    product, country = PRODUCTS[state.connect_product], state.connect_country or None
    offered = product.offers(country)
    preset = preset_of_address()
    return Choices(
        product=product.name,
        country=country,
        institution=state.connect_institution or None,
        locale=state.connect_language,
        access_mode=state.connect_access_mode,
        external_id=state.connect_external_id.strip() or None,
        resources=tuple(name for name in state.get(_resources_key(product, country), ()) if name in offered),
        stale_in=state.connect_stale_in,
        credentials_storage=None if product.consent else state.connect_storage or None,
        company_name=state.connect_company.strip() or None,
        color=None if state.connect_color == _BELVOS_COLOR else state.connect_color,
        color_scheme=state.connect_scheme or None,
        consent=consenting() if product.consent else None,
        options=presets.besides_form(preset.pairs) if preset else {},
        institutions=_of_preset(preset) if preset and not state.connect_institution else (),
    )


def _of_preset(preset: View) -> tuple[str, ...]:
    """The institutions that a preset leaves to choose from; none where the form asks for another product."""
    product = st.session_state.connect_product
    is_of_product = dict(preset.pairs).get("product", product) == product
    return presets.institutions_besides_form(preset.pairs) if is_of_product else ()


def show_product(product: str, country: str | None) -> None:
    """Turn the form to a product, so that what is still to be filled in for it can be."""
    query.write({"product": [product], "country": [country or ""]}, drop=_OF_COUNTRY)


def _begun_with(institutions: pd.DataFrame, products: Mapping[str, Product]) -> dict[str, str]:
    """Product and country of the institution that the address names, as long as it names no more than that."""
    name = query.first("institution") or ""
    found = institutions[institutions["name"] == name].to_dict("records")
    if not found or query.first("product") is not None:
        return {}
    product = product_at(found[0]["type"], consent=found[0]["integration_type"] == "openfinance")
    if product.name not in products:
        return {}
    return {"product": product.name, "country": str(found[0]["country_codes"])[:2]}


def _choose(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    width: int,
    default: str | None = None,
    disabled: bool = False,
) -> str:
    """A choice of the address; what it does not offer gives way to the default, or to the first."""
    asked, key = query.first(name), _KEYS[name]
    value = next(option for option in (asked, default, *options) if option is not None and option in options)
    st.session_state[key] = value
    labelled(width).selectbox(
        label,
        options,
        format_func=options.__getitem__,
        key=key,
        disabled=disabled,
        on_change=_write,
        args=(name, default or next(iter(options))),
    )
    return value


def _countries(product: Product) -> dict[str, str]:
    named = {code: say(COUNTRIES[code]) for code in product.countries}
    return {**named, "": say(ANY_COUNTRY)} if product.anywhere else named


def _institutions(rows: pd.DataFrame, product: Product, country: str) -> dict[str, str]:
    by_consent = rows["integration_type"] == "openfinance"
    fits = (rows["type"] == product.type) & (by_consent == product.consent)
    if country:
        fits &= rows["country_codes"].str.contains(country, regex=False)
    found = rows[fits]
    labels = {row["name"]: _label(row, country) for row in found.to_dict("records")}
    times = Counter(labels.values())
    labels = {name: label if times[label] == 1 else f"{label} · {one_line(name)}" for name, label in labels.items()}
    return {"": say("Chosen in the widget"), **dict(sorted(labels.items(), key=lambda item: item[1]))}


def _label(row: Mapping[object, object], country: str) -> str:
    name = one_line(row["display_name"] or row["name"])
    where = "" if country else row["country_codes"]
    down = say("down") if row["status"] == "down" else ""
    return " · ".join(filter(None, (name, str(where), down)))


def _draw_options(product: Product, country: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_link"):
        _choose(say("Access"), "access", told(ACCESS), width=150)
        _write_text(
            say("External ID"),
            "external_id",
            placeholder=say("Made for you"),
            help_=say("Whose account it is, in your own system: 3 to 256 letters, digits, - and _, no personal data."),
        )
        _choose(say("Belvo keeps the data"), "keep", told(KEPT), width=170, default=_KEPT_USUALLY)
        _choose(say("Credentials"), "credentials", told(STORAGE), width=170, disabled=product.consent)
    _draw_doubts(st.session_state.connect_external_id.strip())
    _draw_resources(product, country)
    with st.container(horizontal=True, vertical_alignment="bottom", key="connect_looks"):
        _write_text(say("Company in the widget"), "company", placeholder="Linkdesk", max_chars=60)
        _choose(say("Widget's look"), "look", told(SCHEMES), width=170)
        asked = query.first("colour") or ""
        st.session_state.connect_color = asked if _COLOR.fullmatch(asked) else _BELVOS_COLOR
        st.color_picker(say("Colour"), key="connect_color", on_change=_write, args=("colour", _BELVOS_COLOR))


def _write_text(label: str, name: str, *, placeholder: str, help_: str | None = None, max_chars: int = 256) -> None:
    key = _KEYS[name]
    typed = st.session_state.get(key, "")
    st.session_state[key] = typed if name == "external_id" and external_id.personal(typed) else query.first(name) or ""
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        help=help_,
        max_chars=max_chars,
        width=220,
        on_change=_write,
        args=(name, ""),
    )


def _draw_doubts(typed: str) -> None:
    """What is wrong with an external id, before anything is sent."""
    if typed and not external_id.is_allowed(typed):
        st.error(say(external_id.RULE), icon=":material/error:")
    elif looks_like := external_id.personal(typed):
        st.warning(
            say(
                "This looks like {looks_like}. Belvo removes external IDs that look like personal data, "
                "so the link would have none. Take one that says nothing about the person.",
                looks_like=say(looks_like),
            ),
            icon=":material/warning:",
        )


def _draw_resources(product: Product, country: str) -> None:
    offered, usual = product.offers(country or None), [*product.asked_for(country or None)]
    key, asked = _resources_key(product, country or None), st.query_params.get_all("reads")
    st.session_state[key] = [name for name in offered if name in asked] if asked else usual
    st.multiselect(
        say("Belvo reads"),
        offered,
        format_func=words,
        key=key,
        placeholder=say("Everything usual"),
        help="fetch_resources",
        on_change=_write_resources,
        args=(key, usual),
    )


def _resources_key(product: Product, country: str | None) -> str:
    return f"connect_resources_{product.name}_{country or 'any'}"


def _write(name: str, default: str) -> None:
    """Write a choice into the address; with product and country, which say what the others mean."""
    value = str(st.session_state[_KEYS[name]]).strip()
    is_private = name == "external_id" and external_id.personal(value)
    gone = _OF_COUNTRY if name in ("product", "country") else ()
    _keep({name: [] if value == default or is_private else [value]}, drop=gone)


def _write_resources(key: str, usual: list[str]) -> None:
    names = st.session_state[key]
    _keep({"reads": [] if {*names} == {*usual} else names or [""]})


def _keep(changes: Mapping[str, list[str]], *, drop: tuple[str, ...] = ()) -> None:
    product, country = st.session_state.connect_product, st.session_state.connect_country
    is_there = country in _countries(PRODUCTS[product])
    query.write({**changes, "product": [product], "country": [country] if is_there else []}, drop=drop)

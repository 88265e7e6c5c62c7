"""Widget lab: looks, words and behaviour of Belvo's widget beside the live one, with the code that opens it so."""

import streamlit as st

from actions.connect import presets
from actions.connect.token_body import BadChoice, Choices
from components.ui import desk, query
from components.ui.header import header
from components.ui.text import plain
from components.widget_lab import mishaps
from components.widget_lab.code import draw_request, draw_snippets
from components.widget_lab.contrast_rows import draw_contrast
from components.widget_lab.fields import chosen_product, draw_connection, draw_language, draw_options
from components.widget_lab.presets import draw_presets
from components.widget_lab.preview import draw_elsewhere, draw_widget
from domain.widget import options
from domain.widget.contrast import pairs_of
from languages import say
from store.write import institutions

SECTIONS = {
    "looks": say("Looks"),
    "texts": say("Texts"),
    "behaviour": say("Behaviour"),
    "contrast": say("Contrast"),
    "request": say("Token request"),
    "code": say("Code"),
    "mishaps": say("Mishaps"),
}

db, client, settings = desk.database(), desk.client(), desk.settings()
is_local = settings.environment == "local"

header(say("Widget lab"))
draw_presets()


def chosen() -> Choices | None:
    """What is set; says what can't be had."""
    try:
        return presets.choices_of(query.pairs(), settings.environment)
    except BadChoice as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def draw_fields(section: str) -> None:
    match section:
        case "looks":
            draw_options(options.LOOKS)
        case "texts":
            draw_language(chosen_product(settings.environment))
            draw_options(options.TEXTS)
        case "behaviour":
            draw_connection(institutions.table(db), settings.environment)
            draw_options(options.BEHAVIOUR)
    if section in ("looks", "texts"):
        st.caption(say("¹ Goes into the token's request; the local Belvo's widget does not show it, Belvo's own does."))


def draw_outcome(section: str, choices: Choices) -> None:
    set_ = options.given(query.pairs())
    match section:
        case "contrast":
            draw_contrast(pairs_of(options.theme_of(set_), set_.get("overlay"), scheme=set_.get("look", "")))
        case "request":
            draw_request(settings, choices)
        case "code":
            draw_snippets(settings, choices)
        case "mishaps" if is_local:
            mishaps.draw_buttons(db, client, settings, choices)
        case "mishaps":
            st.text(say("Only the local Belvo's widget can be played with."))


settings_place, widget_place = st.columns([3, 2], gap="medium")
with settings_place:
    section, place = query.tabs("section", SECTIONS)
    with place:
        choices = chosen()
        draw_fields(section)
        if choices:
            draw_outcome(section, choices)
    reached = st.container(key="reached")
with widget_place:
    if is_local:
        told = draw_widget(client, settings, choices)
    else:
        draw_elsewhere(settings)
if is_local and (found := mishaps.played()):
    mishaps.hear(db, client, found, told)
    with reached:
        mishaps.draw_reached(db, client, found, told)

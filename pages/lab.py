"""Sandbox lab: the local Belvo on one page, and what to have happen there."""

import streamlit as st

from actions.lab import steering
from actions.local_belvo import ControlFailed
from components.lab.clock import by_status, deliveries, draw_clock, draw_deliveries
from components.lab.consents import draw_consents
from components.lab.faults import draw_faults, draw_mishaps
from components.lab.people import draw_people
from components.lab.states import draw_states
from components.ui import desk, query
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.text import plain
from languages import grouped, say
from store.queries.links import overview

SECTIONS = {
    "people": say("People"),
    "faults": say("Faults"),
    "webhooks": say("Webhooks"),
    "consents": say("Consents"),
    "states": say("Save and load"),
}


db, settings = desk.database(), desk.settings()
follow_changes(overview.mark)

header(say("Sandbox lab"))
try:
    state, offset = steering.state_of(settings)
except ControlFailed as error:
    st.error(plain(str(error)), icon=":material/error:")
    st.button(say("Look again"), key="look_again", icon=":material/refresh:")
    st.stop()

statuses = ", ".join(by_status(name, number, grouped(number)) for name, number in state["links_by_status"].items())
waiting = steering.still_to_come(state)
wrong = state["faults"] + state["mishaps"]
draw_figures(
    [
        Figure(say("Links at the local Belvo"), grouped(state["links"]), statuses or say("nobody is connected yet")),
        Figure(
            say("Go wrong on purpose"), grouped(wrong), say("calls and webhooks"), tone="orange" if wrong else "gray"
        ),
        Figure(
            say("Webhooks on their way"),
            grouped(waiting),
            say("of {number} sent since it began", number=grouped(state["deliveries"])),
        ),
        Figure(say("Seed"), f"{state['seed']}", say("the same people and amounts everywhere")),
    ],
    key="figures",
)
draw_clock(db, settings, state, offset)
if settings.embeds_sandbox:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways"):
        desk.draw_way("pages/story.py", label=say("Stories"), icon=":material/auto_stories:")
        st.link_button(
            say("The shop that integrators copy from"),
            "/demo/",
            key="demo_shop",
            type="tertiary",
            icon=":material/storefront:",
            help=say("A small shop that embeds the widget in two ways, each with its own source beside it."),
        )

section, place = query.tabs("section", SECTIONS)
with place:
    match section:
        case "people":
            draw_people(db, settings)
        case "faults":
            draw_faults(db, settings)
        case "webhooks":
            draw_mishaps(db, settings)
            if sent := deliveries(settings):
                draw_deliveries(sent, key="deliveries")
        case "consents":
            draw_consents(db, settings)
        case "states":
            draw_states(db, settings)

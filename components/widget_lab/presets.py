"""Presets of the widget: chosen in the lab, and taken along to Connect."""

import streamlit as st

from actions.connect import presets
from actions.connect.presets import PARAMETER
from components.connect.preset import offered, preset
from components.ui import desk, query
from components.ui.room import labelled, way
from components.ui.text import one_line
from domain.access.views import PARAMETER as OPENED_AS
from languages import say, say_as

_WIDTH = 250  # pixels


def draw_presets() -> None:
    """A choice of those that there are, and the way to Connect with what is set."""
    found = offered()
    labels = {"": say_as("preset", "None")} | {id_: one_line(told.name) for id_, told in found.items()}
    opened = query.first(OPENED_AS) or ""
    st.session_state["lab_preset"] = opened if opened in found else ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with labelled(_WIDTH):
            st.selectbox(
                say("Preset"),
                labels,
                format_func=labels.__getitem__,
                key="lab_preset",
                on_change=_choose,
                help=say("“Save view” above keeps what is set under a name, for oneself or for all of this desk."),
            )
        with way():
            address = {name: values for name, values in presets.for_form(tuple(query.pairs())).items() if values}
            if opened in found:
                address[PARAMETER] = [opened]
            label, icon = say("Use it in Connect"), ":material/add_link:"
            desk.draw_way("pages/connect.py", label=label, icon=icon, query_params=address)


def _choose() -> None:
    chosen = st.session_state["lab_preset"]
    view = preset(chosen)
    asked: dict[str, list[str]] = {}
    for name, value in view.pairs if view else ():
        asked.setdefault(name, []).append(value)
    kept = {"section": query.several("section")}
    query.write({**kept, **asked, OPENED_AS: [view.id] if view else []}, drop={*st.query_params})

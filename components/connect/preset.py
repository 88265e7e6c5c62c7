"""The preset that the widget opens with: looks and words that were kept in the widget lab."""

import streamlit as st

from actions.connect import presets
from actions.connect.presets import PARAMETER
from components.ui import desk, query
from components.ui.room import labelled
from components.ui.text import one_line
from domain.access.views import View
from languages import say, say_as

_KEY = "connect_preset"


def draw_preset() -> None:
    """A choice of those that there are; none where there is none to choose."""
    asked = query.first(PARAMETER) or ""
    found = {view.id: view for view in presets.presets(desk.database().whole, desk.actor())}
    if asked and asked not in found:
        query.not_here(say("Preset"), PARAMETER, asked, ends=False)
    if not found:
        return
    labels = {"": say_as("preset", "None")} | {name: one_line(view.name) for name, view in found.items()}
    st.session_state[_KEY] = asked if asked in found else ""
    labelled(280).selectbox(
        say("Preset"),
        labels,
        format_func=labels.__getitem__,
        key=_KEY,
        help=say("What was kept in the widget lab: it fills this form in, and brings its looks and words along."),
        on_change=_choose,
    )


def preset_of_address() -> View | None:
    """The one that the address names, if it is there."""
    return presets.find(desk.database().whole, query.first(PARAMETER) or "", desk.actor())


def _choose() -> None:
    view = presets.find(desk.database().whole, st.session_state[_KEY], desk.actor())
    filled = presets.for_form(view.pairs) if view else {}
    query.write({PARAMETER: [view.id] if view else [], **filled})

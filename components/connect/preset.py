"""The preset that the widget opens with: looks and words that were kept in the widget lab."""

import streamlit as st

from actions.connect import presets
from actions.connect.presets import PARAMETER
from components.ui import desk, query
from components.ui.room import labelled
from components.ui.text import one_line
from domain.access.views import View
from languages import say, say_as
from store.queries.views.seen import Said, said

_KEY = "connect_preset"


def draw_preset() -> None:
    """A choice of those that there are; none where there is none to choose."""
    asked = query.first(PARAMETER) or ""
    found = offered()
    if asked and asked not in found:
        query.not_here(say("Preset"), PARAMETER, asked, ends=False)
    if not found:
        return
    labels = {"": say_as("preset", "None")} | {id_: one_line(told.name) for id_, told in found.items()}
    st.session_state[_KEY] = asked if asked in found else ""
    labelled(280).selectbox(
        say("Preset"),
        labels,
        format_func=labels.__getitem__,
        key=_KEY,
        help=say("What was kept in the widget lab: it fills this form in, and brings its looks and words along."),
        on_change=_choose,
    )


def offered() -> dict[str, Said]:
    """Presets by their ids, as the reader sees them; those that name somebody whom the reader may not see are none."""
    views = presets.presets(desk.database().whole, desk.actor())
    told = {view.id: said(desk.database(), view.name, view.pairs, is_masked=view.is_masked) for view in views}
    return {id_: one for id_, one in told.items() if one.pairs is not None}


def preset_of_address() -> View | None:
    """The one that the address names, if it is there."""
    return preset(query.first(PARAMETER) or "")


def preset(id_: str) -> View | None:
    """One that is offered."""
    return presets.find(desk.database().whole, id_, desk.actor()) if id_ in offered() else None


def _choose() -> None:
    view = preset(st.session_state[_KEY])
    filled = presets.for_form(view.pairs) if view else {}
    query.write({PARAMETER: [view.id] if view else [], **filled})

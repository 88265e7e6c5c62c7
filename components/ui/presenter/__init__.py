"""Presenter mode: one switch by which this browser shows no person, for screens that others look at.

The browser keeps it in a cookie, which pages in new tabs and files that it asks for come with. A page that is open in
another tab is loaded anew as soon as it finds the cookie changed.
"""

from pathlib import Path

import streamlit as st

from components.ui.language import draw_choice
from components.ui.streamlit_patch import component
from domain.masking.documents import looks_personal
from languages import say
from store.sight import PRESENTER_COOKIE, is_presenting

_HERE = Path(__file__).resolve().parent
_SWITCH, _ON = "presenter_mode", "presenter_mode_on"
_SEARCHES = ("text", "find", "counterparts")
"""Parameters that may say a name."""

_PEOPLE = ("external_id", "person", "with")
"""What names people by ids of ours, which may be documents of theirs."""

_component = component(
    "linkdesk_presenter",
    _HERE / "browser" / "presenter.js",
    html="<span hidden></span>",
)


def is_on() -> bool:
    """Whether this browser presents: as its switch was left on this page, or else as the browser came with."""
    chosen = st.session_state.get(_ON)
    return is_presenting(st.context.cookies) if chosen is None else bool(chosen)


def draw_switch() -> None:
    """The switch, at the foot of the sidebar; the browser is told what holds."""
    st.session_state[_SWITCH] = is_on()
    with st.sidebar:
        st.toggle(
            say("Presenter mode"),
            key=_SWITCH,
            on_change=_choose,
            help=say(
                "Masks names, documents, numbers, addresses and employers in this browser, on pages and in files. "
                "The key B makes type larger, and as it was."
            ),
        )
        draw_choice()
        chosen = st.session_state.get(_ON)
        _component(key="presenter", data={"name": PRESENTER_COOKIE, "on": is_on(), "chosen": chosen is not None})


def refused(what: str) -> str:
    """The sentence in place of what can only be shown whole."""
    cure = say("Turn presenter mode off to see it.") if is_on() else say("Your role does not show it.")
    said = say("{what} is not shown where people are masked, since it would name them.", what=what)
    return f"{said} {cure}"


def draw_badge() -> None:
    """What says on every page that people are masked."""
    if is_on():
        st.badge(
            say("Presenter mode"),
            icon=":material/visibility_off:",
            color="blue",
            help=say("People are masked in this browser. The switch is in the sidebar."),
        )


def _choose() -> None:
    """Hold what was chosen, and take what somebody searched for out of the address."""
    st.session_state[_ON] = st.session_state[_SWITCH]
    people = [name for name in _PEOPLE if any(map(looks_personal, st.query_params.get_all(name)))]
    for name in (*_SEARCHES, *people):
        st.query_params.pop(name, None)

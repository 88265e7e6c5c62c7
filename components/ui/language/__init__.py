"""The language of pages: what the address asks for, what was chosen in this browser, or what the browser takes.

A choice holds for the session at once, and the browser keeps it in a cookie, which pages in new tabs, files and our own
routes come with.
"""

from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.ui.streamlit_patch import component
from languages import LANGUAGES, Language, language, say, spoken

_HERE = Path(__file__).resolve().parent
_SWITCH, _CHOSEN, _TO_KEEP = "language", "language_chosen", "language_to_keep"
_OF_RUN = "linkdesk_language"
"""Where a run's own context holds it: a click and a fragment run before, or without, the frame of the page."""

_component = component("linkdesk_language", _HERE / "browser" / "language.js", html="<span hidden></span>")


def begin() -> None:
    """At the top of a page: find the language anew; one that the address asks for is chosen by that."""
    asked = st.query_params.get(language.PARAMETER)
    if asked in LANGUAGES and asked != st.session_state.get(_CHOSEN):
        st.session_state[_CHOSEN] = asked
        st.session_state[_TO_KEEP] = True
    if (context := get_script_run_ctx(suppress_warning=True)) is not None:
        setattr(context, _OF_RUN, None)


def _of_run() -> Language | None:
    """The language of the run that asks; None where nothing of a page is run."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    found: Language | None = getattr(context, _OF_RUN, None)
    if found is None:
        found = _find(context.query_string)
        setattr(context, _OF_RUN, found)
    return found


def _find(query: str) -> Language:
    asked = parse_qs(query).get(language.PARAMETER, [None])[0]
    kept = st.context.cookies.get(language.COOKIE)
    browser = st.context.headers.get("Accept-Language") or st.context.locale or ""
    return language.choose(asked, st.session_state.get(_CHOSEN), kept, browser=browser)


language.ask_page(_of_run)


def draw_choice() -> None:
    """The choice among the languages, each in its own words; the browser is told what holds."""
    st.session_state[_SWITCH] = spoken().code
    st.selectbox(
        say("Language"),
        [*LANGUAGES],
        format_func=lambda code: LANGUAGES[code][0],
        key=_SWITCH,
        on_change=_choose,
        label_visibility="collapsed",
    )
    keeps = bool(st.session_state.get(_TO_KEEP))
    _component(key="language_kept", data={"name": language.COOKIE, "code": spoken().code, "keeps": keeps})
    st.session_state.pop(_TO_KEEP, None)  # only now: a run that is broken off before leaves it to the next


def _choose() -> None:
    st.session_state[_CHOSEN] = st.session_state[_SWITCH]
    st.session_state[_TO_KEEP] = True
    st.query_params.pop(language.PARAMETER, None)  # it asked for the one before

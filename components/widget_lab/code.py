"""What opens the widget as it is set, to copy: the token's request, and code in several languages."""

import streamlit as st

from actions.connect.token_body import Choices, browser_config, token_request
from actions.lab.snippets import Widget, snippets, with_own_callbacks, without_person
from belvo_client import TokenRequest
from components.connect.snippet import shown_request
from components.ui import query
from languages import say
from settings import Settings

_YOUR_ID = "your-user-id"
_NONCE = "SESSION"
_KEYS = {
    "local": "the local Belvo's keys",
    "sandbox": "the keys of Belvo's sandbox",
    "production": "the keys of Belvo's production",
}
"""Whose keys the code needs, as a comment in it: all environments' are named alike."""


def draw_request(settings: Settings, choices: Choices) -> None:
    """The body of POST /api/token/."""
    st.caption(
        say(
            "`POST {address}` from your server. Its answer has “access”, which goes to the browser, and nothing else.",
            address=f"{settings.belvo_url}/api/token/",
        )
    )
    st.code(shown_request(_to_copy(settings, choices)), language="json", height=420)


def draw_snippets(settings: Settings, choices: Choices) -> None:
    """A tab for each language."""
    request = _to_copy(settings, choices).body()
    found = snippets(
        Widget(
            with_own_callbacks(request),
            browser_config(choices, _YOUR_ID),
            api=settings.belvo_url,
            keys=_KEYS[settings.environment],
            script=_absolute(settings, settings.widget_script_url),
            page=settings.hosted_widget_url,
        )
    )
    for tab, snippet in zip(
        st.tabs([query.readable(say(one.label)) for one in found], key="lab_code"), found, strict=True
    ):
        with tab:
            st.caption(say(snippet.about))
            st.code(snippet.code, language=snippet.language, height=420, wrap_lines=snippet.language == "text")


def _to_copy(settings: Settings, choices: Choices) -> TokenRequest:
    """What is sent; the local Belvo's test person consents there alone, where the request works as it stands."""
    request = token_request(settings, choices, _NONCE)
    return request if settings.environment == "local" else without_person(request)


def _absolute(settings: Settings, address: str) -> str:
    return f"{settings.reachable_url}{address}" if address.startswith("/") else address

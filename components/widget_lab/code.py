"""What opens the widget as it is set, to copy: the token's request, and code in several languages."""

import streamlit as st

from actions.connect.token_body import Choices, browser_config, token_request
from actions.lab.snippets import Widget, snippets, with_own_callbacks
from components.connect.snippet import shown_request
from components.ui import query
from languages import say
from settings import HOSTED_WIDGET, WIDGET_SCRIPT, Settings

_SANDBOX = "https://sandbox.belvo.com"
_YOUR_ID = "your-user-id"
_NONCE = "SESSION"


def draw_request(settings: Settings, choices: Choices) -> None:
    """The body of POST /api/token/."""
    st.caption(
        say("POST /api/token/ from your server. Its answer has “access”, which goes to the browser, and nothing else.")
    )
    st.code(shown_request(token_request(settings, choices, _NONCE)), language="json", height=420)


def draw_snippets(settings: Settings, choices: Choices) -> None:
    """A tab for each language."""
    request = token_request(settings, choices, _NONCE).body()
    is_local = settings.environment == "local"
    found = snippets(
        Widget(
            with_own_callbacks(request),
            browser_config(choices, _YOUR_ID),
            api=settings.belvo_url if is_local else _SANDBOX,
            script=_absolute(settings, settings.widget_script_url) if is_local else WIDGET_SCRIPT,
            page=settings.hosted_widget_url if is_local else HOSTED_WIDGET,
        )
    )
    for tab, snippet in zip(
        st.tabs([query.readable(say(one.label)) for one in found], key="lab_code"), found, strict=True
    ):
        with tab:
            st.caption(say(snippet.about))
            st.code(snippet.code, language=snippet.language, height=420, wrap_lines=snippet.language == "text")


def _absolute(settings: Settings, address: str) -> str:
    return f"{settings.reachable_url}{address}" if address.startswith("/") else address

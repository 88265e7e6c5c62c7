"""What the desk sends for the choices made, and what opens the widget with them: to copy, with the keys masked."""

import streamlit as st

from actions.connect.token_body import BadChoice, browser_config, shown_request, shown_snippet, token_request
from belvo_client import BadArgument
from components.connect.form import chosen
from components.ui import query
from settings import WIDGET_SCRIPT, Settings

_NONCE, _EXTERNAL_ID = "SESSION", "your-user-id"


def draw_code(settings: Settings) -> None:
    """A button that opens both."""
    with st.popover("Show the request", icon=":material/code:", key="connect_code", width="content"):
        try:
            choices = chosen()
            request = token_request(settings, choices, _NONCE)
        except (BadChoice, BadArgument) as error:
            st.text(str(error))
            return
        token, browser = st.tabs([*map(query.readable, ("Access token", "Widget"))], key="connect_code_tabs")
        with token:
            st.caption("POST /api/token/ from your server; the answer's `access` goes to the browser, nothing else.")
            st.code(shown_request(request), language="json", height=360)
        with browser:
            script = settings.widget_script_url if settings.environment == "local" else WIDGET_SCRIPT
            st.caption("In the page; fetch the token from your server when somebody clicks.")
            config = browser_config(choices, choices.external_id or _EXTERNAL_ID)
            st.code(shown_snippet(script, config), language="html", height=360)

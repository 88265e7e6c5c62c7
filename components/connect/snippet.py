"""What the desk sends for the choices made, and what opens the widget with them: to copy, with the keys masked."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from actions.connect.token_body import BadChoice, browser_config, token_request
from belvo_client import BadArgument, TokenRequest
from components.connect.form import chosen
from components.ui import query
from languages import say
from settings import WIDGET_SCRIPT, Settings

_NONCE, _EXTERNAL_ID = "SESSION", "your-user-id"
_MASK = "••••••••"


def draw_code(settings: Settings) -> None:
    """A button that opens both."""
    with st.popover(say("Show the request"), icon=":material/code:", key="connect_code", width="content"):
        try:
            choices = chosen()
            request = token_request(settings, choices, _NONCE)
        except (BadChoice, BadArgument) as error:
            st.text(str(error))
            return
        if settings.embeds_sandbox:
            st.link_button(say("A whole shop that does it"), "/demo/", icon=":material/storefront:", key="demo_shop")
        token, browser = st.tabs([*map(query.readable, (say("Access token"), say("Widget")))], key="connect_code_tabs")
        with token:
            st.caption(
                say("POST /api/token/ from your server; the answer's “access” goes to the browser, nothing else.")
            )
            st.code(shown_request(request), language="json", height=360)
        with browser:
            script = settings.widget_script_url if settings.environment == "local" else WIDGET_SCRIPT
            st.caption(say("In the page; fetch the token from your server when somebody clicks."))
            config = browser_config(choices, choices.external_id or _EXTERNAL_ID)
            st.code(shown_snippet(script, config), language="html", height=360)


def shown_request(request: TokenRequest) -> str:
    """The body of POST /api/token/ as JSON to copy, with the keys masked."""
    return json.dumps({"id": _MASK, "password": _MASK, **request.body()}, indent=2, ensure_ascii=False)


def shown_snippet(script_url: str, config: Mapping[str, Any]) -> str:
    """The HTML that opens the widget with this configuration, to copy; the token stays a placeholder."""
    lines = json.dumps(dict(config), indent=2, ensure_ascii=False).splitlines()
    inner = "\n".join(f"    {line}" for line in lines[1:-1])
    return f"""<div id="belvo"></div>
<script src="{script_url}" async></script>
<script>
  function openWidget(accessToken) {{
    belvoSDK.createWidget(accessToken, {{
{inner},
      callback: (link, institution) => {{ /* send the link to your server */ }},
      onExit: (data) => {{ /* closed: data.last_encountered_error says why, if anything went wrong */ }},
      onEvent: (data) => {{ /* data.eventName: ERROR, WARNING or PAGE_LOAD */ }},
    }}).build();
  }}
</script>"""

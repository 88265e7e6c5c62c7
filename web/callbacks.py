"""GET /connect/callback/<outcome>/<session>: where Belvo's hosted widget sends the browser when it is done.

Nothing in these addresses is signed, so nothing is believed: a link is read with the private keys before it counts.
https://developers.belvo.com/docs/widget-for-webviews
"""

import hashlib
import html
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from actions.connect.accept import LinkNotAccepted, hear
from actions.connect.events import DEAD_TOKEN, WidgetEvent
from belvo_client import BelvoError
from context import Context
from store.ops import sessions
from web.requests import written

OUTCOMES = ("success", "exit", "event")

_SEQ_BYTES = 6  # so that JavaScript still tells the numbers apart

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Linkdesk</title><style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
main {{ max-width: 26rem; margin: 20vh auto 0; padding: 0 1.5rem; text-align: center }}
</style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"""

_THANKS = "Thank you, your account is connected", "You can close this page."
_LEFT = "Nothing was connected", "You can close this page, or ask for a new link to try again."
_UNKNOWN = "This connection is not known here", "Ask the person who sent you the link for a new one."
_NOT_YET = (
    "Your connection is being checked",
    "You can close this page. If it does not show up, ask for a new link.",
)
_BUSY = "This could not be noted yet", "Load this page again in a moment."


async def receive_callback(request: Request, context: Context) -> Response:
    """Store what the redirect reports and show the person a page that can be closed."""
    outcome, nonce = request.path_params["outcome"], request.path_params["nonce"]
    if outcome not in OUTCOMES:
        return _page(_UNKNOWN, 404)
    told = str(request.url.query), dict(request.query_params)
    try:
        return await written(partial(_receive, context, outcome, nonce, *told))
    except sqlite3.OperationalError:
        return _page(_BUSY, 503)


def _receive(context: Context, outcome: str, nonce: str, query: str, parameters: Mapping[str, str]) -> Response:
    if sessions.find(context.database, nonce) is None:
        return _page(_UNKNOWN, 404)
    event = WidgetEvent(nonce, _seq(outcome, query), *_told(outcome, parameters))
    try:
        hear(context.database, context.client, event)
    except LinkNotAccepted:
        return _page(_UNKNOWN, 404)
    except BelvoError:
        return _page(_NOT_YET, 202)  # the desk looks for the link by its external id
    return _page(_THANKS if outcome == "success" else _LEFT, 200)


def _seq(outcome: str, query: str) -> int:
    """The same address has the same number, so that a page that is loaded again is one event."""
    digest = hashlib.sha256(f"{outcome}?{query}".encode()).digest()
    return sessions.FIRST_UNPROVEN + int.from_bytes(digest[:_SEQ_BYTES])


def _told(outcome: str, given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The redirect as what the web widget tells: name and payload.

    The address for events leaves the widget's page too, so that there is no way back: it is an exit, but for a token's.
    """
    if outcome == "success":
        return "success", {"link": given.get("link", ""), "institution": given.get("institution", "")}
    if outcome == "exit":
        code = given.get("last_encountered_error_code")
        message = given.get("last_encountered_error_message", "")
        return "exit", {
            "last_encountered_error": {"code": code, "message": message} if code else None,
            "meta_data": {
                "institution_name": given.get("meta_data_institution_name", ""),
                "step": given.get("meta_data_step", ""),
            },
        }
    code = given.get("error") or given.get("warning") or ""
    message = given.get("error_message") or given.get("warning_message") or ""
    if code == DEAD_TOKEN:
        return "event", {"eventName": "ERROR", "meta_data": {"error_code": code, "error_message": message}}
    return "exit", {"last_encountered_error": {"code": code, "message": message} if code else None}


def _page(words: tuple[str, str], status: int) -> HTMLResponse:
    title, text = words
    return HTMLResponse(_PAGE.format(title=html.escape(title), text=html.escape(text)), status)

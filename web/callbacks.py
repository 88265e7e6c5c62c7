"""GET /connect/callback/<outcome>/<session>: where Belvo's hosted widget sends the browser when it is done.

Nothing in these addresses is signed, so nothing is believed: a link is read with the private keys before it counts.
https://developers.belvo.com/docs/widget-for-webviews
"""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from actions.connect.accept import LinkNotAccepted, hear
from actions.connect.events import DEAD_TOKEN, WidgetEvent, move_of
from actions.support.sentences import client_advice
from belvo_client import BelvoError
from belvo_client.advice import LANGUAGES
from context import Context
from domain.widget.devices import device_of
from languages import msg, say
from store.core.errors import Unusable
from store.ops import sessions
from store.ops.sessions import Session
from store.write import links
from web.page import page
from web.requests import written

OUTCOMES = ("success", "exit", "event")

_SEQ_BYTES = 6  # so that JavaScript still tells the numbers apart

_LEFT = msg("Nothing was connected"), msg("You can close this page, or ask for a new link to try again.")
_UNKNOWN = msg("This connection is not known here"), msg("Ask the person who sent you the link for a new one.")
_NOT_YET = (
    msg("Your connection is being checked"),
    msg("You can close this page. If it does not show up, ask for a new link."),
)
_BUSY = msg("This could not be noted yet"), msg("Load this page again in a moment.")


async def receive_callback(request: Request, context: Context) -> Response:
    """Store what the redirect reports and show the person a page that can be closed."""
    outcome, nonce = request.path_params["outcome"], request.path_params["nonce"]
    if outcome not in OUTCOMES:
        return page(_UNKNOWN, 404)
    told = str(request.url.query), dict(request.query_params), device_of(request.headers.get("user-agent"))
    try:
        return await written(partial(_receive, context, outcome, nonce, *told))
    except Unusable:
        return page(_BUSY, 503)


def _receive(
    context: Context, outcome: str, nonce: str, query: str, parameters: Mapping[str, str], device: str | None
) -> Response:
    session = sessions.find(context.database, nonce)
    if session is None:
        return page(_UNKNOWN, 404)
    event = WidgetEvent(nonce, _seq(outcome, query), *_told(outcome, parameters))
    try:
        hear(context.database, context.client, event, device=device)
    except LinkNotAccepted:
        return page(_UNKNOWN, 404)
    except BelvoError:
        return page(_NOT_YET, 202)  # the desk looks for the link by its external id
    return page(_thanks(context, session) if outcome == "success" else _left(event), 200)


def _thanks(context: Context, session: Session) -> tuple[str, str]:
    """What happened, at which bank and for whom, and that there is nothing left to do."""
    company, bank = context.settings.company.name, _bank(context, session.nonce)
    return (
        say("Thank you, your account is connected again")
        if session.mode == "update"
        else say("Thank you, your account is connected"),
        say(
            "{company} can read your account at {bank} now. There is nothing more to do: you can close this page.",
            company=company,
            bank=bank,
        ),
    )


def _bank(context: Context, nonce: str) -> str:
    connected = sessions.find(context.database, nonce)
    link = links.find(context.database, connected.link) if connected and connected.link else None
    return (link and link.display_name) or say("your bank")


def _left(event: WidgetEvent) -> tuple[str, str]:
    """Why, where the widget has said so, and what to do."""
    title, todo = _LEFT
    move = move_of(event.name, event.payload)
    known = move is not None and move.error_code in LANGUAGES["en"]
    return (
        (say(title), f"{client_advice(str(move.error_code)).meaning} {say(todo)}") if move and known else (title, todo)
    )


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

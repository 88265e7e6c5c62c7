"""GET /c/<code>: the short address of a widget or a portal that was handed out, for one browser."""

import re
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.connect.handouts import HANDOUTS
from context import Context
from web.page import page

_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

_LOOKERS = re.compile(r"bot\b|crawl|preview|facebookexternalhit|whatsapp", re.IGNORECASE)
"""Programs that look at an address in a message before anybody has opened it."""

_WAITING = "A bank account is to be connected", "Open this address in a browser."
_OVER = (
    "This address can't be used any more",
    "It opens once and for ten minutes. Ask the person who sent it for a new one.",
)


def open_handout(request: Request, context: Context) -> Response:  # noqa: ARG001 - as every route
    """Lead the first browser on; all others are told that it is over."""
    if request.method == "HEAD" or _LOOKERS.search(request.headers.get("user-agent", "")):
        return page(_WAITING, 200, _HEADERS)
    url = HANDOUTS.take(request.path_params["code"], datetime.now(UTC))
    return RedirectResponse(url, 303, _HEADERS) if url else page(_OVER, 410, _HEADERS)

"""GET /c/<code>: the short address of a widget or a portal that was handed out.

One of a moment leads one browser on, once; one that a person was written leads to a new opening as long as it works.
"""

import re
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.connect.handouts import HANDOUTS
from actions.connect.renewal import NoConsent
from actions.operators import updates
from belvo_client import BelvoError
from context import Context
from settings import SettingsError
from store import StoreError
from store.ops.operators import update_links
from store.write import links
from web.page import page

_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

_LOOKERS = re.compile(r"bot\b|crawl|preview|facebookexternalhit|whatsapp", re.IGNORECASE)
"""Programs that look at an address in a message before anybody has opened it."""

_WAITING = "A bank account is to be connected", "Open this address in a browser."
_OVER = (
    "This address can't be used any more",
    "It opens once and for ten minutes. Ask the person who sent it for a new one.",
)


_JUST_OPENED = (
    "This address was opened a moment ago",
    "Go on in the window that it opened, or wait half a minute and open it again.",
)
_TROUBLE = "This can't be opened just now", "Try again in a few minutes."
_DONE = "There is nothing to be done any more", "This connection is gone. You can close this page."


def open_handout(request: Request, context: Context) -> Response:
    """Lead the browser on, or say why that is over."""
    if request.method == "HEAD" or _LOOKERS.search(request.headers.get("user-agent", "")):
        return page(_WAITING, 200, _HEADERS)
    code, now = request.path_params["code"], datetime.now(UTC)
    if url := HANDOUTS.take(code, now):
        return RedirectResponse(url, 303, _HEADERS)
    try:
        return _open(request, context, code, now)
    except (BelvoError, SettingsError, StoreError, NoConsent):
        return page(_TROUBLE, 503, _HEADERS)


def _open(request: Request, context: Context, code: str, now: datetime) -> Response:
    db = context.database
    given = update_links.find(db, code)
    if given is None or not given.is_open(now):
        return page(_OVER, 410, _HEADERS)
    link = links.find(db, given.link)
    if link is None or link.deleted_at is not None:
        return page(_DONE, 410, _HEADERS)
    address = request.client.host if request.client else ""
    url = updates.open_again(db, context.client, context.settings, given, now, address=address)
    return RedirectResponse(url, 303, _HEADERS) if url else page(_JUST_OPENED, 429, _HEADERS)

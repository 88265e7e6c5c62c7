"""GET /c/<code>: the short address of a widget or a portal that was handed out.

One of a moment leads one browser on, once; one that a person was written leads to a new opening as long as it works.
"""

import logging
import re
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.connect.handouts import HANDOUTS
from actions.connect.renewal import NoConsent
from actions.connect.start import Opening
from actions.operators import updates
from belvo_client import BelvoError
from context import Context
from domain.widget.devices import device_of
from languages import msg
from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from store.ops import sessions
from store.ops.operators import update_links
from store.write import links
from web.page import page
from web.requests import written

logger = logging.getLogger(__name__)

_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

_LOOKERS = re.compile(r"bot\b|crawl|preview|facebookexternalhit|whatsapp", re.IGNORECASE)
"""Programs that look at an address in a message before anybody has opened it."""

_WAITING = msg("A bank account is to be connected"), msg("Open this address in a browser.")
_OVER = (
    msg("This address can't be used any more"),
    msg("It opens once and for ten minutes. Ask the person who sent it for a new one."),
)


_JUST_OPENED = (
    msg("This address was opened a moment ago"),
    msg("Go on in the window that it opened, or wait half a minute and open it again."),
)
_TROUBLE = msg("This can't be opened just now"), msg("Try again in a few minutes.")
_DONE = msg("There is nothing to be done any more"), msg("This connection is gone. You can close this page.")


async def open_handout(request: Request, context: Context) -> Response:
    """Lead the browser on, or say why that is over."""
    agent = request.headers.get("user-agent", "")
    if request.method == "HEAD" or _LOOKERS.search(agent):
        return page(_WAITING, 200, _HEADERS)
    code, now = request.path_params["code"], datetime.now(UTC)
    if taken := HANDOUTS.take(code, now):
        return await _led(context, taken.nonce, taken.url, agent)
    try:
        found = await written(partial(_open_again, context, code, now, request.client.host if request.client else ""))
    except (BelvoError, SettingsError, StoreError, NoConsent, Unusable):
        return page(_TROUBLE, 503, _HEADERS)
    if isinstance(found, Opening):
        return await _led(context, found.nonce, str(found.url), agent)
    return found


def _open_again(context: Context, code: str, now: datetime, address: str) -> Opening | Response:
    db = context.database
    given = update_links.find(db, code)
    if given is None or not given.is_open(now):
        return page(_OVER, 410, _HEADERS)
    link = links.find(db, given.link)
    if link is None or link.deleted_at is not None:
        return page(_DONE, 410, _HEADERS)
    opening = updates.open_again(db, context.client, context.settings, given, now, address=address)
    return opening or page(_JUST_OPENED, 429, _HEADERS)


async def _led(context: Context, nonce: str, url: str, agent: str) -> Response:
    try:
        await written(partial(_note_opened, context, nonce, device_of(agent)))
    except (Unusable, StoreError, SettingsError):  # whoever opens it is led on all the same
        logger.exception("An address was opened, and its session could not be told")
    return RedirectResponse(url, 303, _HEADERS)


def _note_opened(context: Context, nonce: str, device: str | None) -> None:
    """Have the session say that its address was opened, and on what."""
    with context.database.whole.write() as connection:
        sessions.record(connection, nonce, sessions.FIRST_UNPROVEN, sessions.TAKEN, {})
        if device:
            sessions.set_device(connection, nonce, device)

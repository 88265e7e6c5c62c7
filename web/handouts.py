"""GET /c/<code>: the short address of a widget or a portal that was handed out, for one browser."""

import logging
import re
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.connect.handouts import HANDOUTS
from context import Context
from domain.widget.devices import device_of
from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from store.ops import sessions
from web.page import page
from web.requests import written

logger = logging.getLogger(__name__)

_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

_LOOKERS = re.compile(r"bot\b|crawl|preview|facebookexternalhit|whatsapp", re.IGNORECASE)
"""Programs that look at an address in a message before anybody has opened it."""

_WAITING = "A bank account is to be connected", "Open this address in a browser."
_OVER = (
    "This address can't be used any more",
    "It opens once and for ten minutes. Ask the person who sent it for a new one.",
)


async def open_handout(request: Request, context: Context) -> Response:
    """Lead the first browser on; all others are told that it is over."""
    agent = request.headers.get("user-agent", "")
    if request.method == "HEAD" or _LOOKERS.search(agent):
        return page(_WAITING, 200, _HEADERS)
    taken = HANDOUTS.take(request.path_params["code"], datetime.now(UTC))
    if taken is None:
        return page(_OVER, 410, _HEADERS)
    try:
        await written(partial(_note_opened, context, taken.nonce, device_of(agent)))
    except (Unusable, StoreError, SettingsError):  # whoever opens it is led on all the same
        logger.exception("An address was opened, and its session could not be told")
    return RedirectResponse(taken.url, 303, _HEADERS)


def _note_opened(context: Context, nonce: str, device: str | None) -> None:
    """Have the session say that its address was opened, and on what."""
    with context.database.whole.write() as connection:
        sessions.record(connection, nonce, sessions.FIRST_UNPROVEN, sessions.TAKEN, {})
        if device:
            sessions.set_device(connection, nonce, device)

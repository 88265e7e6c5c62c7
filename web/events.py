"""POST /connect/events: what the Connect Widget's component reports, even from a tab that is being closed."""

import logging
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.connect.accept import LinkNotAccepted, is_token, report
from actions.connect.events import WidgetEvent
from belvo_client import BelvoError
from context import Context
from domain.widget.devices import device_of
from store.core.errors import Unusable
from web.requests import body_within, json_object, refuse_foreign_pages, written

logger = logging.getLogger(__name__)

_LARGEST_EVENT = 16_384


async def receive_event(request: Request, context: Context) -> Response:
    """Store one event of a widget session; the same event again is answered alike.

    403 without a session's token, 503 while the store is busy: the page tells it on another way, too.
    """
    refuse_foreign_pages(request)
    token = request.headers.get("x-connect-token", "")
    if not await run_in_threadpool(_is_known, context, token):
        raise _unknown()
    event = _event(await body_within(request, _LARGEST_EVENT))
    try:
        known = await written(partial(_report, context, event, token, device_of(request.headers.get("user-agent"))))
    except Unusable as error:
        raise HTTPException(503, "The store is busy. Send it again.", {"retry-after": "10"}) from error
    if not known:
        raise _unknown()
    return JSONResponse({"seq": event.seq})


def _is_known(context: Context, token: str) -> bool:
    """Off the event loop: to open the store, the local Belvo is asked which one it is, and it is on the same loop."""
    return is_token(context.database, token)


def _unknown() -> HTTPException:
    return HTTPException(403, "This token belongs to no open widget session.")


def _report(context: Context, event: WidgetEvent, token: str, device: str | None) -> bool:
    try:
        return report(context.database, context.client, event, token=token, device=device)
    except (LinkNotAccepted, BelvoError) as error:
        # The event is stored; whether it names a link that counts is not the browser's business.
        logger.warning("Widget session %s: the link it reports is not accepted: %s", event.nonce, error)
        return True


def _event(body: bytes) -> WidgetEvent:
    try:
        return WidgetEvent.parse(json_object(body))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "An event has a nonce, a seq from 1, a name and a payload.") from error

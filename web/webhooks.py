"""POST /webhooks/belvo: takes in what Belvo announces and queues what it calls for; the work is done elsewhere.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import sync
import tracing
from context import Context
from settings import Settings, SettingsError
from store import StoreError
from store.core.errors import Unusable
from store.ops import refusals
from web.requests import body_within, decoded, is_plain

_LARGEST_WEBHOOK = 262_144
_PATIENCE = 3.0  # seconds until it is stored, since Belvo waits 5 for the answer
_GLANCE = 0.2  # seconds
_AT_ONCE = anyio.CapacityLimiter(8)
"""How many wait for the store, which lets in one; so the threads that answer everything else are not used up."""


async def receive_webhook(request: Request, context: Context) -> Response:
    """Store a webhook once and answer 200, for types not known here too; 401 without the agreed Authorization.

    503 while the store is busy: Belvo sends it again.
    """
    began = time.monotonic()
    try:
        with tracing.span("webhook", side="server"):
            _check_sender(request, context.settings)
            body = _kept(await body_within(request, _LARGEST_WEBHOOK))
            await _accept(context, body, began)
    except (TimeoutError, Unusable) as error:
        raise HTTPException(503, "The store is busy. Send it again.", {"retry-after": "10"}) from error
    except HTTPException as refused:
        await _note(context, refused)
        raise
    return JSONResponse({"received": True})


async def _note(context: Context, refused: HTTPException) -> None:
    """Keep why a webhook was refused, unless the store is busy: whoever is refused need not wait for that."""

    def store() -> None:
        with context.database.write(patience=_GLANCE, beside=True) as connection:
            refusals.record(connection, refused.status_code, refused.detail)

    with suppress(SettingsError, StoreError):
        await anyio.to_thread.run_sync(store, limiter=_AT_ONCE)


async def _accept(context: Context, body: Mapping[str, Any], began: float) -> None:
    """Store it in time, its turn among all that come at once included."""
    until = time.monotonic() + _PATIENCE

    def store() -> None:
        sync.accept_webhook(context.database, body, patience=max(0.0, until - time.monotonic()), began=began)

    with anyio.fail_after(_PATIENCE):
        await anyio.to_thread.run_sync(store, limiter=_AT_ONCE)


def _kept(body: bytes) -> dict[str, Any]:
    """The webhook; of one that can't be kept as JSON the text, beside those of its entries that can.

    Bytes that are no character are replaced.
    """
    text = body.decode(json.detect_encoding(body), "replace")
    try:
        found = decoded(text.encode())
    except RecursionError:
        found = {}
    plain = {name: value for name, value in found.items() if is_plain({name: value})}
    if found and len(plain) == len(found):
        return found
    return {**plain, "text": text}


def _check_sender(request: Request, settings: Settings) -> None:
    # Belvo is no browser: what comes with these headers was sent by a page.
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        raise HTTPException(403, "Webhooks do not come from web pages.")
    agreed = settings.webhook_authorization
    if agreed is None and settings.environment == "local":
        return
    sent = request.headers.get("authorization", "")
    if agreed is None or not agreed.matches(sent):
        raise HTTPException(401, _UNAGREED if agreed is None else _OTHER if sent else _MISSING)


_OTHER = "The Authorization header is not the one in BELVO_WEBHOOK_AUTHORIZATION."
_MISSING = f"No Authorization header came. {_OTHER}"
_UNAGREED = f"No Authorization is agreed. {_OTHER}"

"""POST /webhooks/belvo: takes in what Belvo announces and queues what it calls for; the work is done elsewhere.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import settings as configuration
import sync
from web.desk import Desk
from web.requests import body_within

_LARGEST_WEBHOOK = 262_144


async def receive_webhook(request: Request, desk: Desk) -> Response:
    """Store a webhook once and answer 200, for types not known here too; 401 without the agreed Authorization."""
    _check_sender(request)
    body = _decoded(await body_within(request, _LARGEST_WEBHOOK))
    await run_in_threadpool(lambda: sync.accept_webhook(desk.database, body))
    return JSONResponse({"received": True})


def _check_sender(request: Request) -> None:
    # Belvo is no browser: what comes with these headers was sent by a page.
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        raise HTTPException(403, "Webhooks do not come from web pages.")
    current = configuration.load()
    agreed = current.webhook_authorization
    if agreed is None and current.environment == "local":
        return
    if agreed is None or not agreed.matches(request.headers.get("authorization", "")):
        raise HTTPException(401, "The Authorization header is not the one in BELVO_WEBHOOK_AUTHORIZATION.")


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise HTTPException(400, "The body is not JSON.") from error
    if not isinstance(decoded, dict):
        raise HTTPException(400, "The body is not a JSON object.")
    return decoded

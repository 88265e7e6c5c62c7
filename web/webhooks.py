"""POST /webhooks/belvo: takes in what Belvo announces and queues what it calls for; the work is done elsewhere.

https://developers.belvo.com/developer_resources/resources-webhooks-aggregation
"""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import sync
from context import Context
from settings import Settings
from web.requests import body_within, json_object

_LARGEST_WEBHOOK = 262_144


async def receive_webhook(request: Request, context: Context) -> Response:
    """Store a webhook once and answer 200, for types not known here too; 401 without the agreed Authorization."""
    _check_sender(request, context.settings)
    body = json_object(await body_within(request, _LARGEST_WEBHOOK))
    await run_in_threadpool(lambda: sync.accept_webhook(context.database, body))
    return JSONResponse({"received": True})


def _check_sender(request: Request, settings: Settings) -> None:
    # Belvo is no browser: what comes with these headers was sent by a page.
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        raise HTTPException(403, "Webhooks do not come from web pages.")
    agreed = settings.webhook_authorization
    if agreed is None and settings.environment == "local":
        return
    if agreed is None or not agreed.matches(request.headers.get("authorization", "")):
        raise HTTPException(401, "The Authorization header is not the one in BELVO_WEBHOOK_AUTHORIZATION.")

"""How the routes read a request: its body within a limit, as JSON, and where it comes from."""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from settings import SettingsError
from store import StoreError


async def body_within(request: Request, limit: int) -> bytes:
    """The whole body; answers 413 as soon as more than `limit` bytes have come."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise HTTPException(413, "The request is too large.")
    return bytes(read)


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is; answers 400 if it is none."""
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise HTTPException(400, "The body is not JSON.") from error
    if not isinstance(decoded, dict):
        raise HTTPException(400, "The body is not a JSON object.")
    return decoded


def refuse_foreign_pages(request: Request) -> None:
    """Answer 403 to a request that a browser sends on behalf of another site's page."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin", f"http://{host}")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if origin.rpartition("://")[2].lower() != host.lower() or site not in ("same-origin", "none"):
        raise HTTPException(403, "This address takes no requests from other sites.")


def _unusable(_request: Request, error: Exception) -> Response:
    """Answer 503 in the words of a store or of settings that can't be used; the pages say the same."""
    return PlainTextResponse(str(error), 503)


EXCEPTION_HANDLERS = {StoreError: _unusable, SettingsError: _unusable}
"""What the routes raise that is not theirs to mend."""

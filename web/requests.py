"""How the routes read a request: its body within a size, a time and a depth, as JSON, and where it comes from."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import orjson
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from store.engine import waiting_at_most

T = TypeVar("T")

LONGEST_BODY = 10.0
"""Seconds that a body may take to come."""

PATIENCE = 2.0
"""Seconds that a write waits for the store while somebody waits for the answer; most routes write once or twice."""

_WRITING = anyio.CapacityLimiter(32)
"""How many at once may write what a widget tells, or wait for it; the threads that answer all else are others."""

_DEEPEST = 100  # objects and arrays within each other
_LONGEST_WHOLE = 30  # digits of a number that is worked out
_HALF = re.compile(r"[\ud800-\udfff]")


async def written(write: Callable[[], T]) -> T:
    """What `write` returns, off the event loop; a busy store, or too many who wait for it, is an OperationalError soon.

    However long it takes besides, to ask Belvo for instance, is not bounded here.
    """

    def in_haste() -> T:
        with waiting_at_most(PATIENCE):
            return write()

    who = object()
    try:
        with anyio.fail_after(PATIENCE):
            await _WRITING.acquire_on_behalf_of(who)
    except TimeoutError as error:
        raise Unusable("too many wait for the store") from error
    try:
        return await anyio.to_thread.run_sync(in_haste, limiter=anyio.CapacityLimiter(1))  # its turn has come already
    finally:
        _WRITING.release_on_behalf_of(who)


async def body_within(request: Request, limit: int) -> bytes:
    """The whole body; answers 413 as soon as more than `limit` bytes have come, 408 if it does not end in time."""
    read = bytearray()
    try:
        with anyio.fail_after(LONGEST_BODY):
            async for chunk in request.stream():
                read += chunk
                if len(read) > limit:
                    raise HTTPException(413, "The request is too large.")
    except TimeoutError as error:
        raise HTTPException(408, "The request did not come to its end in time.") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "The request was broken off.") from error
    return bytes(read)


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is, such that it can be stored; answers 400 if it is none.

    Half characters in its texts are replaced.
    """
    try:
        found = decoded(body)
    except RecursionError as error:
        raise _too_deep() from error
    if _is_deeper(found, _DEEPEST):
        raise _too_deep()
    whole = _whole(found)
    if not is_plain(whole):
        raise HTTPException(400, "The body holds a number that is too large.")
    return dict(whole)


def decoded(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is, as Python reads it; answers 400 if it is none.

    Raises RecursionError for one that is nested too deeply to be read.
    """
    try:
        found = json.loads(body, parse_int=_number)
    except ValueError as error:
        raise HTTPException(400, "The body is not JSON.") from error
    if not isinstance(found, dict):
        raise HTTPException(400, "The body is not a JSON object.")
    return found


def is_plain(value: object) -> bool:
    """Whether this can be kept as JSON: whole characters, numbers of 64 bits, no more than 250 levels."""
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True


def refuse_foreign_pages(request: Request) -> None:
    """Answer 403 to a request that a browser sends on behalf of another site's page."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin", f"http://{host}")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if origin.rpartition("://")[2].lower() != host.lower() or site not in ("same-origin", "none"):
        raise HTTPException(403, "This address takes no requests from other sites.")


def _too_deep() -> HTTPException:
    return HTTPException(400, "The body is nested too deeply.")


def _number(digits: str) -> int | Decimal:
    """Of more digits than anything counts Python refuses to make a number."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)


def _whole(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case str():
            return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {_whole(name): _whole(inner) for name, inner in value.items()}
        case list():
            return [_whole(inner) for inner in value]
    return value


def _unusable(_request: Request, error: Exception) -> Response:
    """Answer 503 in the words of a store or of settings that can't be used; the pages say the same."""
    return PlainTextResponse(str(error), 503)


def _failing(_request: Request, error: Exception) -> Response:
    """Answer 503 while somebody else writes for too long, or the disk is full."""
    return PlainTextResponse(f"The store can't be used now ({error}). Try again.", 503, {"retry-after": "10"})


EXCEPTION_HANDLERS = {StoreError: _unusable, SettingsError: _unusable, Unusable: _failing}
"""What the routes raise that is not theirs to mend."""

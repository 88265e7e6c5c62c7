"""Answers that lead astray or have no end: a table of what happens to a list, to an object, and to their bytes."""

import asyncio
import gzip
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from belvo_sandbox.faults.odd_rows import ANOTHER_LINK, replaced

USUAL_DRIP = 1
"""Seconds from one byte to the next."""

_ELSEWHERE = ("https", "api.belvo.example:8443")
_PACKED = 16 * 1024 * 1024  # bytes that a part of a bomb unpacks to
_PARTS = 16


class OddAnswer(NamedTuple):
    """One line of the table: what it is, and the answer that takes another's place."""

    what: str
    make: Callable[..., Response]


def _list(change: Callable[[dict[str, Any], str], dict[str, Any]]) -> Callable[[Response], Response]:
    """Give a page of a list that leads on another envelope; `change` gets the page and its `next`."""

    def corrupt(answer: Response) -> Response:
        body: Any = orjson.loads(bytes(answer.body) or b"null")
        if not isinstance(body, dict) or not body.get("next"):
            return answer
        return replaced(answer, orjson.dumps(change(body, body["next"])))

    return corrupt


def _elsewhere(page: dict[str, Any], following: str) -> dict[str, Any]:
    return {**page, "next": urlunsplit((*_ELSEWHERE, *urlsplit(following)[2:]))}


def _of_another_link(page: dict[str, Any], following: str) -> dict[str, Any]:
    parts = urlsplit(following)
    others = [(name, value) for name, value in parse_qsl(parts.query) if name != "link"]
    return {**page, "next": urlunsplit(parts._replace(query=urlencode([*others, ("link", ANOTHER_LINK)])))}


def _another_object(answer: Response) -> Response:
    body: Any = orjson.loads(bytes(answer.body) or b"null")
    if not isinstance(body, dict) or "id" not in body:
        return answer
    return replaced(answer, orjson.dumps({**body, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(body["id"])))}))


class Endless(Response):
    """A page that always leads on: to itself, under an address that no page had before."""

    def __init__(self, answer: Response, **changes: Any) -> None:  # noqa: ANN401 - JSON
        self._page: Any = orjson.loads(bytes(answer.body) or b"null")
        self._changes = changes
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        super().__init__(bytes(answer.body), answer.status_code, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page with a `next` of its own."""
        if isinstance(self._page, dict) and "results" in self._page:
            page = {**self._page, **self._changes, "next": _here(scope)}
            await replaced(self, orjson.dumps(page))(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _here(scope: Scope) -> str:
    host = dict(scope["headers"]).get(b"host", b"").decode()
    query = dict(parse_qsl(scope["query_string"].decode()))
    turn = int(query.pop("turn", "1")) + 1
    return f"{scope['scheme']}://{host}{scope['path']}?{urlencode({**query, 'turn': turn})}"


class Drip(Response):
    """An answer whose bytes come one by one."""

    def __init__(self, answer: Response, seconds: float) -> None:
        super().__init__(bytes(answer.body), answer.status_code, dict(answer.headers))
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send a byte, wait, and so on, until all are sent or nobody listens."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        leaving = asyncio.create_task(_disconnect(receive))
        for byte in bytes(self.body):
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
            done, _ = await asyncio.wait([leaving], timeout=self._seconds)
            if done:
                return
        leaving.cancel()
        await send({"type": "http.response.body", "body": b""})


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Bomb(Response):
    """A few hundred kilobytes that unpack to as many megabytes of blanks behind the answer."""

    def __init__(self, answer: Response) -> None:
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        content = gzip.compress(bytes(answer.body)) + _blanks() * _PARTS
        super().__init__(content, answer.status_code, {**headers, "content-encoding": "gzip"})


@cache
def _blanks() -> bytes:
    return gzip.compress(b" " * _PACKED)


ODD_ANSWERS: Mapping[str, OddAnswer] = {
    "next_elsewhere": OddAnswer("`next` has another scheme, host and port, as behind a gateway", _list(_elsewhere)),
    "next_of_another_link": OddAnswer("`next` leads to the rows of another link", _list(_of_another_link)),
    "another_object": OddAnswer("an object has the id of another", _another_object),
    "endless_rows": OddAnswer("`next` leads on for ever, with the same rows", Endless),
    "endless_pages": OddAnswer("`next` leads on for ever, with no rows", lambda answer: Endless(answer, results=[])),
    "endless_count": OddAnswer("`next` leads on for ever, and the count is 0", lambda answer: Endless(answer, count=0)),
    "drip": OddAnswer("the answer comes byte by byte, so many seconds apart", Drip),
    "bomb": OddAnswer("the answer is packed, and unpacks to 256 MB", Bomb),
}
"""What is damaged after the call was carried out; `drip` takes seconds."""


def _field_lists() -> Response:
    """An error as Belvo's framework writes it by itself: messages by field."""
    return JSONResponse({"link": ["This field is required."], "date_to": ["This field may not be null."]}, 400)


def _throttled(retry_after: str) -> Response:
    item = {"code": "throttled", "message": "Request was throttled.", "request_id": uuid.uuid4().hex}
    return JSONResponse([item], 429, {"Retry-After": retry_after})


ODD_REFUSALS: Mapping[str, OddAnswer] = {
    "field_lists": OddAnswer("400 with messages by field, as Belvo's framework writes them", _field_lists),
    "throttled_for_ages": OddAnswer(
        "429 with a Retry-After of 99999999999999 seconds", lambda: _throttled("99999999999999")
    ),
    "throttled_until": OddAnswer(
        "429 with a Retry-After of the year 9999", lambda: _throttled("Fri, 31 Dec 9999 23:59:59 GMT")
    ),
    "throttled_sometime": OddAnswer("429 with a Retry-After of “soon”", lambda: _throttled("soon")),
}
"""What is given instead of carrying the call out."""

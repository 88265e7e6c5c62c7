"""One message over HTTP: its size, its time and its origin are looked at, and then it is the protocol's."""

from typing import Any

from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from web.problems import Problem
from web.requests import body_within, refuse_foreign_pages

_LARGEST = 256 * 1024
"""Bytes of one message: a query has 6,000 characters."""


class Endpoint:
    """Answers POST alone: there is nothing that a server here would tell unasked."""

    def __init__(self, made: Server[Any]) -> None:
        self._server = made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            refuse_foreign_pages(request)
            if scope["method"] != "POST":
                raise HTTPException(405, "Messages are sent here with POST.", {"allow": "POST"})
            body = await body_within(request, _LARGEST)
        except HTTPException as error:
            await Problem(error.status_code, str(error.detail), error.headers)(scope, receive, send)
            return
        # A manager of its own: what it runs ends with the request, and so does a query whose reader has left.
        manager = StreamableHTTPSessionManager(self._server, stateless=True, max_request_body_size=_LARGEST)
        async with manager.run():
            await manager.handle_request(scope, _again(body, receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, and then what comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def listen() -> Message:
        return left.pop() if left else await receive()

    return listen

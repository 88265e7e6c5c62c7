"""HTTP as uvicorn speaks it, with an end to how long a request may take to come."""

import asyncio
from functools import partial
from typing import Any

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST_HEAD = 10.0
"""Seconds from a connection, or from the answer before, until a request's head is there."""

LONGEST_BODY = 60.0
"""Seconds from its head until its body has ended."""

BREAK_OFF = "linkdesk.break_off"
"""The extension of a request that ends its answer where it is, so that nobody takes what has come for whole."""


class PunctualProtocol(H11Protocol):
    """Closes a connection whose request does not come to its end; one such holds a descriptor, and whatever reads it.

    How long an answer takes has no limit here, nor has a websocket.
    """

    def __init__(self, *arguments: Any, **names: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(*arguments, **names)
        self._awaited: float | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._is_handed_over = False
        self.app = partial(_breakable, self, self.app)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait for what is now to come."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the connection to its websocket: h11 goes on waiting for a body that never comes here."""
        super().handle_websocket_upgrade(event)
        self._is_handed_over = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait(None)
        super().connection_lost(exc)

    def _look(self) -> None:
        """Go by what has not come yet; a deadline stays while that is the same, however many bytes of it come."""
        awaited = {h11.IDLE: LONGEST_HEAD, h11.SEND_BODY: LONGEST_BODY}.get(self.conn.their_state)
        if self._is_handed_over:
            awaited = None
        if awaited != self._awaited:
            self._wait(awaited)

    def _wait(self, seconds: float | None) -> None:
        self._awaited = seconds
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.close)


async def _breakable(protocol: PunctualProtocol, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    scope.setdefault("extensions", {})[BREAK_OFF] = protocol.transport.abort
    await app(scope, receive, send)

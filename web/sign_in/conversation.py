"""A websocket that can be ended from here, whatever its two ends are about."""

from collections.abc import Awaitable, Callable
from typing import Self

import anyio
from starlette.types import Message, Receive, Send

_POLICY_VIOLATION = 1008  # https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_WAITING = 16  # messages that are passed on and not yet read

Hears = Callable[[Message], Awaitable[None]]


class Conversation:
    """What the page sends goes through here to the application, and back, until it is over."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._inward, self._inbox = anyio.create_memory_object_stream[Message](_WAITING)
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._inward.close()
        self._inbox.close()

    async def receive(self) -> Message:
        """The next message, for the application."""
        return await self._inbox.receive()

    async def send(self, message: Message) -> None:
        """What the application sends; nothing goes out any more once it is over."""
        if not self._is_over:
            await self._send(message)

    async def pass_on(self, hear: Hears) -> None:
        """Hand over what comes, each message heard first."""
        while not self._is_over:
            message = await self._receive()
            if self._is_over:  # while it was waited for
                return
            await hear(message)
            await self._inward.send(message)
            if message["type"] == "websocket.disconnect":
                return

    async def end_after(self, over: anyio.Event) -> None:
        """Close both ends once this is set."""
        await over.wait()
        self._is_over = True
        await self._send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        await self._inward.send({"type": "websocket.disconnect", "code": _POLICY_VIOLATION})

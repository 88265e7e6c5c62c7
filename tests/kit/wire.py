"""A server on a real socket that says what it is told to."""

import contextlib
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from tests.kit.serving import QuietHandler, answering


@dataclass(frozen=True)
class Reply:
    """What the scripted server says.

    {echo} in its body becomes what was asked, `cut` promises a longer body than it sends, `mute` says nothing, and
    `drip` says it byte after byte, so many seconds apart, as long as somebody listens: the "head" or the "body".
    """

    status: int = 200
    body: bytes = b'{"count":0,"next":null,"results":[]}'
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    mute: bool = False
    drip: float = 0
    drips: Literal["head", "body"] = "body"


@dataclass
class Wire:
    """A server on a real socket that plays its replies in turn and remembers what it was asked."""

    url: str
    replies: list[Reply]
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def replying(*replies: Reply) -> Iterator[Wire]:
    """The replies in turn, the last of them for ever."""
    wire = Wire("", [*replies])
    with answering(_handler(wire)) as wire.url:
        yield wire


def _echo(authorization: str, body: bytes) -> bytes:
    """What a careless server repeats: keys and body, without what would end a JSON text."""
    return (b64decode(authorization.removeprefix("Basic ")) + b" " + body).replace(b'"', b"'")


def _handler(wire: Wire) -> type[QuietHandler]:
    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def _reply(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            wire.asked.append((self.command, self.path))
            wire.headers.append(dict(self.headers))
            reply = wire.replies.pop(0) if len(wire.replies) > 1 else wire.replies[0]
            self.close_connection = reply.cut or reply.mute or reply.drips == "head"
            if reply.mute:
                return
            if reply.drip and reply.drips == "head":
                self._drip(b"HTTP/1.1 200 OK\r\nX-Drop: " + b"." * 4_000, reply.drip)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            body = reply.body.replace(b"{echo}", _echo(self.headers.get("Authorization", ""), asked))
            self.send_header("Content-Length", str(len(body) + (1 if reply.cut else 0)))
            self.end_headers()
            self._drip(body, reply.drip)

        def _drip(self, content: bytes, seconds: float) -> None:
            with contextlib.suppress(OSError):  # nobody listens any more
                for piece in [bytes([byte]) for byte in content] if seconds else [content]:
                    self.wfile.write(piece)
                    threading.Event().wait(seconds)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _reply  # noqa: N815 - http.server's names

    return Handler

"""Answers with an end: each is there in time as a whole, and no larger than can be kept in memory.

A timeout of sockets starts again with each byte, so that a byte now and then would hold a call for ever; and a few
megabytes of gzip become gigabytes.
"""

import http.client
import io
import socket
import time
from typing import Any

import requests
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from belvo_client.errors import UnreadableAnswer

LARGEST = 128 * 1024 * 1024
"""Bytes of an answer, unpacked: a page of 1,000 invoices with their files has a tenth of that."""

_PIECE = 64 * 1024


class _Deadline(io.RawIOBase):
    """What comes out of a socket within its timeout from now on, all of it, and no more than would be read."""

    def __init__(self, stream: io.RawIOBase, sock: socket.socket) -> None:
        self._stream = stream
        self._sock = sock
        seconds = sock.gettimeout()
        self._until = None if seconds is None else time.monotonic() + seconds
        self._room = 2 * LARGEST  # packed, and what urllib3 throws away before it tries again

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - whatever can be written to
        """As the socket's own stream; raises TimeoutError once the time is over."""
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer was not there in time")
            self._sock.settimeout(left)
        count: int | None = self._stream.readinto(buffer)
        self._room -= count or 0
        if self._room < 0:
            raise OSError("the answer is too large")
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    """An answer whose status line, headers and body share one timeout."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_Deadline(self.fp.detach(), sock), _PIECE)


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _SecurePool}
"""What urllib3 takes connections from, by scheme: a connection's timeout is that of a whole answer."""


def read_whole(response: requests.Response) -> requests.Response:
    """The response with its body read; raises UnreadableAnswer for one that is too large, and what requests raises."""
    pieces, size = list[bytes](), 0
    try:
        for piece in response.iter_content(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise UnreadableAnswer(
                    f"The answer is larger than {LARGEST // 1024**2} MB.", status=response.status_code
                )
    except BaseException:
        response.close()
        raise
    response._content = b"".join(pieces)  # requests has no other place for a body that was read
    return response

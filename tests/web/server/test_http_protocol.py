"""A request that does not come to its end holds its connection no longer than it may."""

import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from tests.kit.serving import serving
from tests.kit.waiting import PATIENCE
from web.server import http_protocol
from web.server.http_protocol import PunctualProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
WHOLE = HEAD + b"Content-Length: 5\r\n\r\nhello"
SLOWLY = threading.Event()


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


def answer_slowly(_request: Request) -> Response:
    def parts() -> Iterator[str]:
        yield "begun, "
        SLOWLY.wait(4 * http_protocol.LONGEST_HEAD)
        yield "and ended"

    return StreamingResponse(parts())


async def speak_late(websocket: WebSocket) -> None:
    await websocket.accept()
    await anyio.sleep(2 * http_protocol.LONGEST_BODY)
    await websocket.send_text("still there")


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_protocol, "LONGEST_HEAD", 0.2)
        patch.setattr(http_protocol, "LONGEST_BODY", 0.3)
        routes = [
            Route("/", echo, methods=["POST"]),
            Route("/slow", answer_slowly),
            WebSocketRoute("/late", speak_late),
        ]
        with serving(Starlette(routes=routes), http=PunctualProtocol) as url:
            yield "127.0.0.1", urlsplit(url).port or 0


@pytest.fixture
def connection(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=PATIENCE) as connected:
        yield connected


def rest_of(connection: socket.socket) -> bytes:
    """What is still sent until the server closes the connection; fails if it never does."""
    received = b""
    while part := connection.recv(65_536):
        received += part
    return received


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"P",
        HEAD,
        HEAD + b"Content-Length: 5\r\n\r\nhel",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ],
    ids=["nothing", "a letter", "half a head", "half a body", "chunks without an end"],
)
def test_a_request_that_stops_half_way_is_given_up(connection: socket.socket, sent: bytes) -> None:
    connection.sendall(sent)
    assert rest_of(connection) == b""


@pytest.mark.parametrize("sent", [HEAD, HEAD + b"Content-Length: 1000000\r\n\r\n"], ids=["head", "body"])
def test_a_byte_now_and_then_begins_no_new_time(connection: socket.socket, sent: bytes) -> None:
    connection.sendall(sent)
    connection.settimeout(0.05)
    with pytest.raises(OSError, match=r"Broken pipe|reset"):  # noqa: PT012 - it ends when the server has had enough
        for _ in range(20 * PATIENCE):
            connection.sendall(b"x")
            try:
                assert connection.recv(1) == b""
            except TimeoutError:
                continue
            raise BrokenPipeError("Broken pipe")


def test_a_half_request_after_a_whole_one_is_given_up_too(connection: socket.socket) -> None:
    connection.sendall(WHOLE + HEAD)
    assert rest_of(connection).endswith(b"\r\n\r\nhello")


def test_an_answer_may_take_its_time(connection: socket.socket) -> None:
    connection.sendall(b"GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert b"and ended" in rest_of(connection)


def test_a_websocket_stays_open_for_longer_than_a_request_may_take(address: tuple[str, int]) -> None:
    host, port = address
    with connect(f"ws://{host}:{port}/late") as websocket:
        assert websocket.recv(PATIENCE) == "still there"

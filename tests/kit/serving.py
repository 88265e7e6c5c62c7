"""Servers on free ports of the loopback, each in a thread, up until its block ends."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from starlette.applications import Starlette

from belvo_sandbox.server import Server, listen, url_of
from tests.kit.waiting import PATIENCE

_GRACE = 5
"""Seconds for the answers that are under way when a server ends; one that nobody waits for may be among them."""


@contextmanager
def serving(app: Starlette, *, http: type[asyncio.Protocol] | None = None) -> Iterator[str]:
    """Serve the application, by the server's own protocols if its one for HTTP is given; its address."""
    with listen("127.0.0.1", 0) as listener:
        ready = threading.Event()
        server = Server(app, ready.set)
        server.config.timeout_graceful_shutdown = _GRACE
        if http:
            server.config.http, server.config.ws = http, "websockets-sansio"
        thread = threading.Thread(target=server.run, args=([listener],), name="served by a test")
        thread.start()
        try:
            assert ready.wait(PATIENCE)
            yield url_of(listener)
        finally:
            server.should_exit = True
            thread.join()


class QuietHandler(BaseHTTPRequestHandler):
    """Prints nothing of what it is asked."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def answering(handler: type[QuietHandler]) -> Iterator[str]:
    """Answer byte by byte as the handler does, a thread a connection; the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

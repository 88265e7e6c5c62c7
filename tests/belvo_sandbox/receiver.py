"""A receiver of webhooks: a real HTTP server on the loopback that answers as it is told."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Has a sandbox send its webhooks to the receiver; returns the endpoint.
Hear = Callable[..., dict[str, Any]]
_PATIENCE = 20  # seconds that a test waits for a webhook before it fails


@dataclass(frozen=True)
class Received:
    """One webhook as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def name(self) -> tuple[str, str]:
        """Type and code."""
        return self.body["webhook_type"], self.body["webhook_code"]


@dataclass
class Receiver:
    """What arrived, in its order; `answers` holds the statuses to give first, after which it gives 200."""

    url: str
    answers: list[int] = field(default_factory=list)
    text: str = "thanks"
    arrived: "queue.Queue[Received]" = field(default_factory=queue.Queue)

    def take(self, count: int) -> list[Received]:
        """The next webhooks, waited for."""
        return [self.arrived.get(timeout=_PATIENCE) for _ in range(count)]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = receiver.answers.pop(0) if receiver.answers else 200
            answer = receiver.text.encode()
            # Before the answer: a sender that has it may be asked at once what has arrived.
            receiver.arrived.put(Received(self.path, dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook?desk=1")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()

"""A receiver of webhooks: a real HTTP server on the loopback that answers as it is told."""

import json
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.kit.serving import QuietHandler, answering
from tests.kit.waiting import PATIENCE

# Has a sandbox send its webhooks to the receiver; returns the endpoint.
Hear = Callable[..., dict[str, Any]]


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
        return [self.arrived.get(timeout=PATIENCE) for _ in range(count)]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs until the block ends."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = receiver.answers.pop(0) if receiver.answers else 200
            answer = receiver.text.encode()
            # Before the answer: a sender that has it may be asked at once what has arrived.
            receiver.arrived.put(Received(self.path, dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    with answering(Handler) as url:
        receiver = Receiver(f"{url}/hook?desk=1")
        yield receiver

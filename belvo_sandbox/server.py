"""The sandbox as a server of its own."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from belvo_sandbox.app import create_app
from belvo_sandbox.control import Control
from belvo_sandbox.core import terminal
from belvo_sandbox.http.auth import SECRET_ID, SECRET_PASSWORD

_GRACE = 2  # seconds that running answers get at the end


@dataclass(frozen=True)
class Served:
    """A running sandbox: what a client needs to speak to it."""

    url: str
    app: Starlette
    control: Control
    secret_id: str = SECRET_ID
    secret_password: str = SECRET_PASSWORD


@contextmanager
def serve(
    data_dir: Path,
    *,
    seed: int = 1,
    now: datetime | None = None,
    token_lifetime: timedelta = timedelta(minutes=10),
    unique_links: bool = False,
    strict: bool = False,
    history_delay: timedelta = timedelta(0),
    port: int = 0,
    play: Path | None = None,
) -> Iterator[Served]:
    """Run a sandbox in a thread, on a free port of the loopback, until the block ends; `play` is a recording's file."""
    app = create_app(
        data_dir,
        seed=seed,
        now=now,
        token_lifetime=token_lifetime,
        unique_links=unique_links,
        strict=strict,
        history_delay=history_delay,
        play=play,
    )
    ready = threading.Event()
    with listen("127.0.0.1", port) as listener:
        server = Server(app, ready.set)
        thread = threading.Thread(target=_run, args=(server, listener, ready), name="belvo_sandbox")
        thread.start()
        try:
            ready.wait()
            if not server.started:
                raise RuntimeError("The local sandbox did not start; its log says why.")
            yield Served(url_of(listener), app, app.state.control)
        finally:
            server.should_exit = True
            thread.join()
            app.state.sandbox.clear_caches()  # some hundred megabytes, which a cycle may hold on to for long
            app.state.sandbox.state.close()


def _run(server: "Server", listener: socket.socket, ready: threading.Event) -> None:
    try:
        server.run([listener])
    finally:
        ready.set()


class Server(uvicorn.Server):
    """uvicorn that says when it answers."""

    def __init__(self, app: Starlette, on_ready: Callable[[], None]) -> None:
        # No access log: it would hold what people typed into the query.
        config = uvicorn.Config(
            app,
            log_config=terminal.LOG,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=_GRACE,
        )
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets)
        self._on_ready()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError when the port is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
    )[0]
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it answers wait 40 ms.
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    """The address under which a listening socket is reached from this machine."""
    host, port = listener.getsockname()[:2]
    match host:
        case "0.0.0.0":  # noqa: S104 - recognised, not bound
            host = "127.0.0.1"
        case "::":
            host = "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

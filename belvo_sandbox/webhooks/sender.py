"""The sender: a thread that sends what is in the outbox."""

import http.client
import ipaddress
import logging
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from belvo_sandbox.core.clock import text
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import odd_webhooks
from belvo_sandbox.lifecycle import scheduler
from belvo_sandbox.webhooks import queue
from belvo_sandbox.webhooks.queue import Attempt, Delivery

_LOG = logging.getLogger(__name__)
_TIMEOUT = 5  # seconds; Belvo gives receivers as long
_ROUND = 1.0  # seconds between looks at what other processes and the clock have brought
_READ, _SHOWN = 10_000, 500  # bytes read and characters kept of an answer
_HIDDEN = "[hidden]"


class Sender:
    """Sends webhooks while there are endpoints; started by the first of them, stopped with the state."""

    def __init__(self, sandbox: Sandbox, wall: Callable[[], float] = time.time) -> None:
        self._sandbox = sandbox
        self._wall = wall
        self._lock = threading.Lock()
        self._composing = threading.Lock()
        self._work = threading.Event()
        self._stopped = threading.Event()
        self._registered = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Look for something to send at once; starts the thread when there is somebody to send to."""
        with self._lock:
            if self._thread is None and not self._stopped.is_set() and self._has_endpoints():
                if not self._registered:
                    self._sandbox.state.before_close(self.stop)
                    self._registered = True
                self._thread = threading.Thread(target=self._run, name="belvo_sandbox webhooks", daemon=True)
                self._thread.start()
        self._work.set()

    def stop(self) -> None:
        """End the thread; what it is sending is sent to its end."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopped.set()
        self._work.set()
        if thread:
            thread.join()

    def compose(self) -> bool:
        """Word what is announced next, one thread at a time; whether there was anything."""
        with self._composing:
            return queue.compose(self._sandbox, self._wall)

    def compose_all(self) -> None:
        """Word everything that is announced. What it says no longer depends then on what happens next."""
        while self.compose():
            pass

    def step(self) -> bool:
        """Compose or send one message; whether there was something to do."""
        if self.compose():
            return True
        with self._sandbox.state.write() as connection:
            delivery = queue.claim(connection, self._sandbox.clock.now(), self._wall())
        if delivery is None:
            return False
        attempt = self._send(delivery)
        with self._sandbox.state.write() as connection:
            queue.record_attempt(connection, delivery, attempt, self._wall())
        return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                scheduler.run_due_events(self._sandbox.state, self._sandbox.clock.now())
                while not self._stopped.is_set() and self.step():
                    pass
            except Exception:  # noqa: BLE001 - nobody would start the thread again
                _LOG.exception("The sandbox could not go on with its webhooks; it tries again.")
            self._work.wait(_ROUND)
            self._work.clear()
            if self._is_done():
                return

    def _is_done(self) -> bool:
        """The last endpoint is gone; the next one starts a thread of its own."""
        with self._lock:
            done = not self._stopped.is_set() and not self._has_endpoints()
            if done:
                self._thread = None
            return done

    def _has_endpoints(self) -> bool:
        with self._sandbox.state.read() as connection:
            return connection.execute("SELECT 1 FROM webhook_endpoints LIMIT 1").fetchone() is not None

    def _send(self, delivery: Delivery) -> Attempt:
        status, answer, error = None, None, None
        started = time.monotonic()
        try:
            status, answer = post(delivery)
        except (OSError, http.client.HTTPException, UnicodeError) as cause:
            error = "timeout" if isinstance(cause, TimeoutError) else type(cause).__name__
        latency = round((time.monotonic() - started) * 1000)
        return Attempt(text(self._sandbox.clock.now()), status, latency, answer, error)


def post(delivery: Delivery) -> tuple[int, str]:
    """Send a message; the receiver's status and the start of its answer.

    Raises OSError, HTTPException, or UnicodeError for a host name that can't be one.
    """
    parts = urlsplit(delivery.url)
    connection = _connection(parts)
    headers = {"Content-Type": "application/json", "User-Agent": "belvo_sandbox"}
    if delivery.authorization is not None:
        headers["Authorization"] = delivery.authorization
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST", path, odd_webhooks.content(delivery.fault, delivery.body), headers)
        response = connection.getresponse()
        answer = response.read1(_READ).decode(errors="replace")  # one piece: a receiver that drips keeps nobody
        return response.status, _without_secret(answer, delivery.authorization)[:_SHOWN]
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme != "https":
        return http.client.HTTPConnection(host, parts.port, timeout=_TIMEOUT)
    trust = ssl.create_default_context()
    if _is_here(host):  # its certificate is of the name that others know it by
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(host, parts.port, timeout=_TIMEOUT, context=trust)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _without_secret(answer: str, authorization: str | None) -> str:
    """A receiver may echo what it got; neither the header nor the credentials in it are to be shown."""
    for secret in filter(None, (authorization, (authorization or "").partition(" ")[2])):
        answer = answer.replace(secret, _HIDDEN)
    return answer

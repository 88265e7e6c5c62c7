"""Where notices arrive in tests: a receiver of webhooks and a mail server, as difficult as they like to be."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.kit.ports import free_port
from tests.kit.serving import QuietHandler, answering
from tests.kit.waiting import PATIENCE, until

Answer = Callable[[QuietHandler], None]


@dataclass
class Posted:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class WebhookSink:
    """What came, and how the next ones are answered; 200 once these are used up."""

    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def wait(self, many: int) -> list[Posted]:
        """Until so many have come."""
        until(lambda: len(self.posted) >= many)
        return self.posted


def status(code: int, **headers: str) -> Answer:
    """An answer with this status and these headers, a dash in their names for each underscore."""

    def answer(handler: QuietHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def held(release: threading.Event) -> Answer:
    """An answer that does not come before the event."""

    def answer(handler: QuietHandler) -> None:
        release.wait(PATIENCE)
        status(200)(handler)

    return answer


def dripping(release: threading.Event) -> Answer:
    """A head that goes on and on, a line each tenth of a second."""

    def answer(handler: QuietHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while not release.wait(0.1) and number < 10 * PATIENCE:
            number += 1
            try:
                handler.wfile.write(b"X-%d: 1\r\n" % number)
            except OSError:
                return

    return answer


@contextmanager
def webhook_sink() -> Iterator[WebhookSink]:
    """A receiver of webhooks."""
    sink = WebhookSink()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            answer = sink.answers.pop(0) if sink.answers else status(200)
            sink.posted.append(Posted(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer(self)

    with answering(Handler) as url:
        sink.url = url
        yield sink


@dataclass
class MailSink:
    """Mails that came, with whom they were handed in for, and replies to RCPT by address."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[tuple[list[str], Message]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    data_replies: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)
    implicit: bool = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        if self.data_replies:
            return self.data_replies.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.was_encrypted.append(self.implicit or session.ssl is not None)
        self.mails.append(([*envelope.rcpt_tos], message_from_bytes(content)))
        return "250 OK"


@contextmanager
def mail_sink(
    *, tls: tuple[Path, Path] | None = None, password: str = "", implicit: bool = False
) -> Iterator[MailSink]:
    """A mail server; with `tls` it speaks STARTTLS, or TLS from the first, and with a `password` asks for it."""
    sink = MailSink(implicit=implicit)
    trusted: ssl.SSLContext | None = None
    if tls:
        trusted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trusted.load_cert_chain(*tls)

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        sink.signed_in.append(data.login.decode())
        return AuthResult(success=data.password == password.encode(), handled=False)

    options: dict[str, Any] = {"authenticator": authenticate, "auth_required": True} if password else {}
    if trusted and implicit:
        options |= {"ssl_context": trusted, "auth_require_tls": False}
    elif trusted:
        options |= {"tls_context": trusted, "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    # The controller asks itself at its port once it listens, which a port chosen by the system can't be known for.
    controller = Controller(sink, hostname=sink.host, port=free_port(), **options)
    controller.start()
    try:
        sink.port = controller.port
        yield sink
    finally:
        controller.stop()

"""What holds for every request: whom the server answers, and under which headers."""

import ipaddress
import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.headers import AnswerHeaders
from web.headers import content_policy as content_policy
from web.problems import refusal

logger = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def host_of(address: str) -> str:
    """The host in a Host header or a web address, lower case, without its port; empty where that is none."""
    authority = address.rpartition("://")[2].partition("/")[0].lower()
    host, bracket, rest = authority.rpartition("]") if authority.startswith("[") else ("", "", authority)
    name, _, port = rest.partition(":")
    return "" if port.strip("0123456789") else f"{host}{bracket}{name}"


class Guard:
    """Answers only its own hosts, so that no page can rebind its name to this server, and its own pages' websockets.

    These are the public address, and where people sign in. One that is not `is_for_all` answers this machine alone, and
    what a proxy on it passes on. Other hosts are answered 400, and so are the loopback's names to whoever connects from
    elsewhere. A websocket whose Origin is not this very address is closed (1008) before Streamlit looks at it, which
    takes every page of this machine for its own, and asks a host on the internet about all others.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        public_url: str | None = None,
        policy: str,
        sign_in_url: str | None = None,
        is_for_all: bool = True,
    ) -> None:
        self._app = app
        self._is_for_all = is_for_all
        named = [urlsplit(url) for url in (sign_in_url, public_url) if url]
        self._public = {host_of(url.netloc): url.scheme for url in named if host_of(url.netloc) not in LOOPBACK}
        self._headers = AnswerHeaders(policy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "http":
            send = self._with_headers(scope, send)
        if not self._answers(scope):
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _answers(self, scope: Scope) -> bool:
        if not self._is_for_all and not is_near(scope):
            return False
        headers = Headers(scope=scope)
        address = headers.get("host", "")
        host = host_of(address)
        if not self._is_public(host) and not (host in LOOPBACK and is_near(scope)):
            return False
        # Exactly, since what differs in as little as its case Streamlit takes for another's.
        is_page = scope["type"] == "websocket" and "origin" in headers
        return not is_page or headers["origin"] == f"{self._scheme(scope, host)}://{address}"

    def _is_public(self, host: str) -> bool:
        return host in self._public

    def _scheme(self, scope: Scope, host: str) -> str:
        """That of the page; a proxy before the public address may have taken the encryption off."""
        if self._is_public(host):
            return self._public[host]
        return {"ws": "http", "wss": "https"}[scope["scheme"]]

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 500 in words of ours, and with our headers, where Starlette would do so outside of them."""
        began = False

        async def send_and_note(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            if began:
                raise
            logger.exception("%s %r was not answered", scope["method"], scope["path"])
            failed = "Something went wrong here. The server's log names the cause."
            await refusal(scope, 500, failed)(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, 400, "This server answers on its own address only.")(scope, receive, send)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        is_encrypted = self._is_encrypted(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._headers.add(MutableHeaders(scope=message), scope["path"], is_encrypted=is_encrypted)
            await send(message)

        return send_with_headers

    def _is_encrypted(self, scope: Scope) -> bool:
        """Whether the browser came by https, to a name that it may keep in mind as one of https."""
        host = host_of(Headers(scope=scope).get("host", ""))
        return host not in LOOPBACK and (scope["scheme"] == "https" or self._public.get(host) == "https")


def is_near(scope: Scope) -> bool:
    """Whether this machine asks; no peer is that of a socket in the file system."""
    peer = scope.get("client")
    if not peer:
        return True
    try:
        address = ipaddress.ip_address(peer[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback

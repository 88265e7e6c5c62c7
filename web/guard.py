"""What holds for every request: whom the server answers, how much it reads, and what a browser may do with a page."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_BELVO = "https://*.belvo.io https://*.belvo.com"

_POLICY = {
    "default-src": "'self'",
    # blob: carries our component's script; the digest is the one inline line of Streamlit's own page.
    "script-src": "'self' blob: 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit is unstyled without it
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def content_policy(*, belvo: bool) -> str:
    """The Content-Security-Policy; with `belvo`, its hosts may serve the widget and be called by it."""
    policy = dict(_POLICY)
    if belvo:
        for directive in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
            policy[directive] += f" {_BELVO}"
        policy["frame-src"] = f"'self' {_BELVO}"
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def host_of(address: str) -> str:
    """The host in a Host header or a web address, lower case, without its port."""
    authority = address.rpartition("://")[2].partition("/")[0].lower()
    if authority.startswith("["):
        return authority.partition("]")[0] + "]"
    return authority.partition(":")[0]


class Guard:
    """Answers only requests for its own hosts, so that no page can rebind its name to this server (400 otherwise)."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], policy: str) -> None:
        self._app = app
        self._hosts = LOOPBACK | frozenset(hosts)
        self._headers = {
            "content-security-policy": policy,
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif host_of(Headers(scope=scope).get("host", "")) not in self._hosts:
            await self._refuse(scope, receive, send)
        else:
            await self._app(scope, receive, self._with_headers(send))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This server answers on its own address only.", 400)(scope, receive, send)

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return send_with_headers

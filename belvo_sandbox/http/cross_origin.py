"""The widget in pages of this machine's other ports: an application on port 3000, the sandbox on port 8900.

Such a page may call with an access token, which its own server has minted for it, and with nothing else: a page that
sends keys is refused by the guard, and reads nothing of the answer. https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from belvo_sandbox.http.guard import is_embedded_widget, is_neighbour

_API = "/api/"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


class CrossOrigin:
    """ASGI middleware that lets a neighbour's browser send an access token, and read what is answered to one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        allowed = {"Access-Control-Allow-Origin": headers.get("origin", ""), "Vary": "Origin"}
        if _is_preflight(scope, headers):
            await Response(status_code=204, headers={**allowed, **_PREFLIGHT})(scope, receive, send)
        elif is_embedded_widget(headers):
            await self._app(scope, receive, _with(allowed, send))
        else:
            await self._app(scope, receive, send)


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    asks = scope["type"] == "http" and scope["method"] == "OPTIONS" and "access-control-request-method" in headers
    path = str(scope.get("path", "")).removeprefix(scope.get("root_path", ""))
    return asks and path.startswith(_API) and is_neighbour(headers)


def _with(more: dict[str, str], send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(more)
        await send(message)

    return sending

"""Keeps web pages out: no foreign page may use the keys, under no name of this machine."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.core.responses import error_response

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound
_FOREIGN_SITES = frozenset({"cross-site", "same-site"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
# A proxy on this machine asks for others.
_FORWARDED = frozenset({"forwarded", "x-forwarded-for"})


class HostGuard:
    """ASGI middleware that answers only to the given host names.

    A page whose name was rebound to this machine's address has the page's own name in `Host`, so that the
    browser takes it for the same origin; only a list of names tells it apart.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = LOOPBACK | frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.knows(Headers(scope=scope).get("host", "")):
            refusal = failure("access_to_resource_denied", "The local sandbox does not answer to this host name.")
            await error_response(refusal, scope["app"].state.error_ids.next())(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def knows(self, host: str) -> bool:
        name = _split(f"//{host}")[0]
        # Bound to every address, it is reached under any of them; an address can't be rebound.
        return name in self._hosts or (bool(self._hosts & _WILDCARDS) and _is_address(name))


def refuse_foreign_pages(headers: Headers) -> None:
    """Raise when a browser sends this for a page of another origin."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site") in _FOREIGN_SITES or (origin is not None and not _is_own(origin, headers)):
        raise _refusal()


def is_neighbour(headers: Headers) -> bool:
    """A page of this machine, of whatever port."""
    origin = headers.get("origin", "")
    return urlsplit(origin).scheme in _DEFAULT_PORTS and _split(origin)[0] in LOOPBACK


def is_embedded_widget(headers: Headers) -> bool:
    """A page of this machine that sends an access token, as the widget in it does."""
    return is_neighbour(headers) and headers.get("authorization", "").lower().startswith("bearer ")


def refuse_other_machines(request: HTTPConnection) -> None:
    """Raise unless this comes from a program on this machine that asks by a name of the loopback."""
    host = _split(f"//{request.headers.get('host', '')}")[0]
    peer = request.client.host if request.client else ""
    if host not in LOOPBACK or not _is_loopback(peer) or not _FORWARDED.isdisjoint(request.headers):
        raise failure("access_to_resource_denied", "Only programs on the same machine can steer the local sandbox.")


def _is_own(origin: str, headers: Headers) -> bool:
    scheme = urlsplit(origin).scheme
    return scheme in _DEFAULT_PORTS and _split(origin) == _split(f"{scheme}://{headers.get('host', '')}")


def _split(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", None


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refusal() -> ApiError:
    return failure("access_to_resource_denied", "Web pages of another origin can't use the local sandbox.")

"""The cookie by which a browser says who has signed in, as it comes and as it goes."""

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import Message, Scope

from sign_in import Cookie

OF_STREAMLIT = "_streamlit_"
IDENTITY = "_streamlit_user"  # and what it begins: its further parts, and the provider's tokens
_PROTOCOL = "sec-websocket-protocol"


Reads = Callable[[Mapping[str, str]], Cookie | None]
"""Finds it among the cookies of a request; None for one that is tampered with, too old, of another secret, or none."""


def cookies_of(scope: Scope) -> dict[str, str]:
    return HTTPConnection(scope).cookies


def without_identity(scope: Scope) -> Scope:
    """The request of somebody who has not signed in: nor does a websocket go on with a page of somebody who had."""
    kept = [f"{name}={value}" for name, value in HTTPConnection(scope).cookies.items() if not name.startswith(IDENTITY)]
    headers = MutableHeaders(raw=[pair for pair in scope["headers"] if pair[0] != b"cookie"])
    if kept:
        headers["cookie"] = "; ".join(kept)
    if scope["type"] == "websocket" and _PROTOCOL in headers:
        headers[_PROTOCOL] = ",".join(headers[_PROTOCOL].split(",")[:2])  # the third names the page
    return {**scope, "headers": headers.raw}


def is_set_by(message: Message) -> bool:
    """Whether this answer's beginning makes somebody signed in."""
    told = Headers(raw=message["headers"]).getlist("set-cookie")
    return any(one.startswith(f"{IDENTITY}=") and not one.startswith(f'{IDENTITY}=""') for one in told)


def secure(message: Message) -> None:
    """Have browsers send Streamlit's cookies over https alone: it leaves that out by itself."""
    message["headers"] = [(name, _secured(name, value)) for name, value in message["headers"]]


def _secured(name: bytes, value: bytes) -> bytes:
    is_meant = name == b"set-cookie" and value.startswith(OF_STREAMLIT.encode())
    return value + b"; Secure" if is_meant and b"; secure" not in value.lower() else value

"""What is asked of whoever comes to an address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from starlette.routing import compile_path

from domain.roles import OWN_PROOF, TABLE
from sign_in import CALLBACK

Kind = Literal["open", "page", "sign_out", "media", "sandbox", "route", "other"]

SIGN_OUT = "/auth/logout"
_OPEN_BEGINNINGS = ("/static/", "/app/static/")
_OPEN = frozenset(
    {
        "/_stcore/health",
        "/_stcore/host-config",
        "/auth/login",
        CALLBACK,
        "/favicon.png",
        "/index.html",
        "/manifest.json",
    }
)
"""What a browser needs before anybody has signed in; it is the same for all, and of nobody."""

_MEDIA = "/media/"
_SANDBOX = "/sandbox"


@dataclass(frozen=True, slots=True)
class Door:
    """`open` to all, a `page` whose content comes over the websocket, a `route` of the table of roles, or another.

    `named` are the parts of the address to which the route gives a name.
    """

    kind: Kind
    route: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


class Doors:
    """By its address, what is asked for; whoever wants anything that is not known here has to have signed in."""

    def __init__(self, pages: Collection[str]) -> None:
        self._pages = frozenset({"/", *(f"/{page}" for page in pages)})
        self._own_proof = [compile_path(route)[0] for route in OWN_PROOF]
        # Of two that fit, the one that leaves less open: what is of all tables is not of the audit.
        routes = sorted((route for row in TABLE for route in row.routes), key=lambda route: route.count("{"))
        self._routes = [(route, compile_path(route)[0]) for route in routes]

    def find(self, path: str) -> Door:
        if path == SIGN_OUT:
            return Door("sign_out")
        if path in _OPEN or path.startswith(_OPEN_BEGINNINGS) or any(own.match(path) for own in self._own_proof):
            return Door("open")
        if self.is_page(path):
            return Door("page")
        if path.startswith(_MEDIA):
            return Door("media")
        if path == _SANDBOX or path.startswith(f"{_SANDBOX}/"):
            return Door("sandbox")
        found = ((route, written.match(path)) for route, written in self._routes)
        return next((Door("route", route, match.groupdict()) for route, match in found if match), Door("other"))

    def is_page(self, path: str) -> bool:
        return path == "/" or path.rstrip("/") in self._pages

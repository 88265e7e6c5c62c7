"""How often one address, and one person, may ask: beyond that 429, with how long to wait.

The address is that of the connection, or what a proxy on this machine names in X-Forwarded-For: uvicorn takes that from
nobody else (FORWARDED_ALLOW_IPS names other proxies).
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from threading import Lock

from cachetools import LRUCache
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.roles import Actor
from languages import msg, say
from web.page import page
from web.problems import refusal
from web.sight import ACTOR

_PERIOD = 60.0  # seconds
_OF_ONE = 64  # bits
_MOST_KNOWN = 20_000
"""Of how many it is kept how often they asked, some 3 MB: those who came last."""

BY_ADDRESS: Mapping[str, int] = {
    "/api/": 6_000,
    "/auth/": 60,
    "/oauth2callback": 60,
    "/c/": 60,
    "/connect/callback/": 240,
    "/connect/events": 1_200,
    "/documents/": 600,
    "/export/": 240,
    "/mcp": 6_000,
    "/webhooks/": 6_000,
}
"""Requests in a minute, which may all come at once, by how their path begins; several people may share an address."""

BY_PERSON: Mapping[str, int] = {"/documents/": 240, "/export/": 60}

_WORDS = msg("Too many requests came from here")

Who = Callable[[Scope], str]
"""Whose requests are counted together; nothing for those that are not counted."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a period, evenly or at once: the generic cell rate algorithm, which keeps one instant of each."""

    most: int

    def wait(self, due: float, now: float) -> float:
        """Seconds until the next may come, where `due` is kept of those before."""
        return max(due, now) - now - (_PERIOD - _PERIOD / self.most)

    def after(self, due: float, now: float) -> float:
        """What is kept once it has come."""
        return max(due, now) + _PERIOD / self.most


class Counts:
    """What is kept of who asked what, bounded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._due: LRUCache[tuple[str, str], float] = LRUCache(_MOST_KNOWN)
        self._lock = Lock()
        self._clock = clock

    def wait(self, kind: str, who: str, rate: Rate) -> float:
        """Count one more; seconds to wait where it is one too many, which is not counted."""
        with self._lock:
            now = self._clock()
            due = self._due.get((kind, who), now)
            wait = rate.wait(due, now)
            if wait <= 0:
                self._due[kind, who] = rate.after(due, now)
            return max(wait, 0.0)


class Limits:
    """Refuses what comes too often from one and the same, as `who` tells them apart."""

    def __init__(self, app: ASGIApp, *, who: Who, most: Mapping[str, int], counts: Counts | None = None) -> None:
        self._app = app
        self._who = who
        self._rates = {begins: Rate(number) for begins, number in most.items()}
        self._counts = counts or Counts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait(scope) if scope["type"] == "http" else 0.0
        await (_refusal(scope, math.ceil(wait)) if wait else self._app)(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        begins = next((one for one in self._rates if scope["path"].startswith(one)), None)
        who = self._who(scope) if begins else ""
        return self._counts.wait(begins, who, self._rates[begins]) if begins and who else 0.0


def address_of(scope: Scope) -> str:
    """Where a request comes from: of IPv6 the network that one customer has, nothing for a socket in a file system."""
    peer = str(scope["client"][0]) if scope.get("client") else ""
    try:
        found = ip_address(peer)
    except ValueError:
        return peer
    return str(found) if found.version == 4 else str(ip_network((found, _OF_ONE), strict=False))


def person_of(scope: Scope) -> str:
    """Who has signed in, as `web.sign_in` has found."""
    actor: Actor | None = scope.get("state", {}).get(ACTOR)
    return actor.name if actor else ""


def _refusal(scope: Scope, seconds: int) -> ASGIApp:
    cure = say("Try again in {seconds} s.", seconds=seconds)
    headers = {"retry-after": str(seconds)}
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return page((_WORDS, cure), 429, headers)
    return refusal(scope, 429, f"{say(_WORDS)}. {cure}", headers)

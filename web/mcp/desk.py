"""What the tools ask: the JSON API, in this process, as whoever calls them; there is no second truth."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from httpx2 import ASGITransport, AsyncClient
from mcp.server.mcpserver.exceptions import ToolError
from starlette.types import ASGIApp, Receive, Scope, Send

from context import Context
from domain.roles import Actor
from web.api import PATH
from web.api.application import application
from web.sight import ACTOR

Asked = Mapping[str, object]

_HERE = "http://127.0.0.1"
"""Nothing goes over a network: an address has to have a host."""


class Desk:
    """Shared by all calls."""

    def __init__(self, context: Context) -> None:
        self._app = application(context)
        self._context = context

    @property
    def url(self) -> str:
        """Where a browser finds the desk."""
        return self._context.settings.reachable_url

    async def read(self, actor: Actor, address: str, asked: Asked) -> dict[str, Any]:
        """The JSON at an address under /api/v1; raises ToolError with what its problem says."""
        transport = ASGITransport(_as(self._app, actor), root_path=PATH)
        async with AsyncClient(transport=transport, base_url=_HERE) as client:
            answer = await client.get(f"{PATH}{address}", params=given(asked))
        if answer.status_code != 200:
            raise ToolError(f"{answer.status_code}: {_detail(answer.json())}")
        found: dict[str, Any] = answer.json()
        return found


def given(asked: Asked) -> dict[str, Any]:
    """The parameters that are given, as an address has them."""
    return {name: value for name, value in asked.items() if value not in (None, "", [], False)}


def segment(value: str) -> str:
    """A value as one part of a path."""
    return quote(value, safe="")


def after(following: str | None) -> str | None:
    """By what a list goes on, of the address of its next page."""
    return parse_qs(urlsplit(following).query)["after"][0] if following else None


def _as(app: ASGIApp, actor: Actor) -> ASGIApp:
    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": {ACTOR: actor}}, receive, send)

    return asked


def _detail(problem: Mapping[str, Any]) -> str:
    return str(problem.get("detail") or problem.get("title") or "The desk could not answer.")

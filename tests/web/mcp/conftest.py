"""Agents' clients over both ways: HTTP at a served desk, and a pipe to a process of its own."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from anyio.from_thread import start_blocking_portal
from httpx2 import AsyncClient
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult
from starlette.applications import Starlette

from actions.access import tokens
from context import ROUTES, Context
from domain.roles import Role
from settings import ROOT
from tests.kit.actors import TESTER
from tests.kit.serving import serving
from tests.web.api.conftest import settings_in
from web.routes import routes

Way = Literal["http", "stdio"]
Call = tuple[str, dict[str, Any]]

T = TypeVar("T")


@dataclass(frozen=True)
class Agents:
    """A desk that is served, its folder, and a token of each role."""

    context: Context
    url: str
    folder: Path
    tokens: Mapping[Role, str]

    @asynccontextmanager
    async def client(self, way: Way, token: str | None, mode: str = "auto") -> AsyncIterator[Client]:
        """A client that is connected."""
        if way == "stdio":
            async with Client(self.started(token), mode=mode) as client:
                yield client
            return
        headers = {"authorization": f"Bearer {token}"} if token else {}
        async with (
            AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{self.url}/mcp", http_client=http), mode=mode) as client,
        ):
            yield client

    def started(self, token: str | None) -> StdioServerParameters:
        """How a client starts the server that it speaks to over a pipe."""
        own = {"BELVO_ENV": "sandbox", "LINKDESK_DATA_DIR": str(self.folder), "LINKDESK_TOKEN": token or ""}
        return StdioServerParameters(
            command=sys.executable, args=["-m", "web.mcp"], env={**os.environ, **own}, cwd=ROOT
        )

    def within(self, way: Way, token: str | None, do: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
        """What comes of it, with a client that is connected."""

        async def run() -> T:
            async with self.client(way, token, mode) as client:
                return await do(client)

        with start_blocking_portal() as portal:
            return portal.call(run)

    def call(self, way: Way, role: Role, calls: Sequence[Call], mode: str = "auto") -> list[CallToolResult]:
        """What the tools answer, one after another."""

        async def ask(client: Client) -> list[CallToolResult]:
            return [await client.call_tool(name, given) for name, given in calls]

        return self.within(way, self.tokens[role], ask, mode)

    def data(self, way: Way, role: Role, name: str, **given: Any) -> Any:  # noqa: ANN401 - any JSON
        """What one tool tells, which it has to."""
        (found,) = self.call(way, role, [(name, given)])
        return told(found)["data"]


def told(found: CallToolResult) -> dict[str, Any]:
    """The structured answer, which has to be one."""
    assert not found.is_error, found.content
    assert found.structured_content is not None
    return dict(found.structured_content)


@pytest.fixture(scope="module")
def make_agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Callable[[Context], None]], Agents]]:
    """Served desks, each filled before it is."""
    opened: list[Context] = []
    blocks = []

    def make(fill: Callable[[Context], None]) -> Agents:
        folder = tmp_path_factory.mktemp("desk")
        context = Context(settings_in(folder), ROUTES)
        opened.append(context)
        fill(context)
        made = {role: tokens.make(context.database, f"of-{role.word}", role, actor=TESTER, rate=1_200) for role in Role}
        block = serving(Starlette(routes=routes(context)))
        blocks.append(block)
        return Agents(context, block.__enter__(), folder, made)

    yield make
    for block in blocks:
        block.__exit__(None, None, None)
    for context in opened:
        context.close()

"""The whole of a server's addresses behind the sign-in, over a store of the module's own."""

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from context import ROUTES, Context
from settings import ROOT, Secret, Settings
from sign_in import Cookie, SignIn
from tests.kit.sign_in import AUTH, ORIGIN, ROLES, claims_of
from web import demo
from web.routes import monitoring_routes, routes
from web.sign_in import Admission, Visits

_OWN_ADDRESS = {"cash_flow": "cash-flow"}
PAGES = sorted(_OWN_ADDRESS.get(script.stem, script.stem) for script in (ROOT / "pages").glob("*.py"))
MEDIA = "/media/abc.pdf"


@dataclass
class Desk:
    """What is behind the sign-in, and who comes to it."""

    app: Starlette
    visits: Visits
    context: Context
    owners: set[str] = field(default_factory=set)

    def visit(
        self, subject: str = "", *, at: timedelta = timedelta(), peer: str = "127.0.0.1", **changes: object
    ) -> TestClient:
        """A browser of somebody who has signed in so long ago, or of a stranger."""
        cookies = {"_streamlit_xsrf": "theirs"}
        if subject:
            told = {"claims": claims_of(subject, **changes), "at": (datetime.now(UTC) - at).isoformat()}
            cookies |= {"_streamlit_user": json.dumps(told).encode().hex(), "_streamlit_user_tokens": "theirs"}
        return TestClient(self.app, base_url=ORIGIN, cookies=cookies, client=(peer, 50_000), follow_redirects=False)


def _read(cookies: Mapping[str, str]) -> Cookie | None:
    """In place of Streamlit's: whatever is sent is well signed."""
    if "_streamlit_user" not in cookies:
        return None
    told = json.loads(bytes.fromhex(cookies["_streamlit_user"]))
    return Cookie(told["claims"], datetime.fromisoformat(told["at"]))


async def _stream(websocket: WebSocket) -> None:
    """Tell what Streamlit would be told, and then each message back."""
    await websocket.accept()
    names = sorted(websocket.cookies)
    await websocket.send_json([names, websocket.headers.get("sec-websocket-protocol", "")])
    try:
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())
    except WebSocketDisconnect:
        return


async def _anything(_request: Request) -> Response:
    return PlainTextResponse("Streamlit's own")


async def _callback(_request: Request) -> Response:
    answer = RedirectResponse("/")
    answer.set_cookie("_streamlit_user", "made", httponly=True)
    return answer


def of_streamlit() -> list[BaseRoute]:
    return [
        WebSocketRoute("/_stcore/stream", _stream),
        Route("/oauth2callback", _callback),
        Route("/{rest:path}", _anything),
    ]


def of_ours(context: Context) -> list[BaseRoute]:
    """Every route that app.py adds, in `local` too."""
    shop = demo.routes(lambda: context.client, data_dir=context.settings.data_dir, widget_script="/widget.js")
    return [*monitoring_routes(context), *routes(context), *shop, Mount("/sandbox", routes=[Route("/api", _anything)])]


@contextmanager
def opened(folder: Path, auth: Mapping[str, object] = AUTH, *, auth_idle_minutes: int = 30) -> Iterator[Desk]:
    settings = Settings(
        environment="sandbox",
        data_dir=folder,
        secret_id="id",
        secret_password=Secret("password"),
        base_url="http://127.0.0.1:9",
        auth_idle_minutes=auth_idle_minutes,
    )
    sign_in = SignIn.of(auth, ROLES)
    assert sign_in
    context = Context(settings, ROUTES)
    visits = Visits(context, sign_in, _read)
    owners: set[str] = set()

    async def owners_of(path: str) -> Collection[str]:
        return owners if path == MEDIA else ()

    middleware = Middleware(
        Admission, visits=visits, pages=PAGES, is_activity=lambda sent: sent == b"click", owners_of=owners_of
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as beside:
            beside.start_soon(visits.watch)
            yield
            beside.cancel_scope.cancel()

    app = Starlette(routes=[*of_ours(context), *of_streamlit()], middleware=[middleware], lifespan=lifespan)
    yield Desk(app, visits, context, owners)
    context.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("sign_in")) as made:
        yield made

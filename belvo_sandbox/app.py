"""The sandbox as a Starlette app: every route on one screen."""

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from belvo_sandbox.control import Control
from belvo_sandbox.core.errors import ApiError
from belvo_sandbox.core.request_ids import ErrorIds
from belvo_sandbox.core.responses import on_api_error, on_bug, on_damage, on_http_error
from belvo_sandbox.data.sandbox import Options, Sandbox
from belvo_sandbox.http.cross_origin import CrossOrigin
from belvo_sandbox.http.guard import HostGuard
from belvo_sandbox.http.requests import Operation, methods
from belvo_sandbox.products import RESOURCES
from belvo_sandbox.products.declaration import Resource
from belvo_sandbox.recordings.player import Player
from belvo_sandbox.recordings.recording import Recording
from belvo_sandbox.routes import (
    auth,
    consents,
    exchanges,
    institutions,
    links,
    mock_bank,
    portal,
)
from belvo_sandbox.routes.control import control_routes
from belvo_sandbox.routes.resources import Handlers
from belvo_sandbox.routes.widget_files import SCRIPT, WidgetFiles
from belvo_sandbox.webhooks.sender import Sender


def create_app(
    data_dir: Path,
    *,
    seed: int = 1,
    now: datetime | None = None,
    token_lifetime: timedelta = timedelta(minutes=10),
    unique_links: bool = False,
    strict: bool = False,
    history_delay: timedelta = timedelta(0),
    hosts: Collection[str] = (),
    play: Path | None = None,
) -> Starlette:
    """A local Belvo over the state in `data_dir`; works at the root and below a Mount.

    `now` freezes its clock, `unique_links` answers `duplicated` to a second link of the same person,
    `strict` holds requests to Belvo's description,
    `history_delay` lies between a connection and its first resource and between each resource and the next,
    `hosts` are names, besides the loopback's, under which it may be reached, and what the recording in `play` has
    answered is answered again. Raises RecordingError for a file that can't be played.
    """
    player = Player(Recording.read(play)).answer if play else None
    options = Options(
        token_lifetime=token_lifetime, unique_links=unique_links, strict=strict, history_delay=history_delay
    )
    sandbox = Sandbox.open(data_dir, seed, now, options)
    sender, routes = Sender(sandbox), _routes()
    control = Control(sandbox, sender, _operations(routes))
    app = Starlette(
        routes=[*routes, *control_routes(control)],
        middleware=[Middleware(HostGuard, hosts=hosts), Middleware(CrossOrigin)],
        exception_handlers={
            ApiError: on_api_error,
            HTTPException: on_http_error,
            sqlite3.DatabaseError: on_damage,
            Exception: on_bug,
        },
    )
    app.state.sandbox, app.state.sender, app.state.control = sandbox, sender, control
    app.state.player = player
    app.state.error_ids = ErrorIds(sandbox.state)
    sender.wake()
    return app


def _operations(routes: Iterable[BaseRoute]) -> list[str]:
    api_routes = [route for route in routes if isinstance(route, Route) and route.path.startswith("/api/")]
    return [f"{method} {route.path}" for route in api_routes for method in sorted((route.methods or set()) - {"HEAD"})]


def _routes() -> list[BaseRoute]:
    files = WidgetFiles()

    async def script(request: Request) -> Response:
        return await files.get_response(SCRIPT, request.scope)

    async def hosted(request: Request) -> Response:
        return await files.hosted(request.scope)

    return [
        methods("/healthz", GET=Operation(auth.health, public=True)),
        Route(f"/{SCRIPT}", script),
        Route("/widget/", hosted),
        Mount("/widget-assets", files),
        methods("/api/", GET=Operation(auth.check_keys)),
        methods("/api/token/", POST=Operation(auth.create_token, public=True)),
        methods(
            "/api/consents/",
            GET=Operation(consents.index, scope="read_consents"),
            POST=Operation(consents.create, scope="write_consents", bound=False),
        ),
        methods("/api/consents/{id}/", GET=Operation(consents.detail, scope="read_consents")),
        methods("/api/consents/{id}/callback/", POST=Operation(consents.finish, scope="write_consent_callback")),
        methods(
            "/mock-bank/consents/{id}",
            GET=Operation(mock_bank.show, public=True),
            POST=Operation(mock_bank.record_decision, public=True),
        ),
        methods("/portal/", GET=Operation(portal.show, public=True)),
        methods("/portal/consents/{id}/", POST=Operation(portal.renew, public=True)),
        methods("/api/institutions/", GET=Operation(institutions.index, scope="read_institutions")),
        methods("/api/institutions/{id}/", GET=Operation(institutions.detail, scope="read_institutions")),
        methods(
            "/api/links/",
            GET=Operation(links.index),
            POST=Operation(links.create, scope="write_links", bound=False),
            PATCH=Operation(links.resume, scope="write_links"),
        ),
        methods(
            "/api/links/{id}/",
            GET=Operation(links.detail, scope="read_links", bound=True),
            PUT=Operation(links.update, scope="write_links", bound=True),
            PATCH=Operation(links.modify, scope="write_links", bound=True),
            DELETE=Operation(links.destroy),
        ),
        methods("/api/links/{id}/refresh/", POST=Operation(links.refresh)),
        methods("/api/br/exchanges/{id}/history/", GET=Operation(exchanges.events)),
        *chain.from_iterable(_resource_routes(resource) for resource in RESOURCES.values()),
    ]


def _resource_routes(resource: Resource) -> list[BaseRoute]:
    handlers = Handlers(resource)
    path = f"/api/{resource.path}/"
    return [methods(path, **handlers.collection()), methods(f"{path}{{id}}/", **handlers.member())]

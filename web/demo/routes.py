"""The shop's addresses, on one screen."""

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from belvo_client import BelvoClient, BelvoError
from web.demo.asynchronous import give_access_token, give_data, show_async, take_link
from web.demo.customers import Customers
from web.demo.failures import on_belvo_error, on_bug, on_http_error, on_unknown_link
from web.demo.shop import UnknownLink
from web.demo.site import Site
from web.demo.synchronous import delete_link, show_link, show_sync, take_form
from web.demo.webview import show_webview, take_event, take_exit, take_success


class Endpoint(Protocol):
    """A handler, before it knows the site."""

    def __call__(self, request: Request, site: Site) -> Response | Awaitable[Response]: ...


def routes(belvo: Callable[[], BelvoClient], *, data_dir: Path, widget_script: str) -> list[BaseRoute]:
    """The shop below /demo/, for a server of its own or beside other routes; its few rows lie in `data_dir`."""
    site = Site(belvo, Customers(data_dir / "demo.db"), widget_script)
    app = Starlette(
        routes=[
            _page("/", "index.html", site),
            _page("/terms", "terms.html", site),
            _route("/async", show_async, site, "GET"),
            _route("/access-token", give_access_token, site, "POST"),
            _route("/links", take_link, site, "POST"),
            _route("/links/{link}/data", give_data, site, "GET"),
            _route("/links/{link}/delete", delete_link, site, "POST"),
            _route("/sync", show_sync, site, "GET"),
            _route("/sync", take_form, site, "POST"),
            _route("/sync/{link}", show_link, site, "GET"),
            _route("/webview", show_webview, site, "GET"),
            _route("/webview/success", take_success, site, "GET"),
            _route("/webview/exit", take_exit, site, "GET"),
            _route("/webview/event", take_event, site, "GET"),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        exception_handlers={
            BelvoError: functools.partial(on_belvo_error, site=site),
            UnknownLink: functools.partial(on_unknown_link, site=site),
            HTTPException: functools.partial(on_http_error, site=site),
            Exception: functools.partial(on_bug, site=site),
        },
    )
    return [Route("/demo", _to_index), Mount("/demo", app)]


def _page(path: str, name: str, site: Site) -> Route:
    return Route(path, lambda _request: site.page(name), methods=["GET"])


def _to_index(_request: Request) -> Response:
    return RedirectResponse("/demo/", 308)


def _route(path: str, endpoint: Endpoint, site: Site, method: str) -> Route:
    return Route(path, functools.partial(endpoint, site=site), methods=[method])

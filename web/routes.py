"""The addresses beside the pages, on one screen."""

import functools
from collections.abc import Awaitable
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from web.callbacks import receive_callback
from web.desk import Desk
from web.documents import show_document
from web.events import receive_event
from web.exports import export_rows
from web.webhooks import receive_webhook


class Endpoint(Protocol):
    """A handler of ours, synchronous ones in a thread, before it knows the desk that it works at."""

    def __call__(self, request: Request, desk: Desk) -> Response | Awaitable[Response]: ...


def routes(desk: Desk) -> list[BaseRoute]:
    """What this server answers besides Streamlit's pages and the local Belvo."""
    return [
        _route("/connect/events", receive_event, desk, "POST"),
        _route("/connect/callback/{outcome}/{nonce}", receive_callback, desk, "GET"),
        _route("/webhooks/belvo", receive_webhook, desk, "POST"),
        _route("/documents/{resource}/{row}/{source}", show_document, desk, "GET"),
        _route("/export/{table}.csv", export_rows, desk, "GET"),
    ]


def _route(path: str, endpoint: Endpoint, desk: Desk, method: str) -> Route:
    return Route(path, functools.partial(endpoint, desk=desk), methods=[method])

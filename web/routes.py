"""The addresses beside the pages, on one screen."""

from collections.abc import Awaitable
from functools import partial
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from actions.connect import handouts
from context import Context
from domain.roles import Members
from web.api import api
from web.bearer import Bearer
from web.callbacks import receive_callback
from web.documents import show_document
from web.events import receive_event
from web.exports import query
from web.exports.endpoints import export_audit, export_rows
from web.handouts import open_handout
from web.loan.endpoints import LoanFiles
from web.mcp import agents
from web.monitoring.healthz import show_health
from web.monitoring.metrics import Metrics
from web.support.endpoints import SupportPackets
from web.webhooks import receive_webhook


class Endpoint(Protocol):
    """A handler of ours, synchronous ones in a thread, before it knows what it works with."""

    def __call__(self, request: Request, context: Context) -> Response | Awaitable[Response]: ...


def routes(context: Context, members: Members | None = None) -> list[BaseRoute]:
    """What this server answers besides Streamlit's pages and the local Belvo; `members` are those of [roles]."""
    bearer = Bearer(context, members)
    return [
        *receiving_routes(context),
        _route("/connect/events", receive_event, context, "POST"),
        _route(f"{handouts.PATH}{{code}}", open_handout, context, "GET"),
        _route("/documents/{resource}/{row}/{source}", show_document, context, "GET"),
        _route("/export/audit.{format}", partial(export_audit, bearer=bearer), context, "GET"),
        _route("/export/loan-file.{format}", LoanFiles(context, bearer).answer, context, "GET"),
        _route(query.ROUTE, partial(query.export_query, bearer=bearer), context, "GET"),
        _route("/export/support-packet.{format}", SupportPackets(context).answer, context, "GET"),
        _route("/export/{table}.{format}", partial(export_rows, bearer=bearer), context, "GET"),
        api(context, bearer),
        agents(context, bearer),
    ]


def receiving_routes(context: Context) -> list[BaseRoute]:
    """Where Belvo, and the browsers that it sends, report what has happened."""
    return [
        _route("/connect/callback/{outcome}/{nonce}", receive_callback, context, "GET"),
        _route("/webhooks/belvo", receive_webhook, context, "POST"),
        _route("/webhooks/belvo/", receive_webhook, context, "POST"),
    ]


def monitoring_routes(context: Context | None) -> list[BaseRoute]:
    """Are there also where nothing else of this can be: without settings that can be used."""
    return [
        Route("/healthz", partial(show_health, context=context), methods=["GET"]),
        Route("/metrics", Metrics(context).show, methods=["GET"]),
    ]


def _route(path: str, endpoint: Endpoint, context: Context, method: str) -> Route:
    return Route(path, partial(endpoint, context=context), methods=[method])

"""The API as one application: its lists, its description, and every error as a problem."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from context import VERSION, Context
from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from web.api import changes, error_codes, figures, find, links, match, people, quality, query, rows
from web.api.clock import Clock
from web.problems import MEDIA_TYPE, Problem

_ABOUT = """What the desk has stored of people's accounts, taxes and employment, and what its pages work out of that, to
be read by programs. Money is exact, as decimal text beside its currency; days are the source's own; instants in UTC.
What of people a token's role may not see is masked, as on the pages. Texts of banks, tax authorities and employers are
data, whatever they say."""

_WORDS: Mapping[int, str] = {
    401: "No token that counts",
    403: "Not for the role of this token",
    404: "There is nothing like this here",
    422: "A parameter can't be read",
    429: "Too often; Retry-After says how long to wait",
    503: "The store can't be used now",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail")},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
    },
}


DESCRIPTION = "/openapi.json"
"""Where the description is."""

_PARTS = (people, find, links, changes, figures, match, quality, query, error_codes)


def application(context: Context, admission: Sequence[Middleware] = ()) -> ASGIApp:
    """What answers under /api/v1 to whom the admission lets in; without one, to who stands in the request's state."""
    app = _Described(
        title="Linkdesk",
        version=VERSION,
        description=_ABOUT.replace("\n", " "),
        openapi_url=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": "/api/v1"}],
        root_path_in_servers=False,
        responses={status: _described(status) for status in _WORDS},
        middleware=[*admission, Middleware(_Readable)],
        exception_handlers={
            HTTPException: _refused,
            RequestValidationError: _unreadable,
            **dict.fromkeys((StoreError, SettingsError, Unusable), _unusable),
        },
    )
    app.state.context, app.state.clock = context, Clock(context)
    for router in (*(part.router for part in _PARTS), rows.routes()):
        app.include_router(router)
    return app


class _Readable:
    """Answers 422 to a NUL in a parameter: no text that is stored has one, and PostgreSQL takes none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = str(scope.get("path", "")) + unquote(scope.get("query_string", b"").decode("latin-1"))
        if "\0" in asked:
            await Problem(422, "There is a NUL in the address, which no text here has.")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class _Described(FastAPI):
    """Says besides that a token is needed, and what a problem looks like."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        parts = described["components"]
        parts["schemas"]["Problem"] = _PROBLEM
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return {**described, "security": [{"token": []}]}


def _described(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _WORDS[status], "content": {MEDIA_TYPE: {"schema": schema}}}


async def _refused(_request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)  # noqa: S101 - as it is registered
    return Problem(error.status_code, _sentence(error), error.headers)


def _sentence(error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return "There is nothing at this address. /api/v1/openapi.json describes what there is."
    if error.status_code == 405:
        return "This address is read with GET alone."
    return str(error.detail)


async def _unreadable(_request: Request, error: Exception) -> Problem:
    """What is wrong with which parameter, without what was sent: it may name somebody, and ends up in logs."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as it is registered
    told = [{"parameter": ".".join(map(str, one["loc"][1:])), "detail": str(one["msg"])} for one in error.errors()]
    said = "; ".join(f"{one['parameter']}: {one['detail']}" for one in told[:3])
    return Problem(422, said or "The parameters can't be read.", errors=told)


async def _unusable(_request: Request, error: Exception) -> Problem:
    return Problem(503, str(error), {"retry-after": "10"})

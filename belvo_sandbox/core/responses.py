"""Responses: JSON, error arrays, no content."""

import sqlite3
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from belvo_sandbox.core.errors import CATALOGUE, ApiError, ErrorItem, failure

_CODE_BY_STATUS = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request_too_large",
}
# Answers hold people's data and tokens: no cache may keep them, no browser may guess another type.
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def raw_json(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer of JSON that is already rendered."""
    return Response(body, status, {**_HEADERS, **(headers or {})}, media_type="application/json")


def json_response(value: object, status: int = 200) -> Response:
    """An answer of JSON."""
    return raw_json(orjson.dumps(value), status)


def no_content() -> Response:
    """204."""
    return Response(status_code=204, headers=_HEADERS)


def accepted(request_id: str) -> Response:
    """202: what was asked for comes later, in a webhook with the same request id."""
    return json_response({"request_id": request_id}, 202)


def _item_body(item: ErrorItem, request_id: str) -> dict[str, Any]:
    body = {"code": item.code, "message": item.message, "request_id": request_id, **dict(item.extra)}
    return body if item.field is None else {**body, "field": item.field}


def error_response(cause: ApiError, request_id: str, headers: Mapping[str, str] | None = None) -> Response:
    """Belvo's error body: an array of items that share one request id."""
    body = orjson.dumps([_item_body(item, request_id) for item in cause.items])
    return raw_json(body, cause.status, headers)


def on_api_error(request: Request, exception: Exception) -> Response:
    """Format an error that a handler raised."""
    if not isinstance(exception, ApiError):
        raise exception
    return error_response(exception, exception.request_id or _next_id(request), exception.headers)


def on_http_error(request: Request, exception: Exception) -> Response:
    """Format an error of the router's own: no such path, no such method."""
    if not isinstance(exception, HTTPException):
        raise exception
    code = _CODE_BY_STATUS.get(HTTPStatus(exception.status_code), "unexpected_error")
    cause = ApiError(exception.status_code, ErrorItem(code, CATALOGUE[code][1]))
    return error_response(cause, _next_id(request), exception.headers)


def on_bug(request: Request, exception: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    """Format what nobody expected; the server logs the traceback."""
    return error_response(failure("unexpected_error"), uuid.uuid4().hex)


def on_damage(request: Request, exception: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    """Say that the state's file is damaged, which no error of Belvo's would; raises what is anything else."""
    if getattr(exception, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        raise exception
    message = f"The local Belvo's state is damaged ({exception}). End it, and bring back a backup or move it away."
    return error_response(failure("unexpected_error", message), uuid.uuid4().hex)


def _next_id(request: Request) -> str:
    id_: str = request.app.state.error_ids.next()
    return id_

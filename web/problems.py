"""Errors as programs read them, application/problem+json (RFC 9457), at the addresses that are theirs."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

MEDIA_TYPE = "application/problem+json"

OF_PROGRAMS = ("/api/", "/mcp")
"""How the addresses begin that no browser asks for."""


class Problem(JSONResponse):
    """What went wrong, and what to do: `detail` is for a person who reads the program's log."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        told: dict[str, Any] = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail}
        super().__init__(told | ({"errors": [*errors]} if errors else {}), status, headers)


def refusal(scope: Scope, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The same words for a program or for anybody else, by the address that was asked for."""
    if str(scope.get("path", "")).startswith(OF_PROGRAMS):
        return Problem(status, detail, headers)
    return PlainTextResponse(detail, status, headers)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"

"""Belvo's pages: `count`, `next`, `previous`, `results`.

https://developers.belvo.com/developer_resources/resources-pagination-and-filtering
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from belvo_sandbox.core.errors import ApiError, failure, invalid
from belvo_sandbox.core.responses import raw_json

_DEFAULT_SIZE = 100
_LARGEST_SIZE = 1000


@dataclass(frozen=True)
class PageRequest:
    """The page that a query asks for, numbered from 1."""

    number: int
    size: int

    @classmethod
    def of(cls, query: QueryParams) -> "PageRequest":
        size = _positive(query, "page_size", _DEFAULT_SIZE)
        return cls(_positive(query, "page", 1), min(size, _LARGEST_SIZE))

    @property
    def rows(self) -> slice:
        """The page's rows among all rows."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    def check(self, count: int) -> None:
        """Raise for a page past the last; the first page of nothing is there."""
        if self.number > max(1, -(-count // self.size)):
            raise failure("not_found", "Invalid page.")


def page_response(request: Request, page: PageRequest, count: int, rows: Sequence[bytes]) -> Response:
    """A page around rows that are rendered."""
    last = page.rows.stop >= count
    following = None if last else _url(request, page.number + 1)
    previous = None if page.number == 1 else _url(request, page.number - 1)
    links = orjson.dumps({"count": count, "next": following, "previous": previous})
    # One join: a page may have a megabyte and more, which each `+` would copy once again.
    first, *others = rows or (b"",)
    return raw_json(b",".join((links[:-1] + b',"results":[' + first, *others)) + b"]}")


def paged(request: Request, rows: Sequence[Mapping[str, Any]]) -> Response:
    """A page of rows that are still to be rendered."""
    page = PageRequest.of(request.query_params)
    page.check(len(rows))
    rendered = map(orjson.dumps, project(rows[page.rows], request.query_params))
    return page_response(request, page, len(rows), [*rendered])


def project(rows: Sequence[Mapping[str, Any]], query: QueryParams) -> list[Mapping[str, Any]]:
    """The rows with the first-level keys that `fields` names, without those that `omit` names."""
    fields, omit = _names(query, "fields"), _names(query, "omit")
    if not fields and not omit:
        return [*rows]
    return [
        {key: value for key, value in row.items() if (not fields or key in fields) and key not in omit} for row in rows
    ]


def is_projected(query: QueryParams) -> bool:
    return bool(_names(query, "fields") or _names(query, "omit"))


def _names(query: QueryParams, name: str) -> set[str]:
    return {part.strip() for value in query.getlist(name) for part in value.split(",") if part.strip()}


def _positive(query: QueryParams, name: str, default: int) -> int:
    value = query.get(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value[:12]) < 1:
        raise ApiError(400, invalid(name, message="A positive integer is required."))
    return int(value[:12])


def _url(request: Request, page: int) -> str:
    items = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return f"{str(request.url).partition('?')[0]}?{urlencode([*items, ('page', page)])}"

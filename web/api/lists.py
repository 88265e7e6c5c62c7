"""Lists in pages: {"results": […], "next": address or null}, each going on behind the last row of the one before."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from store.core.keyset import Listed, Mark, Place
from web.api.values import AskedDay
from web.guard import host_of

USUAL, MOST = 100, 500
"""Rows of a page."""

Row = TypeVar("Row")


class Page(BaseModel, Generic[Row]):
    """Some rows, and where the next ones are; null after the last."""

    results: list[Row]
    next: Annotated[str | None, Field(description="Ask there for more, with the same token")]


class Parameters(BaseModel):
    """What every address takes, and nothing that it does not name."""

    model_config = ConfigDict(extra="forbid")

    as_known_on: Annotated[AskedDay | None, Field(description="Answer as the desk would have at this day's end")] = None


class Paged(Parameters):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows of a page")] = USUAL
    after: Annotated[
        str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,500}$", description="Of the address in `next`, and nothing else")
    ] = None


NoParameters = Annotated[Parameters, Query()]

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


def asking(model: type[Parameters]) -> Callable[[_Endpoint], _Endpoint]:
    """Have an endpoint take as `asked` what a model says that was made of a filter's fields."""

    def decorate(endpoint: _Endpoint) -> _Endpoint:
        endpoint.__annotations__["asked"] = Annotated[model, Query()]
        return endpoint

    return decorate


class Answer(JSONResponse):
    """JSON as the store's bodies are written."""

    def render(self, content: object) -> bytes:
        return orjson.dumps(content)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of a list is asked for; `shape` are the types of a mark's values, each of which may be null."""

    limit: int
    mark: Mark | None

    @classmethod
    def of(cls, paged: Paged, shape: Sequence[type]) -> "Asked":
        """Answers 422 for an `after` that is of no such list."""
        return cls(paged.limit, _mark(paged.after, shape) if paged.after else None)

    @property
    def place(self) -> Place:
        """One row more than a page has, by which it is known whether more come."""
        return Place(limit=self.limit + 1, after=self.mark)

    def answer(
        self, request: Request, found: Sequence[Listed], told: Callable[[Sequence[tuple[Any, ...]]], list[Any]]
    ) -> dict[str, Any]:
        """The list of what `told` makes of the page's rows."""
        rows = found[: self.limit]
        more = rows[-1][1] if len(found) > self.limit else None
        return {"results": told([row for row, _ in rows]), "next": address(request, more) if more else None}


def whole(rows: list[Any]) -> dict[str, Any]:
    """A list that has one page."""
    return {"results": rows, "next": None}


def address(request: Request, mark: Mark) -> str:
    """This list behind a mark: at the address by which the program found it."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    query = urlencode([*pairs, ("after", urlsafe_b64encode(orjson.dumps(mark)).rstrip(b"=").decode())])
    return f"{_root(request)}{request.url.path}?{query}"


def _root(request: Request) -> str:
    """Scheme and host; a proxy before the public address may have taken the encryption off."""
    public = request.app.state.context.settings.public_url
    is_public = public is not None and host_of(request.url.netloc) == host_of(public)
    scheme = public.partition("://")[0] if public and is_public else request.url.scheme
    return f"{scheme}://{request.url.netloc}"


def _mark(text: str, shape: Sequence[type]) -> Mark:
    try:
        found = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _no_mark() from error
    if not isinstance(found, list) or len(found) != len(shape):
        raise _no_mark()
    if not all(value is None or type(value) is kind for value, kind in zip(found, shape, strict=True)):
        raise _no_mark()
    return tuple(found)


def _no_mark() -> HTTPException:
    return HTTPException(422, "after: take it from the address in `next`, with nothing changed.")

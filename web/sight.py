"""What a request may see: what the pages of the browser that sends it show."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from context import Context
from store import Database
from store.sight import Sight, sight_of

_REFUSED = "This is not shown in presenter mode, since it would name people. Turn presenter mode off to see it."
_NOT_SEARCHED = "Text is not searched in presenter mode. Turn it off, or take text out of the address."


def database_of(request: Request, context: Context) -> Database:
    """The store as this request may see it."""
    return context.database.as_seen(sight_of(request.cookies))


def is_masked(request: Request) -> bool:
    """Whether whoever asks may see no person."""
    return sight_of(request.cookies) is Sight.MASKED


def refuse_where_masked(request: Request) -> None:
    """Answer 403 where people are masked, for what can only be shown whole."""
    if is_masked(request):
        raise HTTPException(403, _REFUSED)


def refuse_search_where_masked(request: Request, parameter: str) -> None:
    """Answer 403 to a search by what is masked."""
    if is_masked(request) and request.query_params.get(parameter, "").strip():
        raise HTTPException(403, _NOT_SEARCHED)

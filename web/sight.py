"""Who sends a request, and what it may see: what the pages of the browser that sends it show."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Scope

from actions.access.reveals import revealed_to
from actions.permission import record_refusal
from context import Context
from domain.as_known import PARAMETER
from domain.roles import HERE, Actor
from languages import msg, say
from store import Database, known
from store.core.errors import StoreError
from store.sight import Sight, is_presenting, sight_of

ACTOR = "actor"
"""Who asks, in the request's state, where people sign in."""

_CURE = msg("Turn presenter mode off, or ask an admin.")
_REFUSED = msg("This is not shown where people are masked, since it would name them.")
_NOT_SEARCHED = msg("Text is not searched where people are masked: take it out of the address.")


def database_of(request: Request, context: Context) -> Database:
    """The store as this request may see it."""
    database, sight = context.database, _sight(request)
    return database.as_seen(revealed_to(database, actor_of(request)) or sight if _reveals(request) else sight)


def as_known(database: Database, request: Request) -> Database:
    """The store as known on the day that the address names, if any; raises ValueError for one that can't be told."""
    asked = request.query_params.getlist(PARAMETER)
    if len(asked) > 1:
        raise ValueError(say("{parameter} is given more than once.", parameter=PARAMETER))
    return known.as_asked(database, asked[0], datetime.now(UTC)) if asked else database


def _reveals(request: Request) -> bool:
    """Whether somebody may be revealed to this browser: it does not present, and its person's role has that."""
    return not is_presenting(request.cookies) and actor_of(request).may("reveal")


def is_masked(request: Request) -> bool:
    """Whether whoever asks may see no person."""
    return _sight(request) is Sight.MASKED


def who_is_masked(request: Request, context: Context) -> str:
    """The same in words: everybody, all but who is revealed, or, empty, nobody."""
    if not is_masked(request):
        return ""
    return "all but one" if _reveals(request) and revealed_to(context.database, actor_of(request)) else "everybody"


def actor_of(request: Request) -> Actor:
    """Who asks, and from where: whoever sits here where nobody has to sign in."""
    found: Actor | None = getattr(request.state, ACTOR, None)
    return found or replace(HERE, address=address_of(request.scope))


def address_of(scope: Scope) -> str:
    """Where a request comes from; a socket in the file system has no address."""
    peer = scope.get("client")
    return str(peer[0]) if peer else ""


def _sight(request: Request) -> Sight:
    """By the role of who asks, where people sign in, and by the browser's presenter mode."""
    actor: Actor | None = getattr(request.state, ACTOR, None)
    return Sight.MASKED if actor and not actor.may("see_people") else sight_of(request.cookies)


def refuse_where_masked(request: Request, context: Context) -> None:
    """Answer 403 where people are masked, for what can only be shown whole."""
    if is_masked(request):
        _record_refusal(request, context, "document")
        raise HTTPException(403, f"{say(_REFUSED)} {say(_CURE)}")


def refuse_search_where_masked(request: Request, context: Context, parameter: str) -> None:
    """Answer 403 to a search by what is masked, in whichever of several values of the parameter it stands."""
    if is_masked(request) and any(value.strip() for value in request.query_params.getlist(parameter)):
        _record_refusal(request, context, "search")
        raise HTTPException(403, f"{say(_NOT_SEARCHED)} {say(_CURE)}")


def _record_refusal(request: Request, context: Context, attempted: str) -> None:
    """Have the audit tell who tried it where, and nothing of what was searched; it is refused in any case."""
    actor = actor_of(request)
    with suppress(StoreError):
        whole = context.database.whole
        record_refusal(whole, actor.name, attempted, request.url.path, address=actor.address)

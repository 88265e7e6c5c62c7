"""Who comes with a token, in `Authorization: Bearer` or over a pipe, and as what: one rule for all doors that take one.

Nobody has more by a token than the person who made it: where [roles] gives them less by now, the token has that.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Scope

from context import Context
from domain import roles
from domain.access.tokens import Token, digest
from domain.roles import Actor, Members
from store import StoreError
from store.core.errors import Unusable
from store.ops.access import tokens
from web.limits import Counts, Rate
from web.sight import ACTOR, address_of

REALM = 'Bearer realm="Linkdesk"'

_NOTED = 0.5
"""Seconds that a note of a token's use waits for the store."""


class NotAdmitted(Exception):
    """The token lets nobody in now; the message is for whoever sent it, `status` and `headers` are HTTP's."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.status, self.headers = status, headers or {}


class Bearer:
    """Shared by the doors of one server, so that a token's rate is one; `members` are [roles], None without sign-in."""

    def __init__(self, context: Context, members: Members | None = None, counts: Counts | None = None) -> None:
        self._context = context
        self._members = members
        self._counts = counts or Counts()

    def admitted(self, secret: str, address: str) -> Actor:
        """Who acts with this token from the address, counted as one request; raises NotAdmitted, and as stores do."""
        if not secret:
            said = "Send a token as `Authorization: Bearer TOKEN`. The desk's page Tokens makes one."
            raise NotAdmitted(401, said, {"www-authenticate": REALM})
        now, database = datetime.now(UTC), self._context.database.whole
        token = tokens.known_by(database, digest(secret))
        role = token.held_to(self._members) if token else None
        if token is None or role is None or not token.counts(now):
            said = "This token lets nobody in: it is none, its days are over, or it was revoked. Ask for a new one."
            raise NotAdmitted(401, said, {"www-authenticate": f'{REALM}, error="invalid_token"'})
        if wait := self._counts.wait("token", token.name, Rate(token.rate)):
            seconds = str(math.ceil(wait))
            said = f"This token may ask {token.rate:,} times a minute. Ask again in {seconds} s."
            raise NotAdmitted(429, said, {"retry-after": seconds})
        self._note(token, now)
        return token.actor(address, role)

    def let_in(self, request: Request, route: str) -> None:
        """Have a request that brings a token be the token's, whoever has signed in; answers 401, 403 and 429."""
        if not brings_token(request.scope):
            return
        try:
            actor = self.admitted(secret_of(request.scope), address_of(request.scope))
        except NotAdmitted as error:
            raise HTTPException(error.status, str(error), error.headers) from error
        if not roles.may_ask(actor.role, route):
            raise HTTPException(403, f"The role of this token, {actor.role.word}, does not include this.")
        setattr(request.state, ACTOR, actor)

    def _note(self, token: Token, now: datetime) -> None:
        if token.used_at is None or now - token.used_at >= tokens.GRAIN:
            with (
                suppress(StoreError, Unusable),  # what is stored can be read all the same
                self._context.database.write(patience=_NOTED, beside=True) as connection,
            ):
                tokens.see(connection, token.name, now)


def secret_of(scope: Scope) -> str:
    """The token of a request; two are none."""
    given = Headers(scope=scope).getlist("authorization")
    scheme, _, secret = (given[0] if len(given) == 1 else "").strip().partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def brings_token(scope: Scope) -> bool:
    """Whether a request comes with something that is to be a token, however many of them."""
    given = Headers(scope=scope).getlist("authorization")
    return any(one.strip().partition(" ")[0].lower() == "bearer" for one in given)

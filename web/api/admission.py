"""Whose token a request comes with: 401 without one that counts, 429 where it comes too often."""

import logging
import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from context import Context
from domain.access.tokens import Token, digest
from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from store.ops.access import tokens
from web.limits import Counts, Rate
from web.problems import Problem
from web.sight import ACTOR, address_of

DESCRIPTION = "/openapi.json"
"""What may be read without a token: it tells nothing of anybody."""

_REALM = 'Bearer realm="Linkdesk"'
_NOTED = 0.5
"""Seconds that a note of a token's use waits for the store."""

_SPELLINGS: Mapping[str, str] = {
    "links": "link",
    "link_of": "link",
    "accounts": "account",
    "person": "external_id",
    "from": "since",
    "to": "until",
}
"""What pages call these in their addresses, which anybody may have copied."""

logger = logging.getLogger(__name__)


class Admission:
    """Lets through whoever comes with a token in `Authorization: Bearer`, and with nothing else: no cookie is read."""

    def __init__(self, app: ASGIApp, context: Context, counts: Counts | None = None) -> None:
        self._app = app
        self._context = context
        self._counts = counts or Counts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            refusal = None if self._is_open(scope) else await anyio.to_thread.run_sync(self._refusal, scope)
        except (StoreError, SettingsError, Unusable) as error:
            refusal = Problem(503, str(error), {"retry-after": "10"})
        if refusal:
            await refusal(scope, receive, send)
        else:
            await self._answer({**scope, "query_string": _as_described(scope["query_string"])}, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        return str(scope["path"]).removeprefix(str(scope.get("root_path", ""))) == DESCRIPTION

    def _refusal(self, scope: Scope) -> Problem | None:
        """What is answered instead; None for who may pass, who then stands in the request's state."""
        secret = _secret(scope)
        if not secret:
            said = "Send a token as `Authorization: Bearer TOKEN`. The desk's page Tokens makes one."
            return Problem(401, said, {"www-authenticate": _REALM})
        now, database = datetime.now(UTC), self._context.database.whole
        token = tokens.known_by(database, digest(secret))
        if token is None or not token.counts(now):
            said = "This token lets nobody in: it is none, its days are over, or it was revoked. Ask for a new one."
            return Problem(401, said, {"www-authenticate": f'{_REALM}, error="invalid_token"'})
        if wait := self._counts.wait("token", token.name, Rate(token.rate)):
            said = f"This token may ask {token.rate:,} times a minute. Ask again in {math.ceil(wait)} s."
            return Problem(429, said, {"retry-after": str(math.ceil(wait))})
        self._note(token, now)
        scope.setdefault("state", {})[ACTOR] = token.actor(address_of(scope))
        return None

    def _note(self, token: Token, now: datetime) -> None:
        if token.used_at is None or now - token.used_at >= tokens.GRAIN:
            with (
                suppress(StoreError, Unusable),  # what is stored can be read all the same
                self._context.database.write(patience=_NOTED, beside=True) as connection,
            ):
                tokens.see(connection, token.name, now)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def send_and_note(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            if began:
                raise
            logger.exception("%s %r was not answered", scope["method"], scope["path"])
            await Problem(500, "Something went wrong here. The server's log names the cause.")(scope, receive, send)


def _secret(scope: Scope) -> str:
    """The token of a request; two are none."""
    given = Headers(scope=scope).getlist("authorization")
    scheme, _, secret = (given[0] if len(given) == 1 else "").strip().partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _as_described(query: bytes) -> bytes:
    """The parameters under the names that they have here, without those that are empty, as pages take them."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=False)
    return urlencode([(_SPELLINGS.get(name, name), value) for name, value in pairs if value.strip()]).encode()

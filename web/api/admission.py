"""Whose token a request comes with: 401 without one that counts, 429 where it comes too often."""

import logging
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from settings import SettingsError
from store import StoreError
from store.core.errors import Unusable
from web.bearer import Bearer, NotAdmitted, secret_of
from web.problems import Problem
from web.sight import ACTOR, address_of

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
    """Lets through whoever comes with a token in `Authorization: Bearer`, and with nothing else: no cookie is read.

    What is at the path `open_at` may be read without one: it tells nothing of anybody.
    """

    def __init__(self, app: ASGIApp, bearer: Bearer, open_at: str = "") -> None:
        self._app = app
        self._bearer = bearer
        self._open_at = open_at

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
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        return bool(self._open_at) and path == self._open_at

    def _refusal(self, scope: Scope) -> Problem | None:
        """What is answered instead; None for who may pass, who then stands in the request's state."""
        try:
            actor = self._bearer.admitted(secret_of(scope), address_of(scope))
        except NotAdmitted as error:
            return Problem(error.status, str(error), error.headers)
        scope.setdefault("state", {})[ACTOR] = actor
        return None

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


def _as_described(query: bytes) -> bytes:
    """The parameters under the names that they have here, without those that are empty, as pages take them."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=False)
    return urlencode([(_SPELLINGS.get(name, name), value) for name, value in pairs if value.strip()]).encode()

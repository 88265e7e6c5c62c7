"""The JSON API at /api/v1: what pages show, for programs that come with a token.

FastAPI reads the parameters, and describes what there is as OpenAPI. To import it takes longer than all the rest of the
server, so that whoever asks first has it imported.
"""

from collections.abc import Callable
from threading import Lock

import anyio.to_thread
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from context import Context
from web.bearer import Bearer

PATH = "/api/v1"


def api(context: Context, bearer: Bearer) -> Mount:
    """Everything under /api/v1."""

    def make() -> ASGIApp:
        from starlette.middleware import Middleware

        from web.api.admission import Admission
        from web.api.application import DESCRIPTION, application

        return application(context, [Middleware(Admission, bearer=bearer, open_at=DESCRIPTION)])

    return Mount(PATH, app=AtFirstUse(make))


class AtFirstUse:
    """Made by the first request, off the event loop, while others are answered."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make_it = make
        self._lock = Lock()
        self._made: ASGIApp | None = None

    @property
    def routes(self) -> list[BaseRoute]:
        """What there is beneath, as far as it is known before: anything, behind a token."""
        return [Route("/{path:path}", self)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._made is None:
            await anyio.to_thread.run_sync(self._make)
        await self._make()(scope, receive, send)

    def _make(self) -> ASGIApp:
        with self._lock:
            if self._made is None:
                self._made = self._make_it()
            return self._made

"""In which language plain routes answer: as pages are read, by address, cookie and browser."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from languages import Language, speaking
from languages.language import COOKIE, PARAMETER, choose

OF_PROGRAMS = ("/api/", "/mcp", "/healthz", "/metrics", "/webhooks/", "/sandbox/")
"""How the paths begin at which programs ask: they are answered in English, with codes."""


class Speaking:
    """Has what is asked for by people answered in their language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OF_PROGRAMS):
            await self._app(scope, receive, send)
            return
        with speaking(language_of(HTTPConnection(scope))):
            await self._app(scope, receive, send)


def language_of(asked: HTTPConnection) -> Language:
    """What the address asks for, what was chosen in this browser, or what it takes."""
    kept = asked.cookies.get(COOKIE)
    return choose(asked.query_params.get(PARAMETER), kept, browser=asked.headers.get("accept-language", ""))

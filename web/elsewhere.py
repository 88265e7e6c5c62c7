"""Every address that is nobody's: 404, where Streamlit answers each with its page and 200."""

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from languages import say
from web.problems import refusal

STREAMLIT = ("/_stcore/bidi-components/", "/media/", "/component/")
"""What these begin is Streamlit's own: it knows what is not there."""

_ALONE = frozenset(
    {
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/metrics",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    }
)
"""Streamlit's own too, but what they begin it answers with its page."""

_UPLOADS, _OF_UPLOADS = "/_stcore/upload_file/", frozenset({"PUT", "DELETE"})
"""Where Streamlit takes files in, for a session that it knows, and how."""

_FILES = frozenset({"", "/index.html", "/favicon.png", "/manifest.json"})


class Elsewhere(BaseRoute):
    """The last route before Streamlit's: takes what is neither a page nor an address of Streamlit's own.

    An address of `routes` that does not know the method is answered 405. `folders` are served as they are, by the
    address that each begins with. Files are taken in only where a page asks for some (`takes_files`).
    """

    def __init__(
        self,
        pages: Collection[str],
        routes: Sequence[BaseRoute],
        folders: Mapping[str, Path],
        *,
        takes_files: bool = False,
    ) -> None:
        self._takes_files = takes_files
        files = {
            f"{address}/{file.relative_to(folder).as_posix()}"
            for address, folder in folders.items()
            for file in folder.rglob("*")
            if file.is_file()
        }
        self._known = _FILES | _ALONE | {f"/{page}" for page in pages} | files
        self._routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether nobody else answers this request."""
        path = scope["path"] if scope["type"] == "http" else ""
        is_known = path.rstrip("/") in self._known or path.startswith(STREAMLIT) or self._is_upload(scope)
        return (Match.NONE if is_known else Match.FULL), {}

    def _is_upload(self, scope: Scope) -> bool:
        is_upload = scope["type"] == "http" and scope["path"].startswith(_UPLOADS) and scope["method"] in _OF_UPLOADS
        return self._takes_files and is_upload

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer that there is nothing here, or nothing for this method."""
        if allowed := self._methods(scope):
            headers = {"allow": ", ".join(allowed)}
            answer = refusal(scope, 405, say("This address takes {allow} only.", allow=headers["allow"]), headers)
        else:
            answer = refusal(scope, HTTPStatus.NOT_FOUND, say("There is nothing at this address."))
        await answer(scope, receive, send)

    def _methods(self, scope: Scope) -> list[str]:
        """What the routes of this address take."""
        found = [route for route in self._routes if isinstance(route, Route) and route.matches(scope)[0] != Match.NONE]
        return sorted({method for route in found for method in route.methods or ()})

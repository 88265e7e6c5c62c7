"""The widget's script and its files, served as they lie in `widget/`."""

import os
from os import PathLike
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "widget"
SCRIPT = "belvo-widget-1-stable.js"
HOSTED = "hosted.html"

# The address of the hosted widget carries an access token: it goes into no cache and no Referer.
_HOSTED_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}

# Pages of other origins may run the widget: its files are public and say nothing.
_EMBEDDABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

# Not left to the machine's own table of types, which differs.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class WidgetFiles(StaticFiles):
    """Static files that browsers keep, but ask about each time, so that no page runs an old widget."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, check_dir=False)

    async def hosted(self, scope: Scope) -> Response:
        """The page of the hosted widget."""
        response = await self.get_response(HOSTED, scope)
        response.headers.update(_HOSTED_HEADERS)
        return response

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the browser has it already."""
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", **_EMBEDDABLE}
        media_type = _TYPES.get(Path(full_path).suffix, "application/octet-stream")
        response = FileResponse(full_path, status_code, headers, media_type, stat_result=stat_result)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

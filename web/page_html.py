"""The HTML that every page begins with: Streamlit's own, which is told where its server is.

Without that, Streamlit's script looks for the server below the page's own address first, and gets two 404s for it.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

_SERVER = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page_html(folder: Path) -> str:
    """The page in Streamlit's folder, with our title, and its server's address before the first of its scripts."""
    html = (folder / "index.html").read_text(encoding="utf-8")
    named = html.replace("<title>Streamlit</title>", "<title>Linkdesk</title>")
    return named.replace("<script>", f"{_SERVER}\n    <script>", 1)


def page_routes(pages: Iterable[str], html: str) -> list[Route]:
    """The first page at `/`, and each of these at its name."""

    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    return [Route(f"/{name}", page) for name in ("", *pages)]


def inline_scripts(html: str) -> list[str]:
    """The sources of a Content-Security-Policy for the scripts that stand in the page."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]

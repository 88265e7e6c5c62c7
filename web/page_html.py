"""The HTML that every page begins with: Streamlit's own, with what keeps a page from moving while it comes.

It has a line at the top show every press, which static/sign.js sees, and lets Back and Forward stand: static/back.js.
It says where the server is, or Streamlit's script would look below the page's own address first, and get two 404s. It
keeps room for the sidebar, which comes with the server's first answer and would push all else aside. And it names the
scripts of what pages are made of, which the browser would otherwise fetch once the first of each is to be drawn;
static/ahead.js has it run most of them before.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

ELEMENTS = (
    "BidiComponent",
    "Button",
    "ButtonGroup",
    "DataFrame",
    "DateInput",
    "EChartsChart",
    "Json",
    "LinkButton",
    "MenuButton",
    "Metric",
    "Multiselect",
    "NumberInput",
    "PageLink",
    "Progress",
    "Selectbox",
    "Table",
    "TextInput",
    "Toast",
)
"""Streamlit's names of what pages are made of, each a script of its own."""

SELDOM = ("StreamlitSyntaxHighlighter",)
"""Of what few pages have. This one takes as long to begin with as a whole page to be drawn."""

# The sidebar's width is Streamlit's default at the theme's size of letters. What is narrow becomes wide with the
# server's first answer. The way in has no sidebar, but for the empty one that Streamlit may leave. What stands below
# the navigation would be drawn in its place before that comes. The components of all tables
# and of the inspector's field show nothing, and their own rule comes only once they are there.
_BEGINNING = """<style>
      @media screen and (min-width: 769px) {
        .stAppViewContainer:not(:has(> .stSidebar, .st-key-entrance)) { padding-left: var(--sidebar, 262.5px) }
        .stAppViewContainer .stMainBlockContainer { padding-inline: 35px }
      }
      [data-layout="narrow"] .stMainBlockContainer { max-width: none }
      .stAppViewContainer:has(.st-key-entrance) > .stSidebar { display: none }
      .stSidebar:not(:has([data-testid=stSidebarNavLink])) [data-testid=stSidebarUserContent] { display: none }
      .stElementContainer.st-key-grid, .stElementContainer.st-key-focus {
        position: absolute; width: 0; overflow: hidden
      }
      [data-testid=stLayoutWrapper]:has(> .st-key-ahead) {
        position: absolute; inset: 0; overflow: hidden; visibility: hidden; clip-path: inset(100%)
      }
      [data-pressed]::after {
        content: ""; position: fixed; inset: 0 0 auto; height: 3px; background: #566FE5; z-index: 9999999
      }
    </style>
    <script defer src="./app/static/back.js"></script>
    <script defer src="./app/static/sign.js"></script>
    <script defer src="./app/static/ahead.js"></script>
    <script defer src="./app/static/inspect.js"></script>
    <script>
      window.__streamlit = {BACKEND_BASE_URL: location.origin}
      try { // Streamlit's script keeps there how somebody left the sidebar
        const folded = localStorage.getItem("stSidebarCollapsed-") === "true"
        const width = folded ? 0 : parseInt(localStorage.getItem("sidebarWidth"))
        if (!isNaN(width)) document.documentElement.style.setProperty("--sidebar", `${width}px`)
      } catch { // a browser that keeps nothing for any site
      }
    </script>"""
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_IMPORT = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')


_PRODUCTION = """<style>
      body::before {
        content: ""; position: fixed; inset: 0 0 auto; height: 4px; background: #C8323D; z-index: 9999998
      }
    </style>
    """
"""A line over every page, the way in included: nobody takes it for a desk of made-up people."""


def page_html(folder: Path, *, is_production: bool = False) -> str:
    """The page in Streamlit's folder, with our title, and with what has to stand before the first of its scripts."""
    html = (folder / "index.html").read_text(encoding="utf-8")
    named = html.replace("<title>Streamlit</title>", "<title>Linkdesk</title>")
    beginning = f"{_PRODUCTION if is_production else ''}{_BEGINNING}"
    begun = named.replace("<script>", f"{beginning}\n    <script>", 1)
    later = [name for name in scripts_of(folder / "static" / "js", (*ELEMENTS, *SELDOM)) if name not in html]
    links = [f'<link rel="modulepreload" crossorigin{_ahead(name)} href="./static/js/{name}">' for name in later]
    return begun.replace("</head>", "\n    ".join([*links, "</head>"]), 1)


def _ahead(name: str) -> str:
    """Marks the scripts that static/ahead.js is to run."""
    return " data-ahead" if name.partition(".")[0] in ELEMENTS else ""


def scripts_of(folder: Path, elements: Iterable[str]) -> list[str]:
    """The names of the scripts that draw these elements, and of all that they import."""
    found: dict[str, None] = {}
    waiting = [file.name for element in elements for file in folder.glob(f"{element}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [*found]


def page_routes(pages: Iterable[str], html: str) -> list[Route]:
    """The first page at `/`, and each of these at its name."""

    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    return [Route(f"/{name}", page) for name in ("", *pages)]


def inline_scripts(html: str) -> list[str]:
    """The sources of a Content-Security-Policy for the scripts that stand in the page."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]

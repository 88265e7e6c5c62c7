"""What all handlers share: the shop, its pages, and the visitor behind a request's cookie."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from belvo_client import BelvoClient
from languages import decimal, say, spoken
from web.demo import shop
from web.demo.customers import Customers, Visitor
from web.demo.shop import Shop

SOURCES = {
    "async": ("asynchronous.py", "static/async.js", "static/connect.js", "shop.py"),
    "sync": ("synchronous.py", "static/sync.js", "static/connect.js", "shop.py"),
}
"""The files that each of the two ways is, the server's half first."""

COOKIE = "tepeyac_session"
_HERE = Path(__file__).parent
_UNCACHED = {"cache-control": "no-store"}


@dataclass(frozen=True)
class Session:
    """A request's visitor; `cookie` is what their browser must be given, if it has none that counts."""

    visitor: Visitor
    cookie: str | None = None

    def keep(self, request: Request, response: Response) -> Response:
        """Give the browser its cookie with this answer."""
        if self.cookie:
            is_secure = request.url.scheme == "https"
            response.set_cookie(COOKIE, self.cookie, path="/demo", httponly=True, samesite="lax", secure=is_secure)
        return response


class Site:
    """The shop as a web site; `belvo` gives the client when it is needed, since here Belvo is part of the server."""

    def __init__(self, belvo: Callable[[], BelvoClient], customers: Customers, widget_script: str) -> None:
        self._belvo = belvo
        self._customers = customers
        self._pages = _environment()
        self.widget_script = widget_script

    @property
    def shop(self) -> Shop:
        """What the shop's functions work with."""
        return Shop(self._belvo(), self._customers)

    def visitor(self, request: Request) -> Visitor | None:
        """The visitor whose cookie came with the request."""
        cookie = request.cookies.get(COOKIE)
        return self._customers.find(_visitor_id(cookie)) if cookie else None

    def session(self, request: Request) -> Session:
        """The visitor behind a request, who may be new."""
        known = self.visitor(request)
        if known:
            return Session(known)
        cookie = secrets.token_urlsafe(32)
        return Session(shop.new_visitor(self.shop, _visitor_id(cookie)), cookie)

    def page(self, name: str, values: Mapping[str, Any] | None = None, *, status: int = 200) -> HTMLResponse:
        """A page drawn by the server."""
        content = self._pages.get_template(name).render(values or {})
        return HTMLResponse(content, status, headers=_UNCACHED)


def address(request: Request) -> str:
    """The root address of this server, as the visitor's browser has it."""
    return f"{request.url.scheme}://{request.url.netloc}"


def source_of(way: str) -> list[tuple[str, str]]:
    """The files of one way, by their names below web/demo, as they are."""
    return [(file, (_HERE / file).read_text(encoding="utf-8")) for file in SOURCES[way]]


def _visitor_id(cookie: str) -> str:
    # Whoever reads the shop's rows must not be able to take over a session.
    return hashlib.sha256(cookie.encode()).hexdigest()


def _environment() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["shop_name"] = shop.NAME
    pages.globals |= {"source_of": source_of, "say": say, "language": lambda: spoken().tag, "code": _code}
    pages.globals["figure"] = _figure  # a filter of a constant would be worked out once, in one language
    pages.filters |= {"money": _money, "signed": _signed, "day": _day, "filled": _filled}
    return pages


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _filled(said: str, **named: object) -> Markup:
    """A sentence with HTML in it: what it names is markup where it is marked as such, all else is text."""
    return escape(said).format(**named)


def _figure(amount: Decimal | int) -> str:
    return decimal(Decimal(amount), 2)


def _money(amount: Decimal | None, currency: str) -> str:
    return "\N{EN DASH}" if amount is None else f"{_figure(amount)} {currency}".replace("-", "\N{MINUS SIGN}")


def _signed(amount: Decimal, currency: str) -> str:
    return ("+" if amount > 0 else "") + _money(amount, currency)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}" if spoken().code == "en" else format_date(day, "d MMM y", spoken().locale)

"""Plain HTTP beside the pages."""

from web.address import listening_addresses, listening_url
from web.elsewhere import Elsewhere
from web.guard import Guard, content_policy, host_of
from web.http_protocol import PunctualProtocol
from web.page_html import inline_scripts, page_html, page_routes
from web.registration import keep_registered, register_receiver
from web.requests import EXCEPTION_HANDLERS
from web.routes import health_route, routes
from web.sign_in import Admission, Visits

__all__ = [
    "EXCEPTION_HANDLERS",
    "Admission",
    "Elsewhere",
    "Guard",
    "PunctualProtocol",
    "Visits",
    "content_policy",
    "health_route",
    "host_of",
    "inline_scripts",
    "keep_registered",
    "listening_addresses",
    "listening_url",
    "page_html",
    "page_routes",
    "register_receiver",
    "routes",
]

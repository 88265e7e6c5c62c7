"""Plain HTTP beside the pages."""

from web.address import listening_addresses, listening_url
from web.elsewhere import Elsewhere
from web.guard import Guard, host_of
from web.headers import content_policy
from web.http_protocol import PunctualProtocol
from web.limits import BY_ADDRESS, BY_PERSON, Limits, address_of, person_of
from web.page_html import inline_scripts, page_html, page_routes
from web.registration import keep_registered, register_receiver
from web.requests import EXCEPTION_HANDLERS
from web.routes import health_route, routes
from web.sign_in import Admission, Visits

__all__ = [
    "BY_ADDRESS",
    "BY_PERSON",
    "EXCEPTION_HANDLERS",
    "Admission",
    "Elsewhere",
    "Guard",
    "Limits",
    "PunctualProtocol",
    "Visits",
    "address_of",
    "content_policy",
    "health_route",
    "host_of",
    "inline_scripts",
    "keep_registered",
    "listening_addresses",
    "listening_url",
    "page_html",
    "page_routes",
    "person_of",
    "register_receiver",
    "routes",
]

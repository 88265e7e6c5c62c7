"""Plain HTTP beside the pages."""

from web.address import listening_url
from web.elsewhere import Elsewhere
from web.guard import Guard, content_policy, host_of
from web.registration import keep_registered, register_receiver
from web.requests import EXCEPTION_HANDLERS
from web.routes import health_route, routes

__all__ = [
    "EXCEPTION_HANDLERS",
    "Elsewhere",
    "Guard",
    "content_policy",
    "health_route",
    "host_of",
    "keep_registered",
    "listening_url",
    "register_receiver",
    "routes",
]

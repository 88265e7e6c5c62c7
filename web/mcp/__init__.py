"""The agent's door: the Model Context Protocol at /mcp, with the API's tokens, over what the API answers.

Each request stands for itself: no session is kept, so that any of several desks may answer the next one, and a token
that is revoked ends with the next request. `python -m web.mcp` speaks the same over a pipe.
"""

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from context import Context
from web.api import AtFirstUse
from web.bearer import Bearer

PATH = "/mcp"


def agents(context: Context, bearer: Bearer) -> BaseRoute:
    """The endpoint at /mcp."""

    def make() -> ASGIApp:
        from web.api.admission import Admission
        from web.mcp.endpoint import Endpoint
        from web.mcp.server import of_request, server

        return Admission(Endpoint(server(context, of_request).lowlevel), bearer)

    return Route(PATH, AtFirstUse(make))

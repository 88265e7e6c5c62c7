"""What is answered when something fails: a page to a person, JSON to a script, and never a trace of the code."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from belvo_client import BelvoError
from web.demo.notices import notice_for
from web.demo.site import Site

_BY_STATUS = {HTTPStatus.NOT_FOUND: "not_found", HTTPStatus.INTERNAL_SERVER_ERROR: "unexpected"}


def on_belvo_error(request: Request, error: Exception, site: Site) -> Response:
    """503: whatever Belvo or the network between said is not the visitor's business, its number is support's."""
    request_id = error.request_id if isinstance(error, BelvoError) else None
    return _failed(request, site, 503, "unavailable", request_id)


def on_unknown_link(request: Request, _error: Exception, site: Site) -> Response:
    """404, to the owner of nothing and to the stranger alike."""
    return _failed(request, site, 404, "unknown_link")


def on_http_error(request: Request, error: Exception, site: Site) -> Response:
    """What the routing or a handler refused."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _failed(request, site, status, _BY_STATUS.get(HTTPStatus(status), "refused"))


def on_bug(request: Request, _error: Exception, site: Site) -> Response:
    """500; the server's log has the traceback."""
    return _failed(request, site, 500, "unexpected")


def _failed(request: Request, site: Site, status: int, code: str, request_id: str | None = None) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        values = {"notice": notice_for(code), "request_id": request_id}
        return site.page("problem.html", values, status=status)
    error = {"code": code, "request_id": request_id}
    return JSONResponse({"error": error}, status, headers={"cache-control": "no-store"})

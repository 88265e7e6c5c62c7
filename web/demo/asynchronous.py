"""GET /demo/async and what its JavaScript asks for: the page is drawn in the browser, the server gives JSON.

The browser's half is static/async.js.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web.demo import shop
from web.demo.notices import every_notice, notice_for
from web.demo.shop import UnknownLink
from web.demo.site import Site, address
from web.requests import body_within, json_object, refuse_foreign_pages

_LARGEST_BODY = 4_096


def show_async(request: Request, site: Site) -> Response:
    """GET /demo/async: the page, which holds neither token nor data."""
    session = site.session(request)
    said = request.query_params.get("notice")
    values = {
        "link": shop.connected_link(site.shop, session.visitor),
        "widget_script": site.widget_script,
        "notices": every_notice(),
        "notice": notice_for(said) if said else None,
    }
    return session.keep(request, site.page("async.html", values))


async def give_access_token(request: Request, site: Site) -> Response:
    """POST /demo/access-token: what the widget is opened with; with `{"link": id}` it repairs that link."""
    refuse_foreign_pages(request)
    body = json_object(await body_within(request, _LARGEST_BODY) or b"{}")
    return await run_in_threadpool(_access_token, request, site, body.get("link"))


async def take_link(request: Request, site: Site) -> Response:
    """POST /demo/links with `{"link": id, "institution": name}`: the widget's callback, brought by the browser."""
    refuse_foreign_pages(request)
    body = json_object(await body_within(request, _LARGEST_BODY))
    return await run_in_threadpool(_take_link, request, site, body.get("link"))


def give_data(request: Request, site: Site) -> Response:
    """GET /demo/links/<id>/data: 202 as long as there is nothing yet."""
    visitor = site.visitor(request)
    if visitor is None:
        raise UnknownLink
    statement = shop.link_data(site.shop, visitor, request.path_params["link"])
    return _json(statement.as_json(), 202 if statement.state == "waiting" else 200)


def _access_token(request: Request, site: Site, link: object) -> Response:
    session = site.session(request)
    if isinstance(link, str):
        token = shop.repair_token(site.shop, session.visitor, link)
    else:
        token = shop.access_token(site.shop, session.visitor, address=address(request))
    answer = _json({"access_token": token, "config": shop.widget_config(session.visitor)})
    return session.keep(request, answer)


def _take_link(request: Request, site: Site, link: object) -> Response:
    visitor = site.visitor(request)
    if visitor is None or not isinstance(link, str):
        raise UnknownLink
    kept = shop.claim_link(site.shop, visitor, link)
    return _json({"link": kept.id, "institution": kept.institution}, 201)


def _json(content: dict[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, headers={"cache-control": "no-store"})

"""GET /demo/sync and its forms: the server draws token and data into the page, the browser only loads pages.

The browser's half, static/sync.js, opens the widget and hands in a form.
"""

from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.demo import shop
from web.demo.notices import notice_for
from web.demo.shop import UnknownLink
from web.demo.site import Site, address
from web.requests import body_within, refuse_foreign_pages

_LARGEST_FORM = 4_096
_PAGES = ("async", "sync")


def show_sync(request: Request, site: Site) -> Response:
    """GET /demo/sync: the page with a fresh token in it, or on to the visitor's data."""
    session = site.session(request)
    link = shop.connected_link(site.shop, session.visitor)
    if link:
        return _to(f"/demo/sync/{link.id}")
    token = shop.access_token(site.shop, session.visitor, address=address(request))
    values = {
        "access_token": token,
        "config": shop.widget_config(session.visitor),
        "widget_script": site.widget_script,
        "notice": _notice(request),
    }
    return session.keep(request, site.page("sync.html", values))


async def take_form(request: Request, site: Site) -> Response:
    """POST /demo/sync with the field `link`: the widget's callback, brought by a form."""
    refuse_foreign_pages(request)
    form = await _form(request)
    return await run_in_threadpool(_take_form, request, site, form.get("link", ""))


def show_link(request: Request, site: Site) -> Response:
    """GET /demo/sync/<link>: the page with the link's data in it; with a token where the link needs repair."""
    visitor = site.visitor(request)
    if visitor is None:
        raise UnknownLink
    statement = shop.link_data(site.shop, visitor, request.path_params["link"])
    values = {
        "statement": statement,
        "access_token": None,
        "config": shop.widget_config(visitor),
        "widget_script": site.widget_script,
        "notice": _notice(request),
    }
    if statement.state == "repair":
        values["access_token"] = shop.repair_token(site.shop, visitor, statement.link)
    return site.page("sync_link.html", values)


async def delete_link(request: Request, site: Site) -> Response:
    """POST /demo/links/<id>/delete: ends the connection and goes back to the page that the form names."""
    refuse_foreign_pages(request)
    form = await _form(request)
    return await run_in_threadpool(_delete_link, request, site, form.get("page", ""))


def _take_form(request: Request, site: Site, link: str) -> Response:
    visitor = site.visitor(request)
    if visitor is None:
        raise UnknownLink
    return _to(f"/demo/sync/{shop.claim_link(site.shop, visitor, link).id}")


def _delete_link(request: Request, site: Site, page: str) -> Response:
    visitor = site.visitor(request)
    if visitor is None:
        raise UnknownLink
    shop.delete_link(site.shop, visitor, request.path_params["link"])
    return _to(f"/demo/{page if page in _PAGES else 'sync'}?notice=disconnected")


def _notice(request: Request) -> object:
    said = request.query_params.get("notice")
    return notice_for(said) if said else None


def _to(path: str) -> RedirectResponse:
    # 303: whatever was posted, a reload of the next page posts nothing again.
    return RedirectResponse(path, 303, headers={"cache-control": "no-store"})


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await body_within(request, _LARGEST_FORM)).decode("utf-8", "replace")))

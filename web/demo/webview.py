"""GET /demo/webview: an application on a phone, which opens the hosted widget in a web view.

A phone-sized frame stands for the web view. Belvo's page leads back to the addresses that the token names; an
application takes them out of its web view's navigation. Here the server answers them, and believes none of them.
"""

from starlette.requests import Request
from starlette.responses import Response

from web.demo import shop
from web.demo.customers import Visitor
from web.demo.notices import notice_for
from web.demo.shop import UnknownLink
from web.demo.site import Site, address

PATH = "/demo/webview"


def show_webview(request: Request, site: Site) -> Response:
    """GET /demo/webview: the application with the hosted widget open in it."""
    session = site.session(request)
    link = shop.connected_link(site.shop, session.visitor)
    url = None if link else _hosted_widget(request, site, session.visitor)
    return session.keep(request, site.page("webview.html", {"link": link, "widget_url": url}))


def take_success(request: Request, site: Site) -> Response:
    """GET /demo/webview/success?link=…: the widget has made a link, so it says."""
    visitor = site.visitor(request)
    if visitor is None:
        raise UnknownLink
    kept = shop.claim_link(site.shop, visitor, request.query_params.get("link", ""))
    return site.page("webview_back.html", {"link": kept, "notice": None})


def take_exit(request: Request, site: Site) -> Response:
    """GET /demo/webview/exit?last_encountered_error_code=…: the widget was left without a link."""
    return _ended(site, request.query_params.get("last_encountered_error_code") or "left")


def take_event(request: Request, site: Site) -> Response:
    """GET /demo/webview/event?error=… or ?warning=…: the widget can't go on."""
    said = request.query_params
    return _ended(site, said.get("error") or said.get("warning") or "unexpected")


def _hosted_widget(request: Request, site: Site, visitor: Visitor) -> str:
    here = address(request)
    page = f"{here}{site.widget_script.rpartition('/')[0]}/widget/"
    return shop.hosted_widget(site.shop, visitor, address=here, page=page, back=f"{here}{PATH}")


def _ended(site: Site, code: str) -> Response:
    return site.page("webview_back.html", {"link": None, "notice": notice_for(code)})

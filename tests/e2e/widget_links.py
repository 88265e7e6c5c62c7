"""Links that stopped working, for the widget to repair."""

import requests

from tests.e2e.widget_page import WidgetPage
from tests.kit.waiting import PATIENCE

SECOND = {"username_type": "003", "username2": "valid", "password2": "valid"}  # of the institutions that ask for it
UPDATING = "read_institutions,write_links,read_links"


def call(widget: WidgetPage, method: str, path: str, **body: object) -> requests.Response:
    """Call the API with its keys."""
    keys = (widget.sandbox.secret_id, widget.sandbox.secret_password)
    return requests.request(method, f"{widget.sandbox.url}/api/{path}", json=body, auth=keys, timeout=PATIENCE)


def status(widget: WidgetPage, link: str) -> str:
    """What the API says of a link."""
    return str(call(widget, "GET", f"links/{link}/").json()["status"])


def broken_link(widget: WidgetPage, institution: str, user: str, password: str) -> str:
    """A link whose password was wrong six times."""
    login = {"institution": institution, "username": user, **SECOND}
    link = str(call(widget, "POST", "links/", **login, password=password).json()["id"])
    for _ in range(6):
        assert call(widget, "POST", "links/", **login, password="pass_invalid").status_code == 400
    assert status(widget, link) == "invalid"
    return link


def waiting_link(widget: WidgetPage) -> str:
    """A link that can't be refreshed without a token."""
    login = {"institution": "heimdall_mx_retail", "username": "mfa_always", "password": "x", "token": "111111"}
    link = str(call(widget, "POST", "links/", **login).json()["id"])
    assert call(widget, "POST", f"links/{link}/refresh/").status_code == 202
    assert status(widget, link) == "token_required"
    return link


def open_update(widget: WidgetPage, link: str, scopes: str = UPDATING) -> None:
    """Build the widget in update mode."""
    widget.visit()
    widget.build(widget.token(link_id=link, scopes=scopes))

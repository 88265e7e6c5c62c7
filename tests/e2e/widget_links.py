"""Links that stopped working, for the widget to repair."""

from tests.e2e.widget_page import WidgetPage

SECOND = {"username_type": "003", "username2": "valid", "password2": "valid"}  # of the institutions that ask for it
UPDATING = "read_institutions,write_links,read_links"


def status(widget: WidgetPage, link: str) -> str:
    """What the API says of a link."""
    return str(widget.api.get(f"/api/links/{link}/")["status"])


def broken_link(widget: WidgetPage, institution: str, user: str, password: str) -> str:
    """A link whose password was wrong six times."""
    link = str(widget.api.link(user, password, institution=institution, **SECOND)["id"])
    widget.api.break_link(user, institution, **SECOND)
    assert status(widget, link) == "invalid"
    return link


def waiting_link(widget: WidgetPage) -> str:
    """A link that can't be refreshed without a token."""
    link = str(widget.api.link("mfa_always", "x", institution="heimdall_mx_retail", token="111111")["id"])
    widget.api.want_token(link)
    assert status(widget, link) == "token_required"
    return link


def open_update(widget: WidgetPage, link: str, scopes: str = UPDATING) -> None:
    """Build the widget in update mode."""
    widget.visit()
    widget.build(widget.token(link_id=link, scopes=scopes))

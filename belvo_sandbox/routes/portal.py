"""GET /portal/ and POST /portal/consents/{id}/: My Belvo Portal, where people see and renew their consents.

Its address carries the access token: https://developers.belvo.com/products/aggregation_brazil/aggregation-brazil-mybelvoportal
"""

from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from belvo_sandbox.bank import consents, links
from belvo_sandbox.bank.consents import DURATIONS, Consent
from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.http import tokens
from belvo_sandbox.http.requests import Call
from belvo_sandbox.http.tokens import WidgetToken
from belvo_sandbox.lifecycle import link_status, scheduler
from belvo_sandbox.routes.mock_bank_pages import STYLE_POLICY, closed_page, locale_of
from belvo_sandbox.routes.portal_pages import portal_page

_HEADERS = {
    "Cache-Control": "no-store",
    # Not no-referrer: browsers would then send a form without its origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; {STYLE_POLICY}; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
}


def show(call: Call) -> Response:
    """The consents of the token's person; the one that the address names, if it names one."""
    query = call.request.query_params
    try:
        shown = _visible(call, _token(call, query.get("access_token", "")))
    except ApiError:
        return _closed(call)
    named = query.get("consent_id", "").lower()
    chosen = [consent for consent in shown if not named or consent.id == named]
    return _page(call, chosen, query.get("access_token", ""), is_renewed=query.get("renewed") == "1")


def renew(call: Call) -> Response:
    """Give a consent once more, for as many days as its person chooses, and show what has become of it."""
    if not call.request.headers.get("origin"):
        raise failure("access_to_resource_denied", "Only the portal's own page can send this.")
    form = parse_qs(call.content.decode(errors="replace"))
    encoded, days = form.get("access_token", [""])[0], form.get("days", [""])[0]
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    scheduler.run_due_events(sandbox.state, now)
    try:
        consent = next(one for one in _visible(call, _token(call, encoded)) if one.id == call.id)
    except (ApiError, StopIteration):
        return _closed(call)
    duration = int(days) if days in map(str, DURATIONS) else None
    with sandbox.state.write() as connection:
        link_status.renew_consent(connection, consent, duration, now, sandbox.options.history_delay)
    query = urlencode({"access_token": encoded, "consent_id": consent.id, "renewed": "1", "locale": locale_of(call)})
    return RedirectResponse(f"{call.base_url}/portal/?{query}", 303, headers=_HEADERS)


def _token(call: Call, encoded: str) -> WidgetToken:
    """A token of the portal's; raises ApiError for any other."""
    token = tokens.read(call.sandbox, encoded)
    if token.claims.get("widget", {}).get("openfinance_feature") != "consent_management":
        raise failure("permission_denied", "This access token is for another feature.")
    return token


def _visible(call: Call, token: WidgetToken) -> list[Consent]:
    """The consents of links that are there, of whoever the token names."""
    whose: dict[str, Any] = token.claims["widget"].get("consent") or {}
    numbers = {"".join(filter(str.isdigit, item["number"])) for item in whose.get("identification_info", ())}
    with call.sandbox.state.read() as connection:
        everybodys = consents.all_newest_first(connection)
        return [one for one in everybodys if one.document in numbers and links.find(connection, one.link)]


def _page(call: Call, shown: list[Consent], encoded: str, *, is_renewed: bool) -> Response:
    now = call.sandbox.clock.now()
    root = call.request.scope["root_path"]
    page = portal_page(shown, now, encoded, locale_of(call), root=root, is_renewed=is_renewed)
    return HTMLResponse(page, headers=_HEADERS)


def _closed(call: Call) -> Response:
    return HTMLResponse(closed_page(locale_of(call)), 410, headers=_HEADERS)

"""GET and POST /mock-bank/consents/{id}: where a user gives a consent or refuses it."""

import hmac
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from belvo_sandbox.bank import consents, institutions
from belvo_sandbox.bank.consents import Consent
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.http.requests import Call
from belvo_sandbox.people import Account
from belvo_sandbox.products.link_data import load_link_data
from belvo_sandbox.routes.mock_bank_pages import STYLE_POLICY, closed_page, consent_page, locale_of


def show(call: Call) -> Response:
    """The bank's page; showing it anew ends the one shown before."""
    consent = _waiting_consent(call)
    if consent is None:
        return _closed(call)
    with call.sandbox.state.write() as connection:
        nonce = consents.new_nonce(connection, consent.id)
    bank = institutions.find(consent.institution).display_name
    page = consent_page(consent, bank, _accounts(call, consent), nonce, locale_of(call))
    return HTMLResponse(page, headers=_headers(consent))


def record_decision(call: Call) -> Response:
    """Keep the user's choice, and lead the browser back to the application."""
    if not call.request.headers.get("origin"):
        raise failure("access_to_resource_denied", "Only the bank's own page can send this.")
    form = parse_qs(call.content.decode(errors="replace"))
    nonce = form.get("nonce", [""])[0]
    consent = _waiting_consent(call)
    if consent is None:
        return _closed(call)
    offered = [account.key for account in _accounts(call, consent)]
    approved = form.get("decision") == ["approve"]
    shared = [key for key in offered if key in form.get("account", [])] if approved else None
    with call.sandbox.state.write() as connection:
        # Of two clicks at once, only one finds the nonce.
        current = consents.get(connection, consent.id)
        if not current.nonce or not hmac.compare_digest(current.nonce.encode(), nonce.encode()):
            return _closed(call)
        code = consents.record_decision(connection, consent.id, shared, call.sandbox.clock.now())
    return RedirectResponse(_return_url(consent, code), 303, headers=_headers(consent))


def _return_url(consent: Consent, code: str | None) -> str:
    parts = urlsplit(consent.return_url or "")
    result = {"code": code} if code else {"error": "access_denied", "error_description": "consent_rejected"}
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("consent_id", consent.id), *result.items()])
    return urlunsplit(parts._replace(query=query))


def _waiting_consent(call: Call) -> Consent | None:
    """The consent that waits behind the page's address; None when that can't be decided any more."""
    try:
        with call.sandbox.state.read() as connection:
            consent = consents.get(connection, call.id)
    except ApiError:
        return None
    request = call.request.query_params.get("request", "")
    is_right = consent.request and hmac.compare_digest(consent.request.encode(), request.encode())
    is_waiting = consent.status_at(call.sandbox.clock.now()) == "AWAITING_AUTHORISATION"
    return consent if is_right and is_waiting else None


def _accounts(call: Call, consent: Consent) -> list[Account]:
    """The accounts that the bank can share under the consent's permissions."""
    prospect = Link(
        id=consent.link,
        seed=call.sandbox.seed,
        institution=consent.institution,
        person=consent.person,
        listed_user=None,
        access_mode="single",
        status="unconfirmed",
        refresh_rate=None,
        external_id=None,
        credentials_storage="store",
        stale_in="365d",
        fetch_resources=(),
        created_at=consent.created_at,
        last_accessed_at=None,
        history_due=None,
        refresh_due=None,
        stale_at=None,
        version=0,
    )
    accounts = load_link_data(prospect, call.sandbox.ledgers).accounts
    return [
        account for account in accounts if ("CREDIT_CARDS" if account.is_debt else "ACCOUNTS") in consent.permissions
    ]


def _closed(call: Call) -> Response:
    return HTMLResponse(closed_page(locale_of(call)), 410, headers=_headers(None))


def _headers(consent: Consent | None) -> dict[str, str]:
    # A browser holds the place that a form's answer leads to against form-action too.
    parts = urlsplit(consent.return_url or "" if consent else "")
    return_to = f" {parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else f" {parts.scheme}:"
    return {
        "Cache-Control": "no-store",
        # Not no-referrer: browsers would then send a form without its origin.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": (
            f"default-src 'none'; {STYLE_POLICY}; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self'{return_to if parts.scheme else ''}"
        ),
    }

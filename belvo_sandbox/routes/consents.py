"""GET /api/consents/, GET /api/consents/{id}/, and the two steps of the widget that make them.

Belvo describes the reading only; the steps are the sandbox's own.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from belvo_sandbox.bank import consents, institutions, links, webhook_events
from belvo_sandbox.bank.consents import DURATION, GROUPS, ORGANIZATION, TEST_PERSON, Consent, ConsentTerms, RedirectFlow
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.document_checks import is_cpf
from belvo_sandbox.core.errors import ApiError, failure, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.http import tokens
from belvo_sandbox.http.guard import LOOPBACK
from belvo_sandbox.http.paging import paged, project
from belvo_sandbox.http.requests import Call
from belvo_sandbox.products.filters import ListFilter, refuse_unknown
from belvo_sandbox.products.link_data import load_link_data
from belvo_sandbox.routes.links import body_of, read_options

LOCALES = ("pt", "en")
_USER = ListFilter("user_document")
_DOCUMENT = r"\d{11,14}"
# A browser would run these instead of going somewhere.
_SCRIPTS = frozenset({"", "javascript", "data", "vbscript", "file", "blob", "about"})


def index(call: Call) -> Response:
    """List consents; a widget sees those of its own user only."""
    query, now, strict = call.request.query_params, call.sandbox.clock.now(), call.sandbox.options.strict
    if strict:
        refuse_unknown((_USER,), query)
    form = Form(query)
    # Belvo's description marks it as required, and its prose says that one can list without it.
    document = form.text(_USER.name, pattern=_DOCUMENT, required=strict)
    form.check()
    with call.sandbox.state.read() as connection:
        visible = [consent for consent in consents.all_newest_first(connection) if _is_visible(call, consent)]
    bodies = [consent.body(now) for consent in visible if document in (None, consent.cpf, consent.cnpj)]
    return paged(call.request, bodies)


def detail(call: Call) -> Response:
    """One consent."""
    with call.sandbox.state.read() as connection:
        consent = consents.get(connection, call.id)
    if not _is_visible(call, consent):
        raise failure("not_found")
    bodies = project([consent.body(call.sandbox.clock.now())], call.request.query_params)
    return json_response(bodies[0])


def create(call: Call) -> Response:
    """Begin a consent; the user gives it on the bank's page at `authorization_url`."""
    form = Form(call.body())
    name = form.text("institution", required=True)
    locale = form.choice("locale", LOCALES) or "pt"
    return_url = form.text("return_url", required=True)
    terms = _terms(call, form)
    institution = institutions.find(name or "")
    if institution.integration_type != "openfinance":
        raise failure("unsupported_operation", "This institution gives no consents of open finance")
    if institution.status == "down":
        raise failure("institution_down")
    _check_return(call, return_url or "")
    sandbox, token = call.sandbox, call.caller.token
    person, now = links.institution_user_id(sandbox.seed, institution.name, terms.document), sandbox.clock.now()
    with sandbox.state.write() as connection:
        if sandbox.options.unique_links and links.exists_for(connection, institution.name, person):
            raise failure("duplicated", institution_user_id=person)
        link_id = links.reserve_id(connection, sandbox.seed, institution.name, person)
        redirect = RedirectFlow(return_url or "", locale, token.jti if token else None)
        consent = consents.create(connection, link_id, institution.name, person, terms, now, redirect)
    query = urlencode({"request": consent.request, "locale": locale})
    url = f"{call.base_url}/mock-bank/consents/{consent.id}?{query}"
    return json_response({**consent.body(now), "authorization_url": url}, 201)


def finish(call: Call) -> Response:
    """Make the link that the user has consented to; possible once, for a minute after the bank's page."""
    form = Form(body_of(call))
    code, terms = form.text("code", required=True), read_options(form)
    form.check()
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    with sandbox.state.read() as connection:
        consent = consents.get(connection, call.id)
    _check_answer(call, consent, code or "")
    institution = institutions.find(consent.institution)
    if not consent.shared:
        with sandbox.state.write() as connection:
            consents.reject(connection, consent.id)
        raise failure("consent_without_accounts")
    with sandbox.state.write() as connection:
        _check_answer(call, consents.get(connection, call.id), code or "")
        if call.caller.token:
            tokens.spend(connection, call.caller.token, now)
        offered = tuple(filter(institution.resource, terms.fetch_resources))
        terms = replace(terms, fetch_resources=offered)
        link = links.add(
            connection,
            sandbox.seed,
            institution.name,
            consent.person,
            None,
            terms,
            now,
            id_=consent.link,
            document=consent.document,
        )
        granted = consents.grant(connection, consent.id, now)
        links.bind_consent(connection, link.id, granted.shared, granted.expires_at)
        link = links.get(connection, link.id)
        fetch_log.record_history(connection, link, now, delay=sandbox.options.history_delay)
        if _withholds_card(call, link) and "BILLS" in fetch_log.resources_of(link):
            code = "openfinance_consent_with_unrecoverable_resources"
            webhook_events.announce_consent(connection, link, now, code, resources=["BILLS"])
        return json_response(links.get(connection, link.id).body(), 201)


def _terms(call: Call, form: Form) -> ConsentTerms:
    """The terms of the token, and what the user has typed where it says nothing."""
    cpf = form.text("cpf")
    typed_name = form.text("name")
    days = form.text("consent_duration", pattern=DURATION)
    form.check()
    token_terms = _token_terms(call)
    documents = {item["type"]: item for item in token_terms.get("identification_info", ())}
    person, company = documents.get("CPF"), documents.get("CNPJ")
    number = "".join(filter(str.isdigit, person["number"] if person else cpf or ""))
    if not is_cpf(number):
        raise ApiError(400, invalid("cpf", message="Must be a valid CPF.") if number else invalid("cpf", "required"))
    default_name = TEST_PERSON[1] if number == TEST_PERSON[0] else number
    return ConsentTerms(
        cpf=number,
        cnpj="".join(filter(str.isdigit, company["number"])) if company else None,
        name=(company or person or {}).get("name") or typed_name or default_name,
        organization=_branding(call).get("company_name") or ORGANIZATION,
        purpose=token_terms.get("purpose"),
        terms_url=token_terms.get("terms_and_conditions_url"),
        permissions=tuple(token_terms.get("permissions", GROUPS)),
        duration=int(days) if days else token_terms.get("default_consent_duration_days"),
    )


def _withholds_card(call: Call, link: Link) -> bool:
    of_link = load_link_data(link, call.sandbox.ledgers)
    return any(account.is_debt and account not in of_link.accounts for account in of_link.ledger.accounts)


def _token_terms(call: Call) -> dict[str, Any]:
    token = call.caller.token
    return dict(token.claims.get("widget", {}).get("consent") or {}) if token else {}


def _branding(call: Call) -> dict[str, Any]:
    token = call.caller.token
    return dict(token.claims.get("widget", {}).get("branding") or {}) if token else {}


def _is_visible(call: Call, consent: Consent) -> bool:
    token = call.caller.token
    if token is None:
        return True
    numbers = ("".join(filter(str.isdigit, i["number"])) for i in _token_terms(call).get("identification_info", ()))
    # A token of update mode stands for the user of its link, one that began a consent for that consent's.
    own = consent.link == token.link or (consent.token is not None and consent.token == token.jti)
    return own or consent.document in set(numbers)


def _check_answer(call: Call, consent: Consent, code: str) -> None:
    token = call.caller.token
    if token and consent.token != token.jti:
        raise failure("permission_denied", "This access token began another consent.")
    if not consent.can_finish(call.sandbox.clock.now()):
        raise failure("session_expired_ob")
    if code != consent.code:
        raise ApiError(400, invalid("code", message="This is not the code that the bank has given."))


def _check_return(call: Call, url: str) -> None:
    """The bank leads back to the sandbox, to this machine, or to where the token's maker has said."""
    parts = urlsplit(url)
    token = call.caller.token
    callbacks = (token.claims.get("widget", {}).get("callback_urls") or {}).values() if token else ()
    is_web = parts.scheme in ("http", "https")
    is_local = is_web and (parts.hostname in LOOPBACK or parts.netloc == call.request.url.netloc)
    is_callback = url.partition("?")[0] in {str(callback).partition("?")[0] for callback in callbacks}
    if parts.scheme in _SCRIPTS or not (is_local or is_callback):
        message = "Must be a page of this machine or one of the token's callback_urls."
        raise ApiError(400, invalid("return_url", message=message))

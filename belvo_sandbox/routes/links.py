"""GET, POST /api/links/ and GET, PUT, PATCH, DELETE /api/links/{id}/."""

import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.responses import Response

from belvo_sandbox.bank import consents, institutions, limits, links, mfa, webhook_events
from belvo_sandbox.bank.institutions import Institution
from belvo_sandbox.bank.links import (
    CREDENTIALS_STORAGE,
    EXTERNAL_ID,
    REFRESH_RATES,
    STALE_IN,
    STATUSES,
    Link,
    LinkOptions,
)
from belvo_sandbox.core import request_ids
from belvo_sandbox.core.clock import parse
from belvo_sandbox.core.document_checks import is_cpf, is_personal
from belvo_sandbox.core.errors import ApiError, ErrorItem, failure
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import accepted, json_response, no_content
from belvo_sandbox.data.repository import all_links
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.http import tokens
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call
from belvo_sandbox.lifecycle import link_status, scheduler, scripted_logins
from belvo_sandbox.lifecycle.scripted_logins import Login
from belvo_sandbox.products.filters import BOUNDS, ONE_OR_MANY, ListFilter, ValueKind, matching_rows, refuse_unknown
from belvo_sandbox.products.link_data import load_link_data

_MODES = ("single", "recurrent")
# Of a token's terms, which the browser can't change.
_TOKEN_TERMS = ("fetch_resources", "stale_in", "credentials_storage")

FILTERS = (
    ListFilter("id", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
    ListFilter("institution", lookups=ONE_OR_MANY),
    ListFilter("access_mode", choices=_MODES),
    ListFilter("created_at", kind=ValueKind.INSTANT, lookups=BOUNDS),
    ListFilter("created_by", kind=ValueKind.IDENTIFIER, lookups=("not_in",)),
    ListFilter("external_id", lookups=ONE_OR_MANY),
    ListFilter("institution_user_id", lookups=ONE_OR_MANY),
    ListFilter("refresh_rate", choices=tuple(REFRESH_RATES)),
    ListFilter("status", lookups=ONE_OR_MANY, choices=STATUSES),
)


def index(call: Call) -> Response:
    """List links."""
    if call.sandbox.options.strict:
        refuse_unknown(FILTERS, call.request.query_params)
    bodies = [link.body() for link in all_links(call.sandbox)]
    return paged(call.request, matching_rows(bodies, FILTERS, call.request.query_params))


def detail(call: Call) -> Response:
    """One link."""
    scheduler.run_due_events(call.sandbox.state, call.sandbox.clock.now())
    with call.sandbox.state.read() as connection:
        return json_response(links.get(connection, call.id).body())


def create(call: Call) -> Response:
    """Log in at an institution, and fetch the resources that the link names."""
    form = Form(body_of(call))
    name = form.text("institution", required=True)
    options = read_options(form)
    form.check()
    institution = institutions.find(name or "")
    if call.caller.token:
        # A token is minted before anybody knows which institution will be chosen.
        offered = tuple(name for name in options.fetch_resources if institution.resource(name))
        options = replace(options, fetch_resources=offered)
    _check_resources(institution, options.fetch_resources)
    username = form.text("username") or ""
    if institution.integration_type == "openfinance":
        username = _consenting(call, form, username)
    credentials = _credentials(form, institution, username)
    token = form.text("token")
    form.check()
    person = links.institution_user_id(call.sandbox.seed, institution.name, username)
    _log_in(call, Login(institution, person, username, credentials))
    call.wait(scripted_logins.delay(username))
    return json_response(_connect(call, institution, person, username, options, token).body(), 201)


def _log_in(call: Call, login: Login) -> None:
    state = call.sandbox.state
    try:
        scripted_logins.log_in(state, login, call.sandbox.clock.now())
    except ApiError as refused:
        if refused.items[0].code == "login_error":
            with state.write() as connection:
                link_status.count_login_failure(
                    connection, login.institution.name, login.person, call.sandbox.clock.now()
                )
        raise


def _connect(
    call: Call, institution: Institution, person: str, username: str, options: LinkOptions, token: str | None
) -> Link:
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    listed = username if scripted_logins.is_listed(username) else None
    challenge = (
        None
        if mfa.is_valid(token)
        else call.forced_challenge or scripted_logins.challenge_at_login(institution, listed)
    )
    status = "unconfirmed" if challenge else "valid"
    by_consent = institution.integration_type == "openfinance"
    document = username if by_consent and is_cpf(username) else None
    with sandbox.state.write() as connection:
        if sandbox.options.unique_links and links.exists_for(connection, institution.name, person):
            raise failure("duplicated", institution_user_id=person)
        link = links.add(
            connection, sandbox.seed, institution.name, person, listed, options, now, status=status, document=document
        )
        if by_consent:
            _consent(call, connection, link, username)
        demand = challenge and mfa.open_session(connection, link.id, challenge, now)
        if not demand:
            return _confirmed(call, connection, link, now, is_new=True)
    raise demand


def _confirmed(call: Call, connection: sqlite3.Connection, link: Link, now: datetime, *, is_new: bool) -> Link:
    """A link whose login has succeeded; a new one and a recurrent one are fetched."""
    if call.caller.token:
        tokens.spend(connection, call.caller.token, now)
    links.confirm(connection, link, now)
    if is_new or link.access_mode == "recurrent":
        fetch_log.record_history(connection, link, now, delay=call.sandbox.options.history_delay)
    return links.get(connection, link.id)


def resume(call: Call) -> Response:
    """Go on with a login that waited for a token."""
    body, now = call.body(), call.sandbox.clock.now()
    token = call.caller.token
    if token and token.link and token.link != str(body.get("link", "")).lower():
        raise failure("permission_denied", "This access token is for another link.")
    session = mfa.resume(call.sandbox.state, body, now)
    with call.sandbox.state.write() as connection:
        link = links.get(connection, session.link)
        return json_response(_confirmed(call, connection, link, now, is_new=link.status == "unconfirmed").body())


def _consenting(call: Call, form: Form, username: str) -> str:
    """Scripts consent by asking; a widget has its user go to the bank. The taxpayer number without its signs."""
    if call.caller.token:
        raise failure("permission_denied", "The user has to give a consent at the institution.")
    form.text("consent_duration", pattern=consents.DURATION)
    return re.sub(r"[.-]", "", username) if is_cpf(username) else username


def _consent(call: Call, connection: sqlite3.Connection, link: Link, username: str) -> None:
    person = load_link_data(link, call.sandbox.ledgers).person
    days = call.body().get("consent_duration")
    name = consents.TEST_PERSON[1] if username == consents.TEST_PERSON[0] else person.name
    cpf = username if is_cpf(username) else person.documents["CPF"]
    terms = consents.ConsentTerms(cpf=cpf, cnpj=None, name=name, duration=int(days) if days else None)
    now = parse(link.created_at)
    consent = consents.create(connection, link.id, link.institution, link.person, terms, now)
    consents.grant(connection, consent.id, now)
    links.bind_consent(connection, link.id, None, consent.expires_at)


def update(call: Call) -> Response:
    """Give a link new credentials; a recurrent one is fetched anew."""
    form, now = Form(call.body()), call.sandbox.clock.now()
    with call.sandbox.state.read() as connection:
        link = links.get(connection, call.id)
    # For a link that only waits for a token a widget asks for nothing else: the institution's credentials are stored.
    has_ended = link.credentials_end is not None and link.credentials_end <= now
    is_stored = call.caller.token is not None and link.status == "token_required" and not has_ended
    typed = {"password": form.text("password", required=not is_stored), "password2": form.text("password2")}
    credentials = {name: value for name, value in typed.items() if value}
    token = form.text("token")
    form.check()
    institution = institutions.find(link.institution)
    if institution.integration_type == "openfinance" and link.consent_ends is None:
        raise failure("invalid_link", "The consent of this link has ended. Its user has to renew it")
    _check_passwords(institution, link, credentials)
    _log_in(call, Login(institution, link.person, link.listed_user or "", credentials))
    scripted_logins.check_access(call.sandbox.state, link, institution)
    call.wait(scripted_logins.delay(link.listed_user))
    challenge_due = call.forced_challenge or scripted_logins.challenge_at_login(institution, link.listed_user)
    challenge = None if mfa.is_valid(token) else challenge_due
    with call.sandbox.state.write() as connection:
        demand = challenge and mfa.open_session(connection, link.id, challenge, now)
        if not demand:
            link = links.get(connection, link.id)
            if credentials:
                link = links.store_credentials(connection, link, now)
            return json_response(_confirmed(call, connection, link, now, is_new=False).body())
    raise demand


def refresh(call: Call) -> Response:
    """Fetch a link's resources anew; those who are asked for a token each time must give one first."""
    form = Form(call.body())
    names = form.names("fetch_resources") or []
    form.check()
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    with sandbox.state.read() as connection:
        link = links.get(connection, call.id)
    institution = institutions.find(link.institution)
    _check_resources(institution, names)
    if link.credentials_end and link.credentials_end <= now:
        raise failure("expired_credentials")
    if link.status in ("invalid", "unconfirmed"):
        raise failure(f"{link.status}_link")
    scripted_logins.check_access(call.sandbox.state, link, institution)
    call.wait(scripted_logins.delay(link.listed_user))
    with sandbox.state.write() as connection:
        limits.count_refresh(connection, link.id, now)
        request_id = request_ids.next_request_id(connection)
        if link_status.log_in_again(connection, link, now, request_id):
            keys = [key for key in map(institution.resource, names) if key]
            resources = keys or fetch_log.resources_of(link) or institution.resources
            delay = sandbox.options.history_delay
            fetch_log.record_history(connection, link, now, delay=delay, request_id=request_id, resources=resources)
    return accepted(request_id)


def modify(call: Call) -> Response:
    """Change a link's options."""
    form = Form(call.body())
    mode = form.choice("access_mode", _MODES)
    stale_in = form.text("stale_in", pattern=STALE_IN)
    fetch_resources = form.names("fetch_resources")
    form.check()
    now = call.sandbox.clock.now()
    with call.sandbox.state.write() as connection:
        link = links.get(connection, call.id)
        _check_resources(institutions.find(link.institution), fetch_resources or ())
        values: dict[str, str | None] = {}
        if stale_in:
            values |= {
                "stale_in": stale_in,
                "stale_at": links.stale_at(link.last_accessed_at or link.created_at, stale_in),
            }
        if fetch_resources is not None:
            values["fetch_resources"] = json.dumps(fetch_resources)
        if mode and mode != link.access_mode:
            values |= links.access_mode_columns(link, mode, now)
        return json_response(links.change(connection, link.id, **values).body())


def destroy(call: Call) -> Response:
    """Delete a link and everything below it."""
    call.request.app.state.sender.compose_all()
    with call.sandbox.state.write() as connection:
        link = links.get(connection, call.id)
        if not call.is_asynchronous:
            limits.count_deletion(connection, "links", call.sandbox.clock.now())
        links.delete(connection, link.id)
        consents.revoke(connection, link.id)
        if not call.is_asynchronous:
            return no_content()
        request_id = request_ids.next_request_id(connection)
        webhook_events.announce_deletion(connection, link, call.sandbox.clock.now(), request_id)
    return accepted(request_id)


def body_of(call: Call) -> dict[str, Any]:
    body, token = call.body(), call.caller.token
    if token is None:
        return body
    token_terms = {name: token.claims[name] for name in _TOKEN_TERMS if name in token.claims}
    return {"external_id": token.claims.get("external_id"), **body, **token_terms}


def read_options(form: Form) -> LinkOptions:
    mode = form.choice("access_mode", _MODES) or "recurrent"
    default_storage = "store" if mode == "recurrent" else "365d"
    external_id = form.text("external_id", pattern=EXTERNAL_ID)
    options = LinkOptions(
        access_mode=mode,
        external_id=None if external_id and is_personal(external_id) else external_id,
        credentials_storage=form.text("credentials_storage", pattern=CREDENTIALS_STORAGE) or default_storage,
        stale_in=form.text("stale_in", pattern=STALE_IN) or "365d",
        fetch_resources=tuple(form.names("fetch_resources") or ()),
    )
    if mode == "recurrent" and options.credentials_storage != "store":
        raise failure("invalid_credentials_storage")
    if options.credentials_storage == "nostore" and not options.fetch_resources:
        raise failure("invalid_fetch_resources")
    return options


def _check_resources(institution: Institution, names: tuple[str, ...] | list[str]) -> None:
    if not all(map(institution.resource, names)):
        offered = ", ".join(institution.body["resources"])
        message = f"The institution only supports the following resources: {offered}"
        raise ApiError(400, ErrorItem("invalid", message, "fetch_resources"))


def _check_passwords(institution: Institution, link: Link, credentials: dict[str, str]) -> None:
    fields = [field for field in institution.form if field.name in credentials and not link.listed_user]
    wrong = [field.name for field in fields if not field.accepts(credentials[field.name])]
    if wrong:
        raise ApiError(400, *(ErrorItem("validation_error", "Bad request", name) for name in wrong))


def _credentials(form: Form, institution: Institution, username: str) -> dict[str, str]:
    """The values of the institution's form; those of listed users need not match it."""
    body_of = {field: form.text(field.name, required=field.is_required) for field in institution.form}
    form.check()
    listed = scripted_logins.is_listed(username)
    wrong = [field for field, value in body_of.items() if value and not listed and not field.accepts(value)]
    if wrong:
        raise ApiError(400, *(ErrorItem("validation_error", "Bad request", field.name) for field in wrong))
    return {field.name: value for field, value in body_of.items() if value and field.type != "hidden"}

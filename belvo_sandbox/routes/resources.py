"""List, retrieve, show and delete: the same for every resource, which says what is its own as data."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.responses import Response

from belvo_sandbox.bank import institutions, limits, links, mfa
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core import request_ids
from belvo_sandbox.core.errors import ApiError, failure, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import accepted, no_content, raw_json
from belvo_sandbox.data.repository import all_links, find_row, links_by_id, preview, rendered_list
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.fetches.rendered_list import RenderedList
from belvo_sandbox.http.paging import PageRequest, is_projected, page_response, project
from belvo_sandbox.http.requests import Call, Operation
from belvo_sandbox.lifecycle import scheduler, scripted_logins
from belvo_sandbox.products.declaration import Parameter, Resource
from belvo_sandbox.products.filters import (
    OF_EVERY_LIST,
    ONE_OR_MANY,
    ListFilter,
    ValueKind,
    predicates_of,
    refuse_unknown,
)

_LINK = ListFilter("link", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY)
_ALL_NUMBERS = 2**63 - 1
_OWN_COLUMNS = frozenset({"link", "token", "save_data", "account", "account_id"})  # of a fetch, or not kept


@dataclass(frozen=True)
class Handlers:
    """The operations of one resource."""

    resource: Resource

    def collection(self) -> dict[str, Operation]:
        """The operations at its path."""
        operations = {"GET": Operation(self.index), "POST": Operation(self.retrieve)}
        return operations | ({"PATCH": Operation(self.resume)} if self.resource.resumable else {})

    def member(self) -> dict[str, Operation]:
        """The operations at the path of one of its rows."""
        operations = {"GET": Operation(self.detail)}
        return operations | ({"DELETE": Operation(self.destroy)} if self.resource.deletable else {})

    def index(self, call: Call) -> Response:
        """List what was fetched."""
        query = call.request.query_params
        if call.sandbox.options.strict:
            refuse_unknown((_LINK, *self.resource.filters), query)
        page, predicates = PageRequest.of(query), predicates_of(self.resource.filters, query)
        link_predicates = [predicate for _, predicate in predicates_of((_LINK,), query)]
        if self.resource.link_required and not query.get("link"):
            raise ApiError(400, invalid("link", "required"))
        matching_links = [
            link for link in _links_named(call, query) if all(is_in(link.id) for is_in in link_predicates)
        ]
        lists = [rendered_list(call.sandbox, link, self.resource) for link in matching_links]
        matching = [(rows, rows.indexes(predicates, _row_query(query))) for rows in lists]
        count = sum(len(indexes) for _, indexes in matching)
        page.check(count)
        return page_response(call.request, page, count, _rows(call, _cut(matching, page.rows)))

    def detail(self, call: Call) -> Response:
        """Show one row."""
        found = find_row(call.sandbox, self.resource, call.id)
        if found is None:
            raise failure("not_found")
        _, rows, index = found
        return raw_json(_rows(call, [(rows, index)])[0])

    def destroy(self, call: Call) -> Response:
        """Delete one row."""
        found = find_row(call.sandbox, self.resource, call.id)
        if found is None:
            raise failure("not_found")
        with call.sandbox.state.write() as connection:
            if self.resource.name == "ACCOUNTS":
                limits.count_deletion(connection, "accounts", call.sandbox.clock.now())
            fetch_log.delete_row(connection, links.get(connection, found[0].id), self.resource.name, call.id)
        return no_content()

    def retrieve(self, call: Call) -> Response:
        """Fetch now, and answer with the rows."""
        body = call.body()
        parameters = _parameters(body, self.resource, strict=call.sandbox.options.strict)
        link = _usable(call, parameters["link"], self.resource)
        scripted_logins.check_access(call.sandbox.state, link, institutions.find(link.institution))
        call.wait(scripted_logins.delay(link.listed_user))
        if scripted_logins.has_expired(link, call.sandbox.clock.now()):
            raise failure("login_error")
        challenge = (call.forced_challenge or scripted_logins.challenge(link)) if self.resource.resumable else None
        if challenge and not mfa.is_valid(parameters.get("token")):
            with call.sandbox.state.write() as connection:
                now = call.sandbox.clock.now()
                token_required = mfa.open_session(connection, link.id, challenge, now, self.resource.name, body)
            raise token_required
        return self._fetch_and_respond(call, parameters, link)

    def resume(self, call: Call) -> Response:
        """Go on with a retrieve that waited for a token."""
        body = call.body()
        session = mfa.resume(call.sandbox.state, body, call.sandbox.clock.now(), self.resource.name)
        save_data = {"save_data": body["save_data"]} if "save_data" in body else {}
        parameters = _parameters({**session.parameters, **save_data}, self.resource, strict=call.sandbox.options.strict)
        link = _usable(call, session.link, self.resource)
        with call.sandbox.state.write() as connection:
            links.confirm(connection, link, call.sandbox.clock.now())
        return self._fetch_and_respond(call, parameters, link)

    def _fetch_and_respond(self, call: Call, parameters: Mapping[str, Any], link: Link) -> Response:
        fetch = _fetch(parameters, call.sandbox.clock.now())
        is_later = self.resource.asynchronous and call.is_asynchronous
        if not parameters["save_data"] and not is_later:
            rows = preview(call.sandbox, link, self.resource, fetch)
            return self._response(call, [(rows, index) for index in rows.indexes((), None)], 200)
        with call.sandbox.state.write() as connection:
            if is_later:
                request_id, delay = request_ids.next_request_id(connection), call.sandbox.options.history_delay
                fetch_log.record_retrieve(connection, link, self.resource.name, fetch, request_id, delay=delay)
                return accepted(request_id)
            number = fetch_log.record(connection, link, [self.resource.name], fetch)
            link = links.get(connection, link.id)
        rows = rendered_list(call.sandbox, link, self.resource)
        return self._response(call, [(rows, index) for index in rows.fetched_by(number)], 201)

    def _response(self, call: Call, rows: list[tuple[RenderedList, int]], status: int) -> Response:
        if not self.resource.single:
            return raw_json(b"[" + b",".join(_rows(call, rows)) + b"]", status)
        if not rows:
            raise failure("unavailable_data")
        return raw_json(_rows(call, rows[:1])[0], status)


def _links_named(call: Call, query: QueryParams) -> list[Link]:
    """The links that a query may mean: most name one, for which the others need not be read."""
    values = [value for value in query.getlist("link") if value.strip()]
    return links_by_id(call.sandbox, str(uuid.UUID(values[-1].strip()))) if values else all_links(call.sandbox)


def _row_query(query: QueryParams) -> tuple[tuple[str, str], ...]:
    """The part of a query that decides which rows match, whatever the page."""
    return tuple(sorted(item for item in query.multi_items() if item[0] not in OF_EVERY_LIST))


def _cut(matching: Sequence[tuple[RenderedList, Sequence[int]]], span: slice) -> list[tuple[RenderedList, int]]:
    """The rows of a page among the matching ones of all lists."""
    page, before = [], 0
    for rows, indexes in matching:
        start, stop = max(0, span.start - before), max(0, span.stop - before)
        page += [(rows, index) for index in indexes[start:stop]]
        before += len(indexes)
    return page


def _rows(call: Call, selected: list[tuple[RenderedList, int]]) -> list[bytes]:
    rows = [of_link.rows[index] for of_link, index in selected]
    if not is_projected(call.request.query_params):
        return rows
    return [*map(orjson.dumps, project([*map(orjson.loads, rows)], call.request.query_params))]


def _parameters(body: Mapping[str, Any], resource: Resource, *, strict: bool) -> dict[str, Any]:
    """The fields of a retrieve; a period of years becomes one of dates."""
    form = Form(body)
    parameters = {parameter.name: _read(form, parameter, strict=strict) for parameter in resource.parameters}
    if "save_data" not in parameters:
        parameters["save_data"] = form.flag("save_data", default=True)
    form.check()
    if resource.check:
        resource.check(parameters)
    if parameters.get("year_from") and parameters.get("year_to"):
        first, last = date(parameters["year_from"], 1, 1), date(parameters["year_to"], 12, 31)
        parameters |= {"date_from": first, "date_to": last}
    since, until = parameters.get("date_from"), parameters.get("date_to")
    if since and until and since > until:
        raise ApiError(400, invalid("date_from", message="date_from must not be after date_to."))
    return parameters


def _read(form: Form, parameter: Parameter, *, strict: bool) -> Any:  # noqa: ANN401 - whatever the field holds
    name, required = parameter.name, parameter.required and (strict or parameter.default is None)
    match parameter.kind:
        case "flag":
            return form.flag(name, default=name == "save_data")
        case "choice":
            return form.choice(name, parameter.choices, required=required) or parameter.default
    readers: dict[str, Callable[..., Any]] = {
        "day": form.day,
        "identifier": form.identifier,
        "names": form.names,
        "text": form.text,
        "year": form.year,
    }
    return readers[parameter.kind](name, required=required)


def _fetch(parameters: Mapping[str, Any], at: datetime) -> Fetch:
    others = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in parameters.items()
        if value and name not in _OWN_COLUMNS
    }
    account = parameters.get("account") or parameters.get("account_id")
    return Fetch(_ALL_NUMBERS, at, parameters.get("date_from"), parameters.get("date_to"), account, others)


def _usable(call: Call, link_id: str, resource: Resource) -> Link:
    """The link, if its institution can be asked for this now."""
    now = call.sandbox.clock.now()
    scheduler.run_due_events(call.sandbox.state, now)
    with call.sandbox.state.read() as connection:
        link = links.find(connection, link_id)
    if link is None:
        raise failure("does_not_exist", f"Object with id={link_id} does not exist.", field="link")
    if link.credentials_end and link.credentials_end <= now:
        raise failure("expired_credentials")
    if link.status in ("invalid", "unconfirmed"):
        raise failure(f"{link.status}_link")
    if resource.name not in institutions.find(link.institution).resources:
        raise failure("unsupported_operation")
    return link

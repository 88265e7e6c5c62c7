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
from belvo_sandbox.core.answers import accepted, empty, raw
from belvo_sandbox.core.errors import ApiError, failure, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.data.repository import all_links, glimpse, holding, link_of, shelf
from belvo_sandbox.fetches import fetches
from belvo_sandbox.fetches.fetches import Collection
from belvo_sandbox.fetches.rendered_list import Shelf
from belvo_sandbox.http.paging import Window, envelope, is_projected, project
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
_NOT_KEPT = frozenset({"link", "token", "save_data", "account", "account_id"})  # of a retrieve, with its collection


@dataclass(frozen=True)
class Handlers:
    """The operations of one resource."""

    resource: Resource

    def collection(self) -> dict[str, Operation]:
        """What its path answers."""
        usual = {"GET": Operation(self.index), "POST": Operation(self.retrieve)}
        return usual | ({"PATCH": Operation(self.resume)} if self.resource.resumable else {})

    def member(self) -> dict[str, Operation]:
        """What the path of one of its rows answers."""
        shown = {"GET": Operation(self.detail)}
        return shown | ({"DELETE": Operation(self.destroy)} if self.resource.deletable else {})

    def index(self, call: Call) -> Response:
        """List what was collected."""
        query = call.request.query_params
        if call.sandbox.options.strict:
            refuse_unknown((_LINK, *self.resource.filters), query)
        window, asked = Window.asked(query), predicates_of(self.resource.filters, query)
        of_links = predicates_of((_LINK,), query)
        if self.resource.link_required and not query.get("link"):
            raise ApiError(400, invalid("link", "required"))
        wanted = [link for link in _candidates(call, query) if all(holds(link.id) for _, holds in of_links)]
        shelves = [shelf(call.sandbox, link, self.resource) for link in wanted]
        found = [(on, on.places(asked, _essence(query))) for on in shelves]
        count = sum(len(places) for _, places in found)
        window.check(count)
        return envelope(call.request, window, count, _rows(call, _cut(found, window.span)))

    def detail(self, call: Call) -> Response:
        """Show one row."""
        held = holding(call.sandbox, self.resource, call.id)
        if held is None:
            raise failure("not_found")
        _, on, place = held
        return raw(_rows(call, [(on, place)])[0])

    def destroy(self, call: Call) -> Response:
        """Delete one row."""
        held = holding(call.sandbox, self.resource, call.id)
        if held is None:
            raise failure("not_found")
        with call.sandbox.state.write() as connection:
            if self.resource.name == "ACCOUNTS":
                limits.count_deletion(connection, "accounts", call.sandbox.clock.now())
            fetches.delete(connection, links.get(connection, held[0].id), self.resource.name, call.id)
        return empty()

    def retrieve(self, call: Call) -> Response:
        """Collect now, and answer with what was found."""
        body = call.body()
        asked = _asked(body, self.resource)
        link = _usable(call, asked["link"], self.resource)
        scripted_logins.check_access(call.sandbox.state, link, institutions.find(link.institution))
        call.wait(scripted_logins.delay(link.listed_user))
        if scripted_logins.has_expired(link, call.sandbox.clock.now()):
            raise failure("login_error")
        challenge = (call.demanded or scripted_logins.challenge(link)) if self.resource.resumable else None
        if challenge and not mfa.is_right(asked.get("token")):
            with call.sandbox.state.write() as connection:
                demand = mfa.demand(connection, link.id, challenge, call.sandbox.clock.now(), self.resource.name, body)
            raise demand
        return self._collect(call, asked, link)

    def resume(self, call: Call) -> Response:
        """Go on with a retrieve that waited for a token."""
        body = call.body()
        session = mfa.resume(call.sandbox.state, body, call.sandbox.clock.now(), self.resource.name)
        given = {"save_data": body["save_data"]} if "save_data" in body else {}
        asked = _asked({**session.asked, **given}, self.resource)
        link = _usable(call, session.link, self.resource)
        with call.sandbox.state.write() as connection:
            links.confirm(connection, link, call.sandbox.clock.now())
        return self._collect(call, asked, link)

    def _collect(self, call: Call, asked: Mapping[str, Any], link: Link) -> Response:
        collection = _collection(asked, call.sandbox.clock.now())
        later = self.resource.asynchronous and call.is_asynchronous
        if not asked["save_data"] and not later:
            on = glimpse(call.sandbox, link, self.resource, collection)
            return self._found(call, [(on, place) for place in on.places((), None)], 200)
        with call.sandbox.state.write() as connection:
            if later:
                request_id, delay = request_ids.drawn(connection), call.sandbox.options.history_delay
                fetches.record_retrieve(connection, link, self.resource.name, collection, request_id, delay=delay)
                return accepted(request_id)
            number = fetches.record(connection, link, [self.resource.name], collection)
            link = links.get(connection, link.id)
        on = shelf(call.sandbox, link, self.resource)
        return self._found(call, [(on, place) for place in on.found_by(number)], 201)

    def _found(self, call: Call, found: list[tuple[Shelf, int]], status: int) -> Response:
        if not self.resource.single:
            return raw(b"[" + b",".join(_rows(call, found)) + b"]", status)
        if not found:
            raise failure("unavailable_data")
        return raw(_rows(call, found[:1])[0], status)


def _candidates(call: Call, query: QueryParams) -> list[Link]:
    """The links that a query may mean: most name one, for which the others need not be read."""
    named = [value for value in query.getlist("link") if value.strip()]
    return link_of(call.sandbox, str(uuid.UUID(named[-1].strip()))) if named else all_links(call.sandbox)


def _essence(query: QueryParams) -> tuple[tuple[str, str], ...]:
    """What of a query decides which rows it asks for, whatever the page."""
    return tuple(sorted(item for item in query.multi_items() if item[0] not in OF_EVERY_LIST))


def _cut(found: Sequence[tuple[Shelf, Sequence[int]]], span: slice) -> list[tuple[Shelf, int]]:
    """The places of a page among those found on all shelves."""
    page, before = [], 0
    for on, places in found:
        start, stop = max(0, span.start - before), max(0, span.stop - before)
        page += [(on, place) for place in places[start:stop]]
        before += len(places)
    return page


def _rows(call: Call, places: list[tuple[Shelf, int]]) -> list[bytes]:
    rows = [on.row(place) for on, place in places]
    if not is_projected(call.request.query_params):
        return rows
    return [*map(orjson.dumps, project([*map(orjson.loads, rows)], call.request.query_params))]


def _asked(body: Mapping[str, Any], resource: Resource) -> dict[str, Any]:
    """The fields of a retrieve; a span of years becomes one of dates."""
    form = Form(body)
    asked = {parameter.name: _read(form, parameter) for parameter in resource.parameters}
    if "save_data" not in asked:
        asked["save_data"] = form.flag("save_data", default=True)
    form.check()
    if resource.check:
        resource.check(asked)
    if asked.get("year_from") and asked.get("year_to"):
        asked |= {"date_from": date(asked["year_from"], 1, 1), "date_to": date(asked["year_to"], 12, 31)}
    since, until = asked.get("date_from"), asked.get("date_to")
    if since and until and since > until:
        raise ApiError(400, invalid("date_from", message="date_from must not be after date_to."))
    return asked


def _read(form: Form, parameter: Parameter) -> Any:  # noqa: ANN401 - whatever the field holds
    name, required = parameter.name, parameter.required
    match parameter.kind:
        case "flag":
            return form.flag(name, default=name == "save_data")
        case "choice":
            return form.choice(name, parameter.choices, required=required)
    readers: dict[str, Callable[..., Any]] = {
        "day": form.day,
        "identifier": form.identifier,
        "names": form.names,
        "text": form.text,
        "year": form.year,
    }
    return readers[parameter.kind](name, required=required)


def _collection(asked: Mapping[str, Any], at: datetime) -> Collection:
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asked.items()
        if value and name not in _NOT_KEPT
    }
    account = asked.get("account") or asked.get("account_id")
    return Collection(_ALL_NUMBERS, at, asked.get("date_from"), asked.get("date_to"), account, kept)


def _usable(call: Call, link_id: str, resource: Resource) -> Link:
    """The link, if its institution can be asked for this now."""
    now = call.sandbox.clock.now()
    scheduler.catch_up(call.sandbox.state, now)
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

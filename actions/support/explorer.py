"""The API explorer: any operation of Belvo's description, sent with the keys of this desk by who may.

What only reads is sent at once; what logs in, costs or changes is asked about by its page first. All of it goes by the
desk's client, with its rate and its log, and stands in the audit: never with a value of its body.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from actions.permission import allowed, note
from belvo_client import BelvoClient, BelvoError
from belvo_client.description.operations import SECRET, Field, Operation, operations
from belvo_client.errors import BadArgument
from belvo_client.transport import Call, Method
from domain.explorer.request import KEYS, Request, Variable
from domain.roles import Actor
from languages import say
from resources import RESOURCES
from store import Database
from store.write import holds

Given = Mapping[str, Any]
"""What was given for the fields of an operation, by their names; what is None is not sent."""

_TOKEN = "/api/token/"  # noqa: S105 - a path
_NOTHING: tuple[object, ...] = (None, "", [], {})
_OF_PEOPLE = frozenset({"user_document", "institution_user_id"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A call that was made, and what came of it; `status` is None where nothing came, `error` says why in words."""

    operation: str
    status: int | None
    body: Any = field(repr=False)
    seconds: float
    request_id: str | None = None
    code: str = ""
    error: str = ""
    is_sparse: bool = False


def action_of(operation: Operation) -> str:
    """What somebody has to be allowed to do to send it."""
    return {"GET": "explore", "DELETE": "delete"}.get(operation.method, "explore_change")


def fields_of(operation: Operation, form: int, *, is_masked: bool) -> list[Field]:
    """What can be given; where people are masked nobody finds them by what is hidden."""
    every = operation.fields(form)
    return [one for one in every if not (is_masked and is_of_people(operation, one))]


def is_of_people(operation: Operation, one: Field) -> bool:
    """Whether a parameter looks for somebody by what is masked."""
    name = one.name.partition("__")[0]
    declared = RESOURCES.get(operation.resource)
    return one.place == "query" and (name in _OF_PEOPLE or (declared is not None and name in declared.fields.personal))


def shown(operation: Operation, form: int, given: Given, base_url: str) -> Request:
    """The request as it may be shown and copied: with variables in place of all that is secret."""
    fields = {one.name: one for one in operation.fields(form)}
    kept = _kept(fields, given)
    told = {name: Variable(name.upper()) if fields[name].is_secret else unsaid(value) for name, value in kept}
    call = _call(operation, fields, told)
    keys = {"id": Variable(KEYS[0]), "password": Variable(KEYS[1])} if operation.path == _TOKEN else {}
    body = None if call.body is None else {**keys, **call.body}
    query = tuple((name, str(value)) for name, value in call.params.items())
    path = f"/api/{call.path}"
    address = f"{base_url}{path}{f'?{urlencode(query)}' if query else ''}"
    return Request(call.method, base_url, path, operation.path, address, query, call.headers, body)


def problems(operation: Operation, form: int, given: Given) -> list[str]:
    """What keeps it from being sent: without an id there is no address."""
    return [say("{name} is needed.", name=one.name) for one in _lacking(operation, form, given) if one.place == "path"]


def doubts(operation: Operation, form: int, given: Given) -> str:
    """What the description needs and was not given; Belvo itself needs less at times."""
    names = [one.name for one in _lacking(operation, form, given) if one.place != "path"]
    return say("Not given, though the description needs it: {names}.", names=", ".join(names)) if names else ""


def _lacking(operation: Operation, form: int, given: Given) -> list[Field]:
    return [one for one in operation.fields(form) if one.is_needed and given.get(one.name) in _NOTHING]


def unsaid(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """JSON with variables in place of secrets at any depth."""
    match value:
        case dict():
            return {name: Variable(name.upper()) if name in SECRET else unsaid(one) for name, one in value.items()}
        case list():
            return [unsaid(one) for one in value]
    return value


def send(db: Database, client: BelvoClient, operation: str, form: int, given: Given, *, actor: Actor) -> Sent:
    """Send it, as who may do that; an error of Belvo's is an answer, too. Raises BadArgument, and Held for a hold."""
    found = operations()[operation]
    do = {"explore": _look, "explore_change": _change, "delete": _remove}[action_of(found)]
    return do(db, client, found, form, given, actor=actor)


@allowed("explore", did="explorer: read")
def _look(db: Database, client: BelvoClient, operation: Operation, form: int, given: Given, *, actor: Actor) -> Sent:
    return _send(db, client, operation, form, given, actor)


@allowed("explore_change", did="explorer: sent")
def _change(db: Database, client: BelvoClient, operation: Operation, form: int, given: Given, *, actor: Actor) -> Sent:
    with db.write() as connection:  # before it costs a call, however it ends
        note(connection, actor, {"operation": operation.id}, did="explorer: begun", link=_link(operation, given))
    return _send(db, client, operation, form, given, actor)


@allowed("delete", did="explorer: sent")
def _remove(db: Database, client: BelvoClient, operation: Operation, form: int, given: Given, *, actor: Actor) -> Sent:
    link = _link(operation, given)
    with db.write() as connection:
        if link:
            holds.refuse(holds.of_link(connection, link))
        note(connection, actor, {"operation": operation.id}, did="explorer: begun", link=link)
    return _send(db, client, operation, form, given, actor)


def _send(db: Database, client: BelvoClient, operation: Operation, form: int, given: Given, actor: Actor) -> Sent:
    fields = {one.name: one for one in operation.fields(form)}
    call = _call(operation, fields, dict(_kept(fields, given)))
    if operation.path == _TOKEN:
        keys = client.transport.keys
        call = replace(call, body={"id": keys.secret_id, "password": keys.secret_password, **(call.body or {})})
    sent = _answered(client, operation, call)
    with db.write() as connection:
        about = {"operation": operation.id, "status": sent.status, "code": sent.code, "request_id": sent.request_id}
        told = {name: value for name, value in about.items() if value}
        note(connection, actor, told, link=_link(operation, given), error=sent.code)
    return sent


def _answered(client: BelvoClient, operation: Operation, call: Call) -> Sent:
    began = time.monotonic()
    is_sparse = bool({"fields", "omit"} & call.params.keys())
    try:
        answer = client.transport.send(call)
    except BadArgument:
        raise
    except BelvoError as error:
        items = [
            {"code": one.code, "message": one.message, "request_id": one.request_id, "field": one.field}
            | dict(one.details or {})
            for one in error.errors
        ]
        told = [{name: value for name, value in item.items() if value is not None} for item in items]
        taken = time.monotonic() - began
        return Sent(operation.id, error.status, told or None, taken, error.request_id, error.code, error.message)
    taken = time.monotonic() - began
    return Sent(operation.id, answer.status, answer.body, taken, answer.request_id, is_sparse=is_sparse)


def _call(operation: Operation, fields: Mapping[str, Field], given: Mapping[str, Any]) -> Call:
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "body": {}}
    for name, value in given.items():
        places[fields[name].place][name] = value
    path = operation.path.removeprefix("/api/")
    for name, value in places["path"].items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    has_body = operation.method in ("POST", "PUT", "PATCH")
    return Call(
        _METHODS[operation.method],
        path,
        params={name: _text(value) for name, value in places["query"].items()},
        body=places["body"] if has_body else None,
        headers={name: _text(value) for name, value in places["header"].items()},
        asks_institution=has_body,
    )


_METHODS: Mapping[str, Method] = {"GET": "GET", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE"}


def _kept(fields: Mapping[str, Field], given: Given) -> list[tuple[str, Any]]:
    """What was given, in the order of the fields."""
    return [(name, given[name]) for name in fields if given.get(name) not in _NOTHING]


def _text(value: object) -> str:
    """A value as an address has it."""
    match value:
        case bool():
            return str(value).lower()
        case list() | tuple():
            return ",".join(map(str, value))
    return str(value)


def _link(operation: Operation, given: Given) -> str:
    """The link that it is done to, as far as it names one."""
    found = given.get("id") if operation.resource == "links" else given.get("link")
    return found if isinstance(found, str) else ""

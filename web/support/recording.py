"""The recording of a subject: what `python -m belvo_sandbox --play FILE` answers from; its README has the fields.

Rows are those that are stored as they were received, and errors those of the log of calls, all with aliases. What was
masked without an alias is null in it, since a mark would be no day and no number.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from belvo_client.catalogue import Catalogue
from belvo_client.description.operations import operation_of
from domain.masking.aliases import HIDDEN
from resources import RESOURCES
from store.core import instants
from store.ops.calls import Call
from store.queries.links import answered
from web.support.subject import Subject

FORMAT = "belvo-recording/1"

_NO_JSON = re.compile(r"\(([\w.+-]+/[\w.+-]+), (\d+) bytes\)")
"""How the client says what an answer was that is no JSON."""

_SILENT, _CUT = "silent", "cut"
_BY_CODE = {"timed_out": _SILENT, "connection_failed": _CUT}
_STATUS_OF = {"token_required": 428, "authentication_failed": 401, "token_not_valid": 401}
_LOGGED_IN = "/api/token/"

Entry = dict[str, Any]


def recording_of(subject: Subject) -> dict[str, Any]:
    """The recording as JSON."""
    return {
        "format": FORMAT,
        "made_at": instants.encode(subject.now),
        "environment": subject.settings.environment,
        "about": {subject.kind: subject.id},
        "answers": [*_answers(subject)],
    }


def _answers(subject: Subject) -> Iterator[Entry]:
    if subject.session is not None and subject.session.error_code:
        yield _of_widget(subject)
    calls = _calls(subject) if subject.link_id else [(int(subject.id), subject.call)] if subject.call else []
    failed: set[tuple[str, str]] = set()
    for number, call in calls:
        if call and (entry := _of_call(subject, number, call)) is not None:
            failed.add((entry["method"], entry["path"]))
            yield entry
    if subject.link_id:
        yield from (one for one in _lists(subject) if (one["method"], one["path"]) not in failed)


def _calls(subject: Subject) -> list[tuple[int, Call | None]]:
    """The last call of each kind; of a call that was chosen that one, whatever came after it."""
    last: list[tuple[int, Call | None]] = [*answered.last_calls(subject.db, subject.link_id)]
    if subject.call is None:
        return last
    others = [(number, one) for number, one in last if one and not _is_alike(one, subject.call)]
    return [*others, (int(subject.id), subject.call)]


def _is_alike(one: Call, other: Call) -> bool:
    return (one.method, one.path) == (other.method, other.path)


def _of_call(subject: Subject, number: int, call: Call) -> Entry | None:
    """The answer to one call; None for a list that came, which is told by its rows, and for what is not kept."""
    begun = {"method": call.method, "path": call.path, **({"link": subject.link_id} if subject.link_id else {})}
    if call.path == _LOGGED_IN and (call.status or 500) < 400:
        return None
    if call.status is None:
        return {**begun, "body": None, "ends": _BY_CODE.get(call.code or "", _CUT)}
    if call.status < 400 and call.code is None:
        return _changed(subject, begun, number, call)
    return {**begun, "status": call.status, **_refusal(subject, number, call)}


def _changed(subject: Subject, begun: Entry, number: int, call: Call) -> Entry | None:
    """The answer to what changed something: what is kept of it, or the rows that it brought."""
    if call.method == "GET" or call.status is None:
        return None
    resource = _resource_of(call)
    if call.method in ("POST", "PATCH") and resource in RESOURCES and call.status in (200, 201) and resource != "links":
        rows = answered.of_link(subject.db, subject.link_id, resource).rows
        return {**begun, "status": call.status, "rows": _playable(rows)}
    if call.status in (202, 204):
        told = answered.bodies(subject.db, number, resource)
        body = orjson.loads(told.answer) if told and told.answer else None
        return {**begun, "status": call.status, "body": _playable(body)}
    return None


def _refusal(subject: Subject, number: int, call: Call) -> Entry:
    told = answered.bodies(subject.db, number, _resource_of(call))
    if told and told.answer:
        return {"body": _playable(orjson.loads(told.answer))}
    if found := _NO_JSON.search(call.message or ""):
        return {"body": None, "text": {"type": found[1], "characters": int(found[2])}}
    return {"body": [_error(call.code, call.message, call.request_id)]}


def _of_widget(subject: Subject) -> Entry:
    """What the widget was told when it logged in: only its code and its message came to this desk."""
    session = subject.session
    code = (session.error_code if session else None) or "unexpected_error"
    error = _error(code, session.error_message if session else None, session.request_id if session else None)
    is_repair = session is not None and session.mode == "update" and session.link
    place = {"method": "PUT", "path": f"/api/links/{session.link}/"} if session and is_repair else _CREATION
    return {**place, "status": _STATUS_OF.get(code, 400), "body": [error]}


_CREATION: Mapping[str, str] = {"method": "POST", "path": "/api/links/"}


def _error(code: str | None, message: str | None, request_id: str | None) -> dict[str, str]:
    return {"code": code or "unexpected_error", "message": message or "", "request_id": request_id or ""}


def _lists(subject: Subject) -> Iterator[Entry]:
    """The link, its institution and its rows, from which lists and single objects are answered."""
    own = answered.own(subject.db, subject.link_id)
    yield {"method": "GET", "path": "/api/links/", "rows": _playable([own] if own else [])}
    name = subject.link.institution if subject.link else None
    if name and (where := answered.institution(subject.db, name)):
        yield {"method": "GET", "path": "/api/institutions/", "rows": [where]}
    for resource in answered.stored(subject.db, subject.link_id):
        found = answered.of_link(subject.db, subject.link_id, resource)
        by_link = "link" in RESOURCES[resource].link_path.split(".") or RESOURCES[resource].has_account
        about = {"link": subject.link_id} if by_link else {}
        entry = {"method": "GET", "path": _path(resource), **about, "rows": _playable(found.rows)}
        yield {**entry, "of": found.number} if found.number > len(found.rows) else entry


def _path(resource: str) -> str:
    return f"/api/{vars(Catalogue)[resource].resource.path}"


def _resource_of(call: Call) -> str:
    operation = operation_of(call.method, call.path)
    return operation.resource if operation else ""


def _playable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The JSON with null for what is hidden and has no alias."""
    match value:
        case dict():
            return {name: _playable(inner) for name, inner in value.items()}
        case list():
            return [_playable(inner) for inner in value]
    return None if value == HIDDEN else value

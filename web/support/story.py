"""What happened to the subject of a packet, newest first, with every entry in full and nobody named."""

from collections.abc import Iterator, Mapping
from typing import Any

from store.core import instants
from store.core.keyset import Place
from store.ops import sessions
from store.queries.links import provenance, timeline
from web.support.subject import Subject

MOST = 300
"""Entries of a link that are told."""

_OF_PEOPLE_HERE = ("actor", "address", "owner", "token_hash", "hash")
"""Of whoever works at this desk, which is nobody else's business."""

TRIED = ("action", "pull", "widget")

Entry = dict[str, Any]


def entries(subject: Subject) -> list[Entry]:
    """The time line of the link, or the events of the session, as JSON."""
    if subject.link_id:
        rows = timeline.page(subject.db, subject.link_id, at=Place(limit=MOST)).to_dict("records")
        return [_entry(subject, row) for row in rows]
    if subject.session is not None:
        return [*_events(subject, subject.session.nonce)]
    return []


def _entry(subject: Subject, row: Mapping[Any, Any]) -> Entry:
    told = timeline.raw(subject.db, str(row["entry"])) or {}
    at = row["at"]
    return {
        "at": instants.encode(at.to_pydatetime()) if at == at else None,
        "kind": row["kind"],
        "what": _text(row["what"]),
        "detail": _text(row["detail"]),
        "state": _text(row["state"]),
        "in_full": {name: value for name, value in told.items() if name not in _OF_PEOPLE_HERE},
    }


def _events(subject: Subject, nonce: str) -> Iterator[Entry]:
    for event in reversed(sessions.history(subject.db, nonce)):
        yield {
            "at": event.at,
            "kind": "widget",
            "what": event.name,
            "detail": "",
            "state": "",
            "in_full": event.payload,
        }
    begun = timeline.raw(subject.db, f"session:{nonce}") or {}
    whole = {name: value for name, value in begun.items() if name not in _OF_PEOPLE_HERE}
    yield {"at": begun.get("opened_at"), "kind": "widget", "what": "session_opened", "detail": "", "in_full": whole}


def requests(subject: Subject) -> list[Entry]:
    """Belvo's request ids, newest first, with what each was of."""
    found = provenance.requests(subject.db, [subject.link_id]) if subject.link_id else None
    told = [] if found is None else [_request(row) for row in found.to_dict("records")]
    own = [one for one in (_of_call(subject), _of_session(subject)) if one]
    known = {one["request_id"] for one in own}
    return [*own, *(one for one in told if one["request_id"] not in known)]


def _request(row: Mapping[Any, Any]) -> Entry:
    at = row["at"]
    return {
        "at": instants.encode(at.to_pydatetime()) if at == at else None,
        "kind": row["kind"],
        "what": _text(row["what"]),
        "outcome": _text(row["outcome"]),
        "request_id": row["request_id"],
    }


def _of_call(subject: Subject) -> Entry | None:
    call = subject.call
    if call is None or not call.request_id:
        return None
    what = f"{call.method} {call.path}"
    outcome = call.code or str(call.status or "no answer")
    return {"at": call.at, "kind": "call", "what": what, "outcome": outcome, "request_id": call.request_id}


def _of_session(subject: Subject) -> Entry | None:
    session = subject.session
    if session is None or not session.request_id:
        return None
    outcome = session.error_code or session.state
    return {
        "at": session.changed_at,
        "kind": "session",
        "what": session.mode,
        "outcome": outcome,
        "request_id": session.request_id,
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

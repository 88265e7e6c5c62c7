"""A packet: one zip for Belvo's support, which is handed over only once a scan has found nobody in it."""

import io
import platform
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import chain

import orjson

from belvo_client.description import operations
from context import VERSION
from domain.masking.documents import looks_personal
from domain.support.leaks import Leak, Value, leaks, said
from resources.personal import Personal
from settings import Settings
from store.core.keyset import Place
from store.ops import calls, sessions
from store.ops.calls import CallFilter
from store.queries.links import answered, personal_values
from web.support.recording import recording_of
from web.support.story import entries, requests
from web.support.subject import Subject
from web.support.summary import summary_of

RECORDING = "recording.json"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can tell: the same files give the same bytes."""

_MOST_CALLS = 200
_NAMED = ("requests", "starlette", "streamlit")


class Leaking(Exception):
    """The scan has found what must not leave; the leaks say where, and not what."""

    def __init__(self, found: list[Leak]) -> None:
        super().__init__(f"{len(found)} leaks")
        self.found = found


def files_of(subject: Subject) -> Mapping[str, bytes]:
    """The files of a packet by their names. Raises Leaking."""
    story, asked, versions = entries(subject), requests(subject), versions_of(subject.settings)
    made = {
        "summary.md": summary_of(subject, story, asked, versions).encode(),
        "timeline.json": _json(story),
        "requests.json": _json(asked),
        "calls.json": _json(_calls(subject)),
        "versions.json": _json(versions),
        RECORDING: _json(recording_of(subject)),
    }
    scan(subject, made)
    return made


def recording_alone(subject: Subject) -> bytes:
    """The recording. Raises Leaking."""
    made = _json(recording_of(subject))
    scan(subject, {RECORDING: made})
    return made


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def scan(subject: Subject, files: Mapping[str, bytes]) -> None:
    """Hold every file against all that is stored of whom the packet is about, and the keys; raises Leaking."""
    texts = {name: content.decode("utf-8", "replace") for name, content in files.items()}
    found = said(texts, _secrets(subject.settings))
    if subject.link_id or subject.session:
        values = chain(personal_values.of_link(subject.whole, subject.link_id), _typed(subject))
        found += leaks(texts, values, subject.now.date(), personal_values.clear_names(subject.whole))
    if found:
        raise Leaking(found)


def _typed(subject: Subject) -> Iterator[Value]:
    """What somebody of this desk has typed of whom a session was opened for."""
    if subject.session is not None:
        whole = sessions.find(subject.whole, subject.session.nonce)
        external_id = (whole.external_id if whole else None) or ""
        if looks_personal(external_id):
            yield Value(Personal.EXTERNAL, "widget_sessions.external_id", external_id)


def versions_of(settings: Settings) -> dict[str, str]:
    """What a fault may depend on."""
    return {
        "Linkdesk": VERSION,
        "Belvo's description": operations.version(),
        "Environment": settings.environment,
        "Store": "SQLite" if settings.store.file else "PostgreSQL",
        "Python": platform.python_version(),
        **{name: version(name) for name in _NAMED},
    }


def _calls(subject: Subject) -> list[dict[str, object]]:
    """The newest calls, with what was asked and answered of those of which that is kept."""
    if not subject.link_id:
        return [_told(subject, int(subject.id))] if subject.call else []
    found = calls.page(subject.db, CallFilter(link=subject.link_id), at=Place(limit=_MOST_CALLS))
    return [_told(subject, int(number)) for number in found["call"]]


def _told(subject: Subject, number: int) -> dict[str, object]:
    call = calls.find(subject.db, number)
    told = answered.bodies(subject.db, number, "")
    bodies = {"request": told.request, "answer": told.answer} if told else {}
    return {
        **({name: getattr(call, name) for name in type(call).__slots__} if call else {}),
        **{name: orjson.loads(text) for name, text in bodies.items() if text},
    }


def _secrets(settings: Settings) -> list[str]:
    kept = (settings.secret_password, settings.webhook_authorization)
    return [settings.secret_id, *(secret.reveal() for secret in kept if secret)]


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str) + b"\n"

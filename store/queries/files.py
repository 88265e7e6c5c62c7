"""Documents that come inside of bodies: PDF and XML, to be opened or taken away."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.database import Database
from store.queries.base import parts
from store.write import rows

_FIELDS = {"pdf": "pdf", "receipt_pdf": "pdf", "xml": "xml"}
_MEDIA_TYPES = {"pdf": "application/pdf", "xml": "application/xml"}
_FIRST_BYTES = {"pdf": b"%PDF", "xml": b"<"}
_MARK = b"\xef\xbb\xbf"
"""Begins an XML file that says how it is encoded."""

_NAMELESS = re.compile(r"[^\w.\-]+")
"""What an id may have, and no name of a file: signs of a path, of a shell, and those that can't be seen."""
_LONGEST_ID = 100  # characters of it in a file's name


@dataclass(frozen=True, slots=True)
class File:
    """A document: the body's field that holds it, a name to keep it under, and what is in it."""

    source: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


def of(db: Database, resource: str, row: str) -> list[File]:
    """The documents in a row's body; empty where Belvo was not asked for them (`attach_pdf`, `attach_xml`)."""
    body = rows.body(db, resource, row) or {}
    return [*_of_fields(resource, row, body), *_of_list(resource, row, body)]


def _of_fields(resource: str, row: str, body: Mapping[str, Any]) -> Iterator[File]:
    for name, kind in _FIELDS.items():
        if content := _content(body.get(name), kind):
            yield _file(resource, row, name, kind, content)


def _of_list(resource: str, row: str, body: Mapping[str, Any]) -> Iterator[File]:
    """Employment records have a list of files, each with what it is."""
    for number, one in enumerate(parts(body, "files")):
        if content := _content(one.get("value"), "pdf"):
            yield _file(resource, row, f"files.{number}", "pdf", content)


def _file(resource: str, row: str, name: str, kind: str, content: bytes) -> File:
    id_ = _NAMELESS.sub("_", row)[:_LONGEST_ID]
    return File(name, f"{resource}-{id_}-{name.replace('.', '-')}.{kind}", _MEDIA_TYPES[kind], content)


def _content(value: object, kind: str) -> bytes | None:
    """The document itself: Belvo encodes a PDF in base64, and XML comes plain or encoded."""
    if not isinstance(value, str) or not value.strip():
        return None
    plain = value.encode()
    if _is(plain, kind):
        return plain
    try:
        decoded = base64.b64decode("".join(value.split()), validate=True)
    except ValueError:  # no base64, or none of its letters
        return None
    return decoded if _is(decoded, kind) else None


def _is(content: bytes, kind: str) -> bool:
    return content.removeprefix(_MARK).lstrip().startswith(_FIRST_BYTES[kind])

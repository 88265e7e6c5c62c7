"""What the files are and what proves it: a digest of each, one of all rows, and the manifest that names them."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

import orjson

from domain.as_known import PARAMETER
from languages import language, spoken
from store.core.files.sheet import Manifest
from web.loan.subject import Subject

SUMS = "SHA256SUMS"
"""Digests and names of the files of rows, as sha256sum reads them; its own digest stands on every page of the PDF."""

MANIFEST, PDF, EXCEL = "manifest.json", "loan-file.pdf", "rows.xlsx"

_PART = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A file by its name in the zip, with its size in bytes and SHA-256; `rows` are those of a file of one table."""

    name: str
    size: int
    digest: str
    rows: int | None = None


def written(path: Path, name: str, rows: int | None = None) -> Written:
    """The file that was written there."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_PART):
            digest.update(part)
    return Written(name, path.stat().st_size, digest.hexdigest(), rows)


def sums(files: Sequence[Written]) -> bytes:
    """The content of SUMS."""
    return "".join(f"{one.digest}  {one.name}\n" for one in sorted(files, key=lambda one: one.name)).encode()


def digest_of(files: Sequence[Written]) -> str:
    """That of all rows: of SUMS."""
    return hashlib.sha256(sums(files)).hexdigest()


def of_rows(subject: Subject) -> Manifest:
    """What each file of rows says of itself: whose, as of when, and how much is masked; the same on the same day."""
    return {
        "Filter": ", ".join(f"{name}={value}" for name, value in subject.pairs),
        "As of": subject.day.isoformat(),
        "As known on": subject.known_on.isoformat() if subject.known_on else "now",
        "People": f"masked: {subject.masked}" if subject.masked else "as they are",
        "Address": address_of(subject),
    }


def of_file(subject: Subject) -> Manifest:
    """The same of what is written for people, with the language that it speaks where that is not English."""
    tongue = spoken()
    if tongue.code == "en":
        return of_rows(subject)
    return {**of_rows(subject), "Address": address_of(subject, tongue.tag), "Language": tongue.tag}


def address_of(subject: Subject, tag: str = "") -> str:
    """Where the file can be had again, in the language of the tag."""
    known_on = [(PARAMETER, subject.known_on.isoformat())] if subject.known_on else []
    asked = [(language.PARAMETER, tag)] if tag else []
    return f"{subject.desk}/export/loan-file.zip?{urlencode([*subject.pairs, *known_on, *asked])}"


def as_json(subject: Subject, rows: Sequence[Written], others: Sequence[Written]) -> bytes:
    """The content of MANIFEST: every other file, what the rows come to, and whose they are."""
    told = {
        "about": dict(of_file(subject)),
        "links": subject.links,
        "environment": subject.environment,
        "rows_sha256": digest_of(rows),
        "files": [asdict(one) for one in sorted((*rows, *others), key=lambda one: one.name)],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

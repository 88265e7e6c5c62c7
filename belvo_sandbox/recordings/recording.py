"""A recording: what Belvo answered to the calls about a link, in a file; README.md has its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

FORMAT = "belvo-recording/1"
LARGEST = 64 * 1024 * 1024  # bytes of a file
ENDS = ("", "cut", "silent")
"""How an answer ends: whole, with its connection closed in the middle, or not before the caller gives up."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_STATUSES = range(200, 600)


class RecordingError(Exception):
    """The file can't be played; the message says what of it."""


@dataclass(frozen=True)
class RecordedAnswer:
    """One answer, or, in `rows`, all of a list, from which pages and single rows are made.

    `link` is the one that a call has to be about to get it; empty where that is no matter. `text` is an answer that is
    no JSON, by its content type and its number of characters.
    """

    method: str
    path: str
    link: str = ""
    status: int = 200
    body: Any = None
    rows: Sequence[Mapping[str, Any]] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    text: tuple[str, int] | None = None
    ends: str = ""


@dataclass(frozen=True)
class Recording:
    """The answers of a file, in their order."""

    answers: Sequence[RecordedAnswer]

    @classmethod
    def read(cls, path: Path) -> "Recording":
        """The recording in a file; raises RecordingError."""
        try:
            if path.stat().st_size > LARGEST:
                raise RecordingError(f"It is larger than {LARGEST:,} bytes.")
            return cls.of(orjson.loads(path.read_bytes()))
        except OSError as error:
            raise RecordingError(f"It can't be read: {error.strerror}.") from error
        except orjson.JSONDecodeError as error:
            raise RecordingError("It is no JSON.") from error

    @classmethod
    def of(cls, told: object) -> "Recording":
        """The recording that some JSON is; raises RecordingError."""
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise RecordingError(f"It has no format {FORMAT}.")
        answers = told.get("answers")
        if not isinstance(answers, list):
            raise RecordingError("It has no answers.")
        return cls([_answer(one, place) for place, one in enumerate(answers, 1)])


def _answer(one: object, place: int) -> RecordedAnswer:
    if not isinstance(one, dict):
        raise RecordingError(f"Answer {place} is no object.")
    method, path, status, rows = one.get("method"), one.get("path"), one.get("status", 200), one.get("rows")
    if method not in _METHODS or not isinstance(path, str) or not path.startswith("/api/"):
        raise RecordingError(f"Answer {place} names no method and path of the API.")
    if status not in _STATUSES or one.get("ends", "") not in ENDS:
        raise RecordingError(f"Answer {place} has no status that can be answered.")
    if rows is not None and not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise RecordingError(f"Answer {place} has rows that are no list of objects.")
    return RecordedAnswer(
        method,
        path.lower(),
        str(one.get("link") or "").lower(),
        status,
        one.get("body"),
        rows,
        {str(name): str(value) for name, value in (one.get("headers") or {}).items()},
        _text(one.get("text"), place),
        one.get("ends", ""),
    )


def _text(told: object, place: int) -> tuple[str, int] | None:
    if told is None:
        return None
    match told:
        case {"type": str(kind), "characters": int(number)} if 0 <= number <= LARGEST and kind.isascii():
            return kind, number
    raise RecordingError(f"Answer {place} has a text without type and characters.")

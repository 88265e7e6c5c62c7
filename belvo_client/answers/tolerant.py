"""Answers that are almost JSON: half a character, NaN, a number beyond all bounds, one row that nobody can read.

orjson reads what is well-formed and refuses the whole of anything else. Here what can't be kept is replaced, so that
everyone can see it (U+FFFD, or the number as a text), and a row that can't be read is told apart from the others.
"""

import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands for each character that can't be kept."""

TOO_DEEP = "nested too deeply"
NO_JSON = "no JSON"
NO_OBJECT = "no object"

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
_MOST_DIGITS = 20
_HALF = re.compile("[\ud800-\udfff]")
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[][{},]', re.DOTALL)
_ARRAY = re.compile(r"\s*:\s*\[")


@dataclass(frozen=True)
class Unreadable:
    """A row of a list that can't be read: its text as it came, and why."""

    text: str
    reason: str


def loads(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """What the content says; in a page of a list, rows that say nothing are Unreadable. Raises ValueError."""
    text = content.decode("utf-8-sig", "surrogateescape")
    with suppress(ValueError, RecursionError):
        return _read(text)
    with suppress(ValueError, RecursionError):
        return _read_apart(text)
    raise ValueError(NO_JSON)  # outside of what was suppressed, which holds the answer itself, perhaps with a token


def unreadable(row: object) -> Unreadable:
    """A row that is no object."""
    return row if isinstance(row, Unreadable) else Unreadable(json.dumps(row), NO_OBJECT)


def _read(text: str) -> Any:  # noqa: ANN401 - JSON
    return _kept(_DECODER.decode(text))


def _read_apart(text: str) -> Any:  # noqa: ANN401 - JSON
    """A page whose rows are read one by one."""
    first, cuts, last = _rows(text)
    page = _read(text[:first] + text[last:])
    page["results"] = [_row(text[start:end].strip()) for start, end in cuts]
    return page


def _row(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return _read(text)
    except (ValueError, RecursionError) as error:
        return Unreadable(_HALF.sub(REPLACED, text), _reason(error))


def _rows(text: str) -> tuple[int, list[tuple[int, int]], int]:
    """Where the rows of a page begin and end: the first, each, the last. Raises ValueError where they do not."""
    depth, start, first, cuts = 0, 0, 0, list[tuple[int, int]]()
    for mark, at in _marks(text):
        if depth == 1 and not first and mark == '"results"' and (found := _ARRAY.match(text, at + len(mark))):
            start = first = found.end()
        elif mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if first and ((mark == "," and depth == 2) or (mark == "]" and depth == 1)):
            if text[start:at].strip():
                cuts.append((start, at))
            start = at + 1
            if depth == 1:
                return first, cuts, at
    raise ValueError(NO_JSON)


def _marks(text: str) -> Iterator[tuple[str, int]]:
    return ((found[0], found.start()) for found in _MARK.finditer(text))


def _kept(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The value with a mark in the place of each half character."""
    if isinstance(value, str):
        return _HALF.sub(REPLACED, value)
    if isinstance(value, dict):
        return {_HALF.sub(REPLACED, name): _kept(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_kept(part) for part in value]
    return value


def _integer(text: str) -> float | int | str:
    """As orjson reads it; digits without end stay a text."""
    number = int(text) if len(text) <= _MOST_DIGITS else None
    return number if number is not None and _SMALLEST <= number <= _LARGEST else _float(text)


def _float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _reason(error: Exception) -> str:
    return TOO_DEEP if isinstance(error, RecursionError) else NO_JSON


_DECODER = json.JSONDecoder(parse_float=_float, parse_int=_integer, parse_constant=str, strict=False)

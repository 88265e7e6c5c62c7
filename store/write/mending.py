"""Rows that are not as described, each by itself: mended where they can be, or else set aside with their text."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from resources import Declaration
from store.write import encoding, schema_drift
from store.write.encoding import JSON
from store.write.fields import OfObjects
from store.write.irregular_rows import CHARACTERS, LONGEST, NO_ID, TOO_DEEP, TOO_LONG, Irregular

LARGEST = 32 * 1024 * 1024
"""Characters of a body, documents included."""

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands, here or already in what Belvo's answer was read as, for a character that can't be kept."""

NUL = "\\u0000"
"""How a body writes the one character that no column of text can hold in every database."""

_UNSTORABLE = "\0"


class _SetAside(Exception):
    """The row can't be stored, for the reason given."""


def mend(
    kind: Declaration,
    link: str | None,
    rows: Iterable[JSON],
    unreadable: Iterable[tuple[str, str]],
    twins: Counter[str],
) -> tuple[dict[str, JSON], list[Irregular]]:
    """The rows that can be stored, by id, and what is irregular.

    `twins` counts how often each id was made already in this reading of the list, and goes on counting.
    """
    stored, irregular = dict[str, JSON](), list[Irregular]()
    for row in rows:
        try:
            identity, mended, reasons = _mend(kind, link, row, twins)
        except _SetAside as reason:
            text = _text(row)
            irregular.append(_set_aside(encoding.identity(row) or _made(kind, link, text, twins), text, str(reason)))
            continue
        stored[identity] = mended
        if reasons:
            irregular.append(Irregular(identity, ", ".join(reasons), ""))
    irregular += [_set_aside(_made(kind, link, text, twins), text, reason) for text, reason in unreadable]
    return stored, irregular


def unstorable(kind: Declaration, link: str | None, rows: Mapping[str, JSON]) -> list[Irregular]:
    """Those of the rows, by id, whose columns can't be made."""
    found = list[Irregular]()
    for identity, row in rows.items():
        try:
            _check(kind, link, identity, row)
        except _SetAside as reason:
            found.append(_set_aside(identity, _text(row), str(reason)))
    return found


def _mend(kind: Declaration, link: str | None, row: JSON, twins: Counter[str]) -> tuple[str, JSON, list[str]]:
    """The row's id, the row as it can be kept, and what is irregular about it."""
    try:
        mended: JSON = _kept(row)
        (body,) = encoding.bodies(kind, [mended])
    except (TypeError, RecursionError):
        raise _SetAside(TOO_DEEP) from None
    if len(body) > LARGEST:
        raise _SetAside(TOO_LONG)
    reasons = [CHARACTERS] if REPLACED in body else []
    if identity := encoding.identity(mended):
        return identity, mended, reasons
    return _numbered(encoding.made_id(kind, link, mended), twins), mended, [NO_ID, *reasons]


def _check(kind: Declaration, link: str | None, identity: str, row: JSON) -> None:
    try:
        columns = encoding.columns(kind, link, [identity], OfObjects([row]))
        if kind.search:
            encoding.texts(kind, columns)
        schema_drift.find(kind, OfObjects([row]))
    except Exception as error:
        raise _SetAside(f"cannot be stored ({type(error).__name__})") from error


def _set_aside(identity: str, text: str, reason: str) -> Irregular:
    return Irregular(identity, reason, text[:LONGEST] or "(nothing)")


def _made(kind: Declaration, link: str | None, text: str, twins: Counter[str]) -> str:
    return _numbered(encoding.made_of(kind, link, text.encode()), twins)


def _numbered(made: str, twins: Counter[str]) -> str:
    """An id that was made, in a form of its own for each of several equal rows: in a list they are as many rows."""
    twins[made] += 1
    return made if twins[made] == 1 else f"{made}-{twins[made]}"


def _text(row: JSON) -> str:
    try:
        return json.dumps(row, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return f"(too deep to be written; fields: {', '.join(_kept([*row]))})"


def _kept(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The value with a mark for each character that can't be kept."""
    if isinstance(value, str):
        return value.replace(_UNSTORABLE, REPLACED)
    if isinstance(value, dict):
        return {_kept(name): _kept(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_kept(part) for part in value]
    return value

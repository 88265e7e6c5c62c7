"""What two bodies of a row say otherwise, looks at it and the files that come with it set apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from domain.corrections import Change, changes
from languages import msg

JSON = Mapping[str, Any]

DOCUMENT, ANOTHER = msg("a document"), msg("another document")
"""In place of a file, of which nobody reads the text."""


def differences(before: JSON, after: JSON, *, looks: Iterable[str], files: Collection[str] = ()) -> list[Change]:
    """The fields of which the bodies tell differently, each with both values; none where only looks differ.

    `looks` are paths, through lists as well, that say when somebody looked, or what another object says; of `files`
    only that there is one, and that it is another.
    """
    one, other = dict(deepcopy(before)), dict(deepcopy(after))
    for path in looks:
        drop(one, path.split("."))
        drop(other, path.split("."))
    return [_without_text(change) if change.field in files else change for change in changes(one, other)]


def drop(value: Any, keys: Sequence[str]) -> None:  # noqa: ANN401 - any part of a body
    """Take out what the keys lead to, in every entry of a list on the way."""
    if isinstance(value, list):
        for entry in value:
            drop(entry, keys)
    elif isinstance(value, dict):
        if len(keys) == 1:
            value.pop(keys[0], None)
        else:
            drop(value.get(keys[0]), keys[1:])


def _without_text(change: Change) -> Change:
    before = DOCUMENT if change.before else None
    after = (ANOTHER if before else DOCUMENT) if change.after else None
    return Change(change.field, before, after)

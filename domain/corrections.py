"""What a later body of a row says otherwise than an earlier one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A field, by the names that lead to it joined by dots, with what it said before and what it says since."""

    field: str
    before: object
    after: object


def changes(before: JSON, after: JSON, *, ignored: Collection[str] = ()) -> list[Change]:
    """The fields of which the bodies tell differently, objects within looked into; lists are told as a whole.

    `ignored` are fields, by the same names, that make no change of a row.
    """
    return [*_changes(before, after, "", frozenset(ignored))]


def _changes(before: JSON, after: JSON, within: str, ignored: frozenset[str]) -> Iterator[Change]:
    for name in dict.fromkeys((*after, *before)):
        field, one, other = f"{within}{name}", before.get(name), after.get(name)
        if field in ignored or one == other:
            continue
        if isinstance(one, dict) or isinstance(other, dict):
            yield from _changes(_object(one), _object(other), f"{field}.", ignored)
        else:
            yield Change(field, one, other)


def _object(value: object) -> JSON:
    return value if isinstance(value, dict) else {}

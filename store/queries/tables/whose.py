"""Whose each row is, behind its link, where the row does not say it itself."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from store.core import frames
from store.queries.links.people import Person
from store.queries.tables.table import Rows

LINK = "link"


def columns(own: frames.Columns) -> frames.Columns:
    """The columns of a table with those of a person behind the link, if it has one."""
    told: dict[str, str] = {}
    for name, kind in own.items():
        told[name] = kind
        if name == LINK:
            told |= dict.fromkeys(_added(own), frames.TEXT)
    return told


def told(own: frames.Columns, rows: Rows, known: Mapping[str, Person]) -> Rows:
    """The rows by `columns`; the iterator of them is closed with this one."""
    place = [*own].index(LINK) + 1 if LINK in own else None
    added = _added(own)
    with closing(rows):
        for row in rows:
            yield row if place is None else (*row[:place], *_whose(known, row[place - 1], added), *row[place:])


def _added(own: frames.Columns) -> list[str]:
    return [name for name in Person._fields if name not in own]


def _whose(known: Mapping[str, Person], link: Any, names: list[str]) -> Iterator[Any]:  # noqa: ANN401 - as it is stored
    person = known.get(link)
    return (getattr(person, name, None) for name in names)

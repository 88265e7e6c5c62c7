"""Files that left the desk with somebody in them, as far as the audit knows: exports, documents."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping

import orjson

from domain.erasure_report import File
from store.core.parameters import members
from store.engine import Connection
from store.upkeep.erasure_log import mark, mark_of_person

ACTIONS = ("export", "document")
"""What the audit calls it when something is taken away."""

_WHOSE = frozenset({"links", "link", "link_of", "accounts", "account", "person", "external_id"})
"""Parameters of a filter that say whose rows are meant; by a tax number, nobody is ruled out."""

_SIGNS = 8
"""Of a digest that a filter has instead of a value."""


def of_person(connection: Connection, external_id: str, links: Collection[str]) -> list[File]:
    """What was taken that named the person or one of the links, or nobody, so that they were in it; oldest first.

    Not a file without rows.
    """
    among, given = members("link", [*links])
    accounts = [row["id"] for row in connection.execute(f"SELECT id FROM accounts WHERE link IN {among}", given)]
    marks = [*map(mark, links), *([mark_of_person(external_id)] if external_id else [])]
    ids = {*links, *accounts, external_id} - {""}
    theirs = {*ids, *marks, *(one.rpartition("-")[2] for one in marks), *map(_sign, ids)}
    names, parameters = members("action", ACTIONS)
    found = connection.execute(f"SELECT * FROM audit WHERE action IN {names} ORDER BY id", parameters)
    rows = [dict(row) for row in found]
    return [_file(row, external_id, links) for row in rows if not _is_empty(row) and _covers(row, theirs)]


def _is_empty(row: Mapping[str, object]) -> bool:
    return dict(orjson.loads(str(row["details"]))).get("rows") == 0


def _covers(row: Mapping[str, object], theirs: Collection[str]) -> bool:
    """Whether a record is about one of them, or about nobody in particular."""
    whose = [value for name, value in _told(row) if name in _WHOSE]
    about = {part for value in whose for part in re.split(r"[\s,]+", value)} - {""}
    subjects = {str(row.get(name) or "") for name in ("subject", "target")}
    return not about or bool(about & {*theirs}) or bool(subjects & {*theirs})


def _told(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Names and values of what a record says, inside its details and their filters too."""
    yield from ((name, str(value)) for name, value in row.items() if name in _WHOSE and value)
    yield from _inside("", orjson.loads(str(row["details"])))


def _inside(name: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for inner, one in value.items():
                yield from _inside(str(inner), one)
        case [str(first), _] if first in _WHOSE:
            yield first, str(value[1])
        case list():
            for one in value:
                yield from _inside(name, one)
        case str():
            yield name, value
            yield from ((one[2], one[3]) for one in re.finditer(r"(^|[?&,\s])([a-z_]+)=([^&,\s]+)", value))


def _sign(value: str) -> str:
    """How a filter that is kept names what may have to be erased."""
    return f"#{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()[:_SIGNS]}"


def _file(row: Mapping[str, object], external_id: str, links: Collection[str]) -> File:
    """The record without an id that is about to be erased."""
    what = str(row.get("subject") or row.get("target") or row["action"])
    told = str(row["details"])
    for link in links:
        what, told = what.replace(link, mark(link)), told.replace(link, mark(link))
    if external_id:
        whole = re.compile(rf"([\w-]*){re.escape(external_id)}([\w-]*)")
        marked = mark_of_person(external_id)
        what, told = (
            whole.sub(lambda found: found[0] if found[1] or found[2] else marked, text) for text in (what, told)
        )
    return File(str(row["at"]), str(row["actor"]), f"{row['action']} {what}".strip(), told)

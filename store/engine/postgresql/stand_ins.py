"""What is seen in place of tables, told with each statement that names them.

Temporary views would do, which cost a connection's beginning: more than a hundred of them, most of which it never looks
at, and each a change of the server's catalogue. As the queries that a statement begins with they stand before the
tables all the same: a name is looked for among them first, wherever it stands in the statement.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from store.engine.postgresql.translation import Statement, translated

_KEPT = 2048
"""Statements that are kept with what is told before them, of one way to see."""

_VIEW = re.compile(r"\s*CREATE\s+TEMP\s+VIEW\s+(\w+)\s+AS\s+(.*)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(
    r"""'(?:[^']|'')*' | --[^\n]* | /\*.*?\*/ | "(?P<quoted>(?:[^"]|"")*)" | (?<![\w.:])(?P<plain>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
_BEGINS = re.compile(r"\s*(?:(?P<with>WITH)\s+(?P<recursive>RECURSIVE\s+)?|SELECT\b|INSERT\b|DELETE\b|VALUES\b)", re.I)
_OWN = re.compile(r"(?<!\w)\"?(\w+)\"?\s*(?:\([\w\s,]*\)\s*)?AS\s+(?:(?:NOT\s+)?MATERIALIZED\s+)?\(", re.IGNORECASE)


class StandIns:
    """The queries by the names that they stand for; each may name those before it."""

    def __init__(self, views: Sequence[str]) -> None:
        found = [_parts(view) for view in views]
        self._places = {name: place for place, (name, _) in enumerate(found)}
        self._queries = [_query(name, select) for name, select in found]
        self._beneath = [
            {place for place in self._named(select) if place < own} for own, (_, select) in enumerate(found)
        ]
        self.statement = lru_cache(_KEPT)(self._statement)

    def _statement(self, sql: str) -> Statement:
        """The statement as PostgreSQL is told it, with what stands before the tables that it names."""
        places = self._all(self._named(sql))
        told = translated(sql)
        if not places:
            return told
        begin = _BEGINS.match(sql)
        if begin is None:
            raise ValueError("Nothing can be told before this statement, which names what is not for everybody.")
        queries = b"WITH " + b",".join(self._queries[place] for place in sorted(places))
        first, *rest = told.parts
        if not begin["with"]:
            return Statement((queries + b" " + first, *rest), told.values)
        own = {name.lower() for name in _OWN.findall(sql)}
        if own & {name for name, place in self._places.items() if place in places}:
            # What the statement calls by a table's name is made of the table: its own queries are behind ours.
            return _around(queries + b" SELECT * FROM (", told, b") AS told")
        recursive = b"RECURSIVE " if begin["recursive"] else b""
        queries = b"WITH " + recursive + queries.removeprefix(b"WITH ")
        return Statement((queries + b"," + first[begin.end() :], *rest), told.values)

    def _named(self, sql: str) -> set[int]:
        """The places of what may be named, by a table's name or a column's that is the same."""
        words = {(found["plain"] or found["quoted"] or "").lower() for found in _NAME.finditer(sql)}
        return {self._places[word] for word in words & self._places.keys()}

    def _all(self, places: set[int]) -> set[int]:
        """These and what they are made of."""
        left, found = [*places], set[int]()
        while left:
            if (place := left.pop()) not in found:
                found.add(place)
                left += self._beneath[place]
        return found


@lru_cache(64)
def stand_ins(views: tuple[str, ...]) -> StandIns:
    """Those of the statements that would make views."""
    return StandIns(views)


def _parts(view: str) -> tuple[str, str]:
    found = _VIEW.fullmatch(view)
    if found is None:
        raise ValueError("This makes no view of a connection's own.")
    return found[1].lower(), found[2]


def _query(name: str, select: str) -> bytes:
    (told,) = translated(select).parts
    return f'"{name}" AS NOT MATERIALIZED ('.encode() + told + b")"


def _around(before: bytes, told: Statement, behind: bytes) -> Statement:
    first, *rest = told.parts
    parts = [before + first, *rest]
    parts[-1] += behind
    return Statement(tuple(parts), told.values)

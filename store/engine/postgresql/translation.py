"""The store's SQL, which SQLite is told as it stands, as PostgreSQL understands it.

Translated once and kept: what a statement costs then is putting its values in. The expressions that differ are those of
`store.engine.sqlite` and few more; nothing within strings, names in quotes and comments is touched.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from store.engine.postgresql.derived_tables import named

_KEPT = 4096
"""Statements whose translation is kept; the store has some two thousand."""

_DIFFERENT = re.compile(
    r"""
      (?P<apart>LIMIT\ 9223372036854775807\ /\*\ apart\ \*/)
    | (?P<claim>/\*\ claimed\ \*/)
    | (?P<kept>/\*\ kept\ \*/)
    | (?P<first>IN\s*\(/\*\ first\ \*/)
    | (?P<found>/\*\ found\ \*/\))
    | (?P<fence>\(SELECT\ max\(fence\)\ \+\ 1\ FROM\ jobs\)
        \ \+\ \(SELECT\ key\ FROM\ json_each\(:ids\)\ WHERE\ value\ =\ jobs\.id\))
    | (?P<aside>'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | ::)
    | IN\s*\(\s*SELECT\s+value\s+FROM\s+json_each\(:(?P<array>\w+)\)\s*\)
    | \binstr\(\s*(?P<within>[A-Za-z_][\w.]*)\s*,\s*:(?P<part>\w+)\s*\)\s*>\s*0
    | (?P<strpos>\binstr\s*\()
    | (?P<main>\bmain\.(?=[\w"]))
    | (?P<plus>(?<=[\s(,])\+(?=[A-Za-z_]))
    | (?P<is_not>\bIS\s+NOT\s+(?!NULL\b|DISTINCT\b))
    | (?P<is>\bIS\s+(?!NOT\b|NULL\b|DISTINCT\b))
    | (?P<like>\bLIKE\b)
    | \bCROSS\s+JOIN\s+(?P<cross>\w+(?:\s+AS\s+\w+)?)\s+ON\b
    | (?P<integer>\bAS\s+INTEGER\s*\))
    | (?P<real>\bAS\s+REAL\s*\))
    | :(?P<name>[A-Za-z_]\w*)
    | (?P<mark>\?)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

_SUMMED = re.compile(r"\(sum\(\((.*?)\) >> 32\) \* 4294967296 \+ sum\(\(\1\) & 4294967295\)\)", re.DOTALL)
"""A sum in two halves, beyond which SQLite could not count; PostgreSQL's of whole numbers has any size."""

_WRITTEN = {
    "apart": "",
    "claim": "FOR UPDATE SKIP LOCKED",
    "kept": "FOR NO KEY UPDATE",
    "first": "= ANY (ARRAY(",
    "found": "))",
    "fence": "nextval('fences')",
    "strpos": "strpos(",
    "main": "public.",
    "plus": "",
    "is_not": "IS DISTINCT FROM ",
    "is": "IS NOT DISTINCT FROM ",
    "like": "ILIKE",
    "integer": "AS bigint)",
    "real": "AS double precision)",
}


class Value(NamedTuple):
    """A parameter of a statement, by its name or its position, and how it is written where it is more than a value."""

    key: str | int
    written: Callable[[Any], Any] | None = None


class Statement(NamedTuple):
    """SQL around the values that are put between its parts."""

    parts: tuple[bytes, ...]
    values: tuple[Value, ...]

    def filled(self, parameters: Sequence[Any] | Mapping[str, Any], literal: Callable[[Any], bytes]) -> bytes:
        """The SQL with the values in it."""
        if not self.values:
            return self.parts[0]
        told: Any = parameters
        made = [self.parts[0]]
        for (key, written), part in zip(self.values, self.parts[1:], strict=True):
            value = told[key]
            made.append(literal(written(value) if written else value))
            made.append(part)
        return b"".join(made)


@lru_cache(_KEPT)
def translated(sql: str) -> Statement:
    """The statement as PostgreSQL is told it."""
    sql = _SUMMED.sub(r"sum(\1)", named(sql))
    parts, values, text, last = list[bytes](), list[Value](), "", 0
    for found in _DIFFERENT.finditer(sql):
        text += sql[last : found.start()]
        last = found.end()
        kind = found.lastgroup or ""
        if kind == "aside":
            text += found.group()
        elif kind == "cross":  # SQLite's way of saying which table is read first
            text += f"JOIN {found['cross']} ON"
        elif kind in _WRITTEN:
            text += _WRITTEN[kind]
        elif kind == "part":  # which an index of trigrams finds, and `strpos` does not
            values.append(Value(found["part"], _pattern))
            parts.append(f"{text}{found['within']} LIKE ".encode())
            text = ""
        else:
            if kind == "array":
                text += "= ANY ("
            values.append(Value(len(values) if kind == "mark" else found[kind], _array if kind == "array" else None))
            parts.append(text.encode())
            text = ")" if kind == "array" else ""
    parts.append((text + sql[last:]).encode())
    return Statement(tuple(parts), tuple(values))


def _array(text: str) -> str:
    """The values of a list in JSON as PostgreSQL writes an array of any type."""
    return "{" + ",".join(map(_element, orjson.loads(text))) + "}"


def _pattern(text: str | None) -> str | None:
    """What a column is LIKE that contains the text, in which no character stands for others."""
    if text is None:
        return None
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def statements(script: str) -> Iterable[str]:
    """The statements of a script; a semicolon within strings, bodies in dollars and triggers ends none."""
    for found in _STATEMENT.finditer(script):
        if told := _COMMENTS_BEFORE.sub("", found.group()):
            yield told


_COMMENTS_BEFORE = re.compile(r"\A(?:\s+|--[^\n]*\n)+")
_STATEMENT = re.compile(
    r"""(?:
          \s++ | --[^\n]*+\n
        | CREATE\s+TRIGGER\b(?:'(?:[^']|'')*+'|[^'])*?\bEND(?=\s*;)
        | '(?:[^']|'')*+' | "(?:[^"]|"")*+" | \$\$.*?\$\$ | /\*.*?\*/
        | [^;'"\s]
    )++;\s*+""",  # nothing is tried twice, or a quote within a comment would take for ever
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

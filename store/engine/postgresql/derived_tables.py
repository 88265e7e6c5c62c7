"""Names for subqueries in FROM: SQLite needs none, and PostgreSQL does before its version 16."""

import re

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | (?P<sign>[(),;]) | (?P<word>\w+)""",
    re.VERBOSE | re.DOTALL,
)
_INTRODUCE = frozenset({"FROM", "JOIN"})
_BEGIN = frozenset({"SELECT", "WITH", "VALUES", "("})
_WORDS = """
    WHERE GROUP ORDER HAVING LIMIT UNION EXCEPT INTERSECT JOIN LEFT INNER CROSS FULL RIGHT NATURAL ON USING WINDOW
    OFFSET RETURNING
"""
_FOLLOW = frozenset({*_WORDS.split(), ")", ",", ";"})
"""What comes behind a subquery that has no name."""


def named(sql: str) -> str:
    """The SQL with a name for each subquery in FROM that has none."""
    tokens = [found for found in _TOKEN.finditer(sql) if found.lastgroup]
    opened, ends = list[bool](), list[int]()
    for place, token in enumerate(tokens):
        if token.group() == "(":
            before = tokens[place - 1].group().upper() if place else ""
            within = tokens[place + 1].group().upper() if place + 1 < len(tokens) else ""
            opened.append(before in _INTRODUCE and within in _BEGIN)
        elif token.group() == ")" and opened and opened.pop():
            behind = tokens[place + 1].group().upper() if place + 1 < len(tokens) else ""
            if not behind or behind in _FOLLOW:
                ends.append(token.end())
    for number, end in reversed([*enumerate(ends)]):
        sql = f"{sql[:end]} AS unnamed_{number}{sql[end:]}"
    return sql

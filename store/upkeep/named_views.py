"""Saved views and cells of boards that name somebody who is erased are dropped.

Without what they ask by they would tell of everybody.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson

from domain.masking.aliases import PARTICLES, words_of
from store import engine
from store.database import Database
from store.engine import Connection
from store.sight.known_people import own_texts

_FEWEST = 2
"""Words of a name that tell whose it is; of one that has a single word, this."""

_SHORTEST = 6
"""Signs of a document or a number that is looked for inside of other text, and of an id that stands in it unquoted."""


@dataclass(frozen=True, slots=True)
class Named:
    """By what views may name somebody: ids as parameters have them, and what their rows call them."""

    ids: frozenset[str]
    texts: frozenset[str] = frozenset()

    def is_in(self, values: Sequence[str]) -> bool:
        """Whether a name of a view, or what it asks, says whom."""
        if not self.ids.isdisjoint(values) or any(self._is_quoted(value) for value in values):
            return True
        said = "\n".join(values)
        words, bare = {*words_of(said)}, _bare(said)
        return any(self._fits(one, words, bare) for one in self.texts)

    def _is_quoted(self, value: str) -> bool:
        return any(
            f"'{one}'" in value or (len(one) >= _SHORTEST and re.search(_AS_A_WORD.format(re.escape(one)), value, re.I))
            for one in self.ids
        )

    @staticmethod
    def _fits(one: str, words: set[str], bare: str) -> bool:
        if any(map(str.isdigit, one)) or "@" in one:
            return len(_bare(one)) >= _SHORTEST and _bare(one) in bare
        own = {*words_of(one)} - PARTICLES
        return bool(own) and len(own & words) >= min(_FEWEST, len(own))


def forget(db: Database, link: str) -> dict[str, int]:
    """Take out what names a link, one of its accounts, or whose it is, while the store still knows that."""
    with db.write() as connection:
        rows = connection.execute("SELECT id FROM accounts WHERE link = :link", {"link": link})
        ids = frozenset({link, *(row["id"] for row in rows)})
        return drop(connection, Named(ids, frozenset(own_texts(connection, [link]))))


def drop(connection: Connection, named: Named) -> dict[str, int]:
    """Take out the views and cells that name them, a board with its cells; how many went, by table."""
    views = [id_ for id_, values in _said(connection, _VIEWS) if named.is_in(values)]
    cells = [id_ for id_, values in _said(connection, _CELLS) if named.is_in(values)]
    return {
        "saved_views": _delete(connection, "saved_views", "id", views),
        "board_cells": _delete(connection, "board_cells", "id", cells)
        + _delete(connection, "board_cells", "board", views),
        "view_looks": _delete(connection, "view_looks", "view", views),
    }


def are_named(connection: Connection, named: Named) -> bool:
    """Whether a view or a cell names them."""
    return any(named.is_in(values) for sql in (_VIEWS, _CELLS) for _, values in _said(connection, sql))


def _said(connection: Connection, sql: str) -> list[tuple[str, list[str]]]:
    """By its id, what each is called and asks."""
    rows = engine.tuples(connection.execute(sql)).fetchall()
    return [(id_, [name, *(value for _, value in orjson.loads(query))]) for id_, name, query in rows]


def _delete(connection: Connection, table: str, column: str, ids: Collection[str]) -> int:
    if not ids:
        return 0
    sql = f"DELETE FROM {table} WHERE {engine.among(column, 'ids')}"
    return connection.execute(sql, {"ids": engine.array(ids)}).rowcount


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


_AS_A_WORD = r"(^|[\W_]){}([\W_]|$)"
_VIEWS = "SELECT id, name, query FROM saved_views"
_CELLS = "SELECT id, title, query FROM board_cells"

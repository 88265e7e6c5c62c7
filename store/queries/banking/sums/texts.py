"""Which transactions have some words in their texts, where these are few: looked for once, which reads all texts."""

from dataclasses import dataclass

from store import engine
from store.database import Database
from store.queries.kept import kept

FEW = 10_000
"""Rows that are sorted, or added up, rather than searched for in order."""


@dataclass(frozen=True, slots=True)
class Having:
    """The keys of the rows that have some words; None where these are too many."""

    keys: tuple[int, ...] | None


@kept
def having(db: Database, words: str, few: int) -> Having:
    """The rows that have the folded words, deleted ones included; none of them where they are more than a few."""
    sql = f"SELECT key FROM search_transactions WHERE {engine.contains('text', 'words')} LIMIT :few"
    with db.read() as connection:
        cursor = connection.execute(sql, {"words": words, "few": few + 1})
        engine.tuples(cursor)
        keys = tuple(key for (key,) in cursor)
    return Having(keys if len(keys) <= few else None)

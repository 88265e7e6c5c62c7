"""Which call brought what: of each page of a list that had news, the instant of its rows and that of its call.

A row's `changed_at` is that of its page, so that the call whose answer had the row is found again; the log of calls is
written by itself, and knows nothing of rows.
"""

from store.engine import Connection


def note(connection: Connection, run: int, at: str, asked_at: str) -> None:
    """Keep that the rows of the run stored at an instant came with the call made at another; both are encoded."""
    connection.execute(_NOTE, {"run": run, "at": at, "asked_at": asked_at})


def prune(connection: Connection, *, before: str, batch: int) -> int:
    """Forget so many pages from before an instant at most, whose calls are not kept either; their number."""
    return connection.execute(_PRUNE, {"before": before, "batch": batch}).rowcount


_NOTE = """
    INSERT INTO stored_pages (run, link, resource, at, asked_at)
    SELECT id, link, resource, :at, :asked_at FROM sync_runs WHERE id = :run
"""

_PRUNE = """
    DELETE FROM stored_pages WHERE id IN (
        SELECT id FROM stored_pages WHERE asked_at < :before ORDER BY asked_at LIMIT :batch)
"""

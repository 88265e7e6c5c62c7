"""Whether anything has changed of what pages show of links, without reading it."""

from store.database import Database


def mark(db: Database) -> tuple[object, ...]:
    """Another value as soon as a link, its pulls, its rows or an institution are otherwise."""
    with db.read() as connection:
        return tuple(connection.execute(_MARK).fetchone())


_MARK = """
    SELECT (SELECT count(*) FROM links WHERE deleted_at IS NULL), (SELECT sum(followed) FROM links),
        (SELECT max(changed_at) FROM links), (SELECT max(id) FROM link_statuses),
        (SELECT max(id) FROM jobs), (SELECT count(*) FROM jobs WHERE state = 'queued'),
        (SELECT count(*) FROM jobs WHERE state = 'running'),
        (SELECT max(id) FROM sync_runs), (SELECT sum(live) FROM row_counts),
        (SELECT max(changed_at) FROM accounts), (SELECT max(changed_at) FROM consents),
        (SELECT max(changed_at) FROM institutions)
"""

"""Old jobs, runs, webhooks and widget sessions are deleted, as far as nothing builds on them now; old audit too.

Belvo's rows and statuses stay; calls have a measure of their own (`store.ops.calls.prune`), and rows may have one
(`store.upkeep.ages`). What is on hold stays.
"""

from store.database import Database
from store.write import holds

BATCH = 500
"""Rows deleted in one transaction; whoever else writes waits no longer than that takes."""


def prune(db: Database, *, before: str, batch: int = BATCH) -> dict[str, int]:
    """Delete what ended before an instant; returns how many rows of which table, without those of which none.

    What is queued, running, open or not handled stays, and of each link its newest job, the newest one that was
    carried out, and the last run of each resource, since the pages tell by them how the link is doing. The newest
    webhook stays too. The highest numbers of jobs and fences stay taken, so that none is given twice.
    """
    deleted = {table: _prune(db, table, before, batch) for table in STATEMENTS}
    return {table: count for table, count in deleted.items() if count}


def prune_audit(db: Database, *, before: str, batch: int = BATCH) -> int:
    """Forget what people did before an instant, and why; returns how much that was.

    The chain is shortened at its oldest end: the hash of the last row that goes is kept, so that what stays can still
    be held against it.
    """
    parameters = {"before": before, "batch": batch}
    count, last = 0, batch
    with db.write() as connection:
        connection.execute("DELETE FROM reveals WHERE until < :before", {"before": before})
    while last == batch:
        with db.write() as connection:
            connection.execute(_CUT_AUDIT, parameters)
            last = connection.execute("DELETE FROM audit WHERE id <= (SELECT cut FROM audit_chain)").rowcount
        count += last
    return count


def _prune(db: Database, table: str, before: str, batch: int) -> int:
    parameters = {"before": before, "batch": batch}
    count, last = 0, batch
    while last == batch:
        with db.write() as connection:
            last = connection.execute(STATEMENTS[table], parameters).rowcount
        count += last
    return count


_CUT_AUDIT = """
    UPDATE audit_chain SET (cut, cut_hash) = (SELECT id, hash FROM audit WHERE id = (
        SELECT max(id) FROM (
            SELECT id FROM audit
            WHERE id < coalesce((SELECT min(id) FROM audit WHERE at >= :before), (SELECT max(id) + 1 FROM audit))
            ORDER BY id LIMIT :batch) AS oldest))
    WHERE EXISTS (SELECT 1 FROM audit WHERE id = cut + 1 AND at < :before)
"""

_WEBHOOK_EVENTS = f"""
    DELETE FROM webhook_events WHERE webhook_id IN (
        SELECT webhook_id FROM webhook_events
        WHERE received_at < :before AND handled_at < :before AND id < (SELECT max(id) FROM webhook_events)
            AND {holds.are_free("webhook_events.link", "webhook_events.external_id")}
        ORDER BY received_at LIMIT :batch)
"""

_WIDGET_SESSIONS = f"""
    DELETE FROM widget_sessions WHERE nonce IN (
        SELECT nonce FROM widget_sessions
        WHERE state IN ('left', 'failed', 'expired') AND opened_at < :before AND changed_at < :before AND link IS NULL
            AND {holds.are_free("widget_sessions.link", "widget_sessions.external_id")}
        LIMIT :batch)
"""
"""Their events go with them, by the foreign key."""

_BEGUN_LATER = (
    "coalesce((SELECT id FROM {table} WHERE {begun} >= :before ORDER BY id LIMIT 1), (SELECT max(id) FROM {table}))"
)
"""The first row from after the instant. Numbers grow with time, so that only what is old is looked at."""

_SYNC_RUNS = f"""
    DELETE FROM sync_runs WHERE id IN (
        SELECT id FROM sync_runs AS run
        WHERE id < {_BEGUN_LATER.format(table="sync_runs", begun="started_at")}
            AND state <> 'running' AND finished_at < :before AND {holds.are_free("run.link")}
            AND EXISTS (
                SELECT 1 FROM sync_runs AS newer
                WHERE newer.link = run.link AND newer.resource = run.resource AND newer.id > run.id)
        ORDER BY id LIMIT :batch)
"""

_IS_PULL = "(newer.resources <> '' OR job.resources = '')"
"""What only reads a link stands for no pull, but for others of its kind."""

_JOBS = f"""
    DELETE FROM jobs WHERE id IN (
        SELECT id FROM jobs AS job
        WHERE id < {_BEGUN_LATER.format(table="jobs", begun="created_at")}
            AND state IN ('done', 'failed', 'cancelled') AND finished_at < :before
            AND {holds.are_free("job.link")} AND fence < (SELECT max(fence) FROM jobs)
            AND EXISTS (
                SELECT 1 FROM jobs AS newer WHERE newer.link = job.link AND newer.id > job.id AND {_IS_PULL})
            AND (state = 'cancelled' OR EXISTS (
                SELECT 1 FROM jobs AS newer
                WHERE newer.link = job.link AND newer.id > job.id AND newer.state IN ('done', 'failed')
                    AND {_IS_PULL}))
        ORDER BY id LIMIT :batch)
"""

_ACCOUNTS = f"""
    DELETE FROM bulk_accounts WHERE (bulk, place) IN (
        SELECT bulk, place FROM bulk_accounts
        WHERE state IN ('done', 'failed', 'skipped') AND at < :before
            AND {holds.are_free("bulk_accounts.link", "bulk_accounts.external_id")}
        ORDER BY at LIMIT :batch)
"""

STATEMENTS = {
    "webhook_events": _WEBHOOK_EVENTS,
    "widget_sessions": _WIDGET_SESSIONS,
    "sync_runs": _SYNC_RUNS,
    "jobs": _JOBS,
    "bulk_accounts": _ACCOUNTS,
}
"""By table, in the order of pruning: what deletes a batch of what ended before an instant."""

"""How pulls ended lately: by institution, by hour, and the newest as one row each."""

from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_RUNS = 100_000
"""The newest runs that are counted, so that a busy desk's first page costs no more than that."""

_LATELY = f"""
    FROM sync_runs AS run WHERE run.id > (SELECT max(id) FROM sync_runs) - {MOST_RUNS}
    AND run.state IN ('done', 'failed') AND run.finished_at >= :since
"""
_COUNTS = (
    "count(CASE run.state WHEN 'done' THEN 1 END) AS done, count(CASE run.state WHEN 'failed' THEN 1 END) AS failed"
)


def by_institution(db: Database, since: str) -> "DataFrame":
    """Resources read and not read since then: institution, name, done, failed; most pulls first."""
    sql = f"""
        SELECT links.institution AS institution,
            coalesce((SELECT max(display_name) FROM institutions WHERE name = links.institution), links.institution)
                AS name,
            sum(run.done) AS done, sum(run.failed) AS failed
        FROM (SELECT run.link, {_COUNTS} {_LATELY} GROUP BY run.link) AS run JOIN links ON links.id = run.link
        WHERE links.institution IS NOT NULL GROUP BY links.institution
        ORDER BY sum(run.done) + sum(run.failed) DESC NULLS LAST, links.institution NULLS FIRST
    """
    columns = {"institution": frames.TEXT, "name": frames.TEXT, "done": frames.INTEGER, "failed": frames.INTEGER}
    return frames.read(db, sql, {"since": since}, columns)


def by_hour(db: Database, since: str) -> "DataFrame":
    """Resources read and not read since then, in the hours that had any: hour, done, failed."""
    hour = "substr(run.finished_at, 1, 13)"
    sql = f"SELECT {hour} || ':00:00.000000Z' AS hour, {_COUNTS} {_LATELY} GROUP BY {hour} ORDER BY {hour} NULLS FIRST"
    columns = {"hour": frames.INSTANT, "done": frames.INTEGER, "failed": frames.INTEGER}
    return frames.read(db, sql, {"since": since}, columns)


def latest(db: Database, *, limit: int) -> "DataFrame":
    """The newest pulls of a link, newest first: link, state, started_at, resources, added, changed, deleted, error."""
    sql = """
        SELECT job.link, job.state, job.started_at, count(run.id) AS resources, sum(run.added) AS added,
            sum(run.changed) AS changed, sum(run.deleted) AS deleted,
            coalesce(job.error_code, max(run.error_code), '') AS error_code,
            coalesce(job.error_message, max(run.error_message), '') AS error_message
        FROM jobs AS job LEFT JOIN sync_runs AS run ON run.job = job.id
        WHERE job.id IN (
            SELECT id FROM jobs WHERE link <> '' AND resources <> '' AND reason <> 'bulk_run' AND started_at IS NOT NULL
            ORDER BY id DESC LIMIT :limit)
        GROUP BY job.id, job.link, job.state, job.started_at, job.error_code, job.error_message ORDER BY job.id DESC
    """
    columns = {
        "link": frames.TEXT,
        "state": frames.TEXT,
        "started_at": frames.INSTANT,
        "resources": frames.INTEGER,
        "added": frames.INTEGER,
        "changed": frames.INTEGER,
        "deleted": frames.INTEGER,
        "error_code": frames.TEXT,
        "error_message": frames.TEXT,
    }
    return frames.read(db, sql, {"limit": limit}, columns)

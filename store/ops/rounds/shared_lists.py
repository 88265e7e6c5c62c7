"""Lists that several links share: of which resources Belvo has them, and which links may take part in one."""

from datetime import timedelta

from domain.pulls.asking import REMEMBERED
from domain.pulls.rounds import LARGEST
from store.core import instants
from store.engine import Connection
from store.ops.jobs import Job
from store.ops.schedule import SCHEDULE

_SOON = timedelta(minutes=1)


def works(connection: Connection, resource: str, *, now: str | None = None) -> bool | None:
    """Whether Belvo lists the resource of several links; None if nobody knows, or a refusal is old by now."""
    sql = "SELECT is_shared, noted_at FROM shared_lists WHERE resource = :resource"
    row = connection.execute(sql, {"resource": resource}).fetchone()
    if row is None:
        return None
    age = instants.decode(now or instants.now()) - instants.decode(row["noted_at"])
    return True if row["is_shared"] else False if abs(age) < REMEMBERED else None


def note(connection: Connection, resource: str, *, is_shared: bool, now: str | None = None) -> None:
    """Belvo has listed the resource of several links as asked, or has not."""
    connection.execute(
        "INSERT INTO shared_lists (resource, is_shared, noted_at) VALUES (:resource, :is_shared, :now)"
        " ON CONFLICT (resource) DO UPDATE SET is_shared = excluded.is_shared, noted_at = excluded.noted_at",
        {"resource": resource, "is_shared": int(is_shared), "now": now or instants.now()},
    )


def takes_part(connection: Connection, job: Job, resource: str) -> bool:
    """Whether the job's link may share the list: it was listed before, well, and has few rows, all as described."""
    which = {"link": job.link, "resource": resource, "largest": LARGEST}
    return connection.execute(f"SELECT 1 WHERE {_MAY.format(link=':link')}", which).fetchone() is not None


def partners(connection: Connection, job: Job, resource: str, *, at_most: int) -> dict[str, int]:
    """Other links that may share the list, their rounds being under way or near, each with its number of rows here."""
    which = {
        "link": job.link,
        "resource": resource,
        "resources": " ".join(job.resources),
        "reason": SCHEDULE,
        "largest": LARGEST,
        "at_most": at_most,
        "soon": instants.encode(instants.decode(instants.now()) + _SOON),
    }
    return {row["link"]: row["rows"] or 0 for row in connection.execute(_PARTNERS, which)}


def latest_run(connection: Connection) -> int:
    """The number of the newest run."""
    number: int = connection.execute("SELECT coalesce(max(id), 0) FROM sync_runs").fetchone()[0]
    return number


def is_overtaken(connection: Connection, link: str, resource: str, run: int) -> bool:
    """Whether the resource has been pulled since that run began."""
    sql = "SELECT 1 FROM sync_runs WHERE link = :link AND resource = :resource AND id > :run"
    which = {"link": link, "resource": resource, "run": run}
    return connection.execute(sql, which).fetchone() is not None


_ROWS = "(SELECT sum(live) FROM row_counts WHERE row_counts.link = {link} AND row_counts.resource = :resource)"

_MAY = f"""
    EXISTS (SELECT 1 FROM bookmarks WHERE bookmarks.link = {{link}} AND bookmarks.resource = :resource)
    AND 'done' = (
        SELECT state FROM sync_runs WHERE sync_runs.link = {{link}} AND sync_runs.resource = :resource
        ORDER BY sync_runs.id DESC LIMIT 1)
    AND coalesce({_ROWS}, 0) <= :largest
    AND NOT EXISTS (
        SELECT 1 FROM irregular_rows WHERE irregular_rows.link = {{link}} AND irregular_rows.resource = :resource)
    AND NOT EXISTS (
        SELECT 1 FROM historical
        WHERE historical.link = {{link}} AND historical.resource = :resource AND historical.ended_at IS NULL)
"""

_PARTNERS = f"""
    SELECT jobs.link, {_ROWS.format(link="jobs.link")} AS rows FROM jobs
    WHERE jobs.state IN ('queued', 'running') AND jobs.reason = :reason AND jobs.is_full = 0
        AND jobs.resources = :resources AND jobs.not_before <= :soon AND jobs.link <> :link
        AND {_MAY.format(link="jobs.link")}
    ORDER BY jobs.state DESC, jobs.not_before, jobs.id LIMIT :at_most
"""

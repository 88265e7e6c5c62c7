"""Runs: one pull of one resource of one link, its progress while it goes on and its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.core import frames, instants
from store.core.parameters import members
from store.database import Database
from store.engine import Connection, Row
from store.ops.jobs import Failure
from store.write import revisions

if TYPE_CHECKING:
    from pandas import DataFrame

STATES = ("running", "done", "skipped", "failed", "cancelled", "interrupted")
"""Skipped: the institution does not offer the resource."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of one resource's pull; `state` is queued as long as its turn has not come.

    Until it is done, `fetched` counts rows as often as they were listed; then both numbers are what is stored.
    """

    resource: str
    state: str
    fetched: int
    total: int | None


def start(connection: Connection, job_id: int | None, link: str, resource: str, *, now: str | None = None) -> int:
    """Begin a run; one that a killed worker left running is closed as interrupted."""
    moment = now or instants.now()
    connection.execute(
        "UPDATE sync_runs SET state = 'interrupted', finished_at = :now"
        " WHERE link = :link AND resource = :resource AND state = 'running'",
        {"link": link, "resource": resource, "now": moment},
    )
    run: int = connection.execute(
        "INSERT INTO sync_runs (job, link, resource, reason, state, started_at, fetched, page, added, changed,"
        " unchanged, deleted) SELECT :job, :link, :resource, (SELECT reason FROM jobs WHERE id = :job), 'running',"
        " :now, 0, 0, 0, 0, 0, 0 RETURNING id",
        {"job": job_id, "link": link, "resource": resource, "now": moment},
    ).fetchone()[0]
    revisions.bump(connection, link)
    return run


def advance(connection: Connection, run: int, fetched: int, total: int | None, page: int) -> None:
    """Rows fetched so far of how many, and the last page that is stored."""
    sql = "UPDATE sync_runs SET fetched = :fetched, total = :total, page = :page WHERE id = :run RETURNING link"
    progress = {"run": run, "fetched": fetched, "total": total, "page": page}
    _bump(connection, connection.execute(sql, progress).fetchone())


def finish(
    connection: Connection,
    run: int,
    state: str,
    *,
    added: int = 0,
    changed: int = 0,
    unchanged: int = 0,
    deleted: int = 0,
    error: Failure | None = None,
    now: str | None = None,
) -> None:
    """End a run as done, failed, cancelled or interrupted; `unchanged` are the rows that needed no write."""
    row = connection.execute(
        "UPDATE sync_runs SET state = :state, finished_at = :now, added = :added, changed = :changed,"
        " unchanged = :unchanged, deleted = :deleted, error_kind = :kind, error_code = :code, error_message = :message,"
        " request_id = :request_id WHERE id = :run RETURNING link",
        {
            "run": run,
            "state": state,
            "now": now or instants.now(),
            "added": added,
            "changed": changed,
            "unchanged": unchanged,
            "deleted": deleted,
            "kind": error and error.kind,
            "code": error and error.code,
            "message": error and error.message,
            "request_id": error and error.request_id,
        },
    ).fetchone()
    _bump(connection, row)


def is_outdated(connection: Connection, link: str, resource: str, made_of: Sequence[str]) -> bool:
    """Whether rows of these have changed since the resource was last pulled; not where it is not offered or awaited."""
    names, parameters = members("name", made_of)
    sql = _OUTDATED.format(names=names)
    return connection.execute(sql, {"link": link, "resource": resource, **parameters}).fetchone() is not None


# Runs are told by their numbers, which grow whatever becomes of the clock; one that was broken off counts nothing.
_OUTDATED = """
    SELECT 1 FROM sync_runs AS last
    WHERE last.id = (SELECT max(id) FROM sync_runs WHERE link = :link AND resource = :resource)
        AND last.state <> 'skipped'
        AND NOT EXISTS (
            SELECT 1 FROM historical WHERE link = :link AND resource = :resource AND ended_at IS NULL)
        AND EXISTS (
            SELECT 1 FROM sync_runs WHERE link = :link AND resource IN {names} AND id > last.id
                AND (added + changed + deleted > 0 OR (state = 'interrupted' AND fetched > 0)))
"""


def _bump(connection: Connection, run: Row | None) -> None:
    """Tell of a run that moved on, unless its link was erased meanwhile and with it the run."""
    if run is not None:
        revisions.bump(connection, run["link"])


_COLUMNS = {
    "run": frames.INTEGER,
    "resource": frames.TEXT,
    "reason": frames.TEXT,
    "state": frames.TEXT,
    "started_at": frames.INSTANT,
    "finished_at": frames.INSTANT,
    "fetched": frames.INTEGER,
    "total": frames.INTEGER,
    "added": frames.INTEGER,
    "changed": frames.INTEGER,
    "unchanged": frames.INTEGER,
    "deleted": frames.INTEGER,
    "error_code": frames.TEXT,
    "error_message": frames.TEXT,
    "request_id": frames.TEXT,
}


def for_link(db: Database, link: str, *, limit: int = 200) -> "DataFrame":
    """The link's runs, newest first; columns as in `_COLUMNS` and `seconds`, so far for one that goes on."""
    sql = "SELECT id AS run, * FROM sync_runs WHERE link = :link ORDER BY id DESC LIMIT :limit"
    return _timed(frames.read(db, sql, {"link": link, "limit": limit}, _COLUMNS))


def for_job(db: Database, job: int) -> "DataFrame":
    """The runs of one job in their order, as `for_link`."""
    sql = "SELECT id AS run, * FROM sync_runs WHERE job = :job ORDER BY id"
    return _timed(frames.read(db, sql, {"job": job}, _COLUMNS))


def _timed(frame: "DataFrame") -> "DataFrame":
    until = frame["finished_at"].fillna(instants.decode(instants.now()))
    return frame.assign(seconds=(until - frame["started_at"]).dt.total_seconds())


_STORED = """
    (SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = sync_runs.resource AND link = sync_runs.link)
"""


def progress(db: Database, link: str) -> list[Progress]:
    """Each resource of the link's job: the running one, else the newest, as `jobs.state` has it."""
    with db.read() as connection:
        job = connection.execute(
            "SELECT id, resources, state FROM jobs WHERE link = :link AND resources <> ''"
            " ORDER BY CASE state WHEN 'running' THEN 0 ELSE 1 END, id DESC LIMIT 1",
            {"link": link},
        ).fetchone()
        if job is None:
            return []
        runs = connection.execute(
            "SELECT resource, state, CASE state WHEN 'done' THEN stored ELSE fetched END AS fetched,"
            " CASE WHEN state = 'done' AND total IS NOT NULL THEN stored ELSE total END AS total"
            f" FROM (SELECT *, {_STORED} AS stored FROM sync_runs WHERE job = :job) AS mine ORDER BY id",
            {"job": job["id"]},
        ).fetchall()
    started = {run["resource"]: Progress(*run) for run in runs}
    before_start = "queued" if job["state"] in ("queued", "running") else job["state"]
    return [started.get(name, Progress(name, before_start, 0, None)) for name in job["resources"].split()]

"""What became of each link of a run: how pulls that it asked for went, what failed and why, what was handed out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database
from store.ops.operators.bulk import Run
from store.write import assignments
from store.write.links import OWNER

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Pulls:
    """How the pulls go that a run has asked for."""

    waiting: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0


def pulls(db: Database, run: Run) -> Pulls:
    """Those of a run; one that was asked for before counts with what became of it."""
    with db.whole.read() as connection:
        rows = connection.execute(_PULLS, {"run": run.id})
        found = {row["state"]: row["number"] for row in rows}
    return Pulls(
        found.get("queued", 0),
        found.get("running", 0),
        found.get("done", 0),
        found.get("failed", 0),
        found.get("cancelled", 0),
    )


_PULLS = """
    SELECT jobs.state, count(*) AS number FROM bulk_links JOIN jobs ON jobs.id = bulk_links.job
    WHERE bulk_links.bulk = :run GROUP BY jobs.state
"""


def reasons(db: Database, run: Run, *, most: int = 20) -> "DataFrame":
    """Why links were left out or failed: state, code, message, number; most links first."""
    sql = f"""
        SELECT state, code, max(message) AS message, count(*) AS number FROM ({_TROUBLED}) AS troubled
        GROUP BY state, code ORDER BY count(*) DESC, state NULLS FIRST, code NULLS FIRST LIMIT :most
    """
    columns = {"state": frames.TEXT, "code": frames.TEXT, "message": frames.TEXT, "number": frames.INTEGER}
    return frames.read(db, sql, {"run": run.id, "most": most}, columns)


def troubled(db: Database, run: Run, *, most: int | None = None) -> "DataFrame":
    """The links that were left out or failed: link, person, state, code, message, request_id, at."""
    sql = f"""
        SELECT found.*, coalesce({OWNER}, {assignments.PERSON}, links.id) AS person,
            coalesce(i.display_name, links.institution) AS institution
        FROM ({_TROUBLED} ORDER BY place NULLS FIRST LIMIT :most) AS found
        LEFT JOIN links ON links.id = found.link
        LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL
        ORDER BY found.place NULLS FIRST
    """
    return frames.read(db, sql, {"run": run.id, "most": most or _ALL}, _ROWS)


def handed_out(db: Database, run: Run) -> "DataFrame":
    """The addresses that a run has made: link, person, institution, code, locale, way, expires_at; codes whole."""
    sql = f"""
        SELECT given.link, given.code, given.locale, given.way, given.expires_at, s.reason,
            coalesce({OWNER}, {assignments.PERSON}, '') AS person, coalesce({assignments.PERSON}, '') AS external_id,
            coalesce(i.display_name, links.institution, '') AS institution
        FROM bulk_links JOIN update_links AS given ON given.code = bulk_links.result
        JOIN links ON links.id = given.link
        LEFT JOIN link_states AS s ON s.link = links.id
        LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL
        WHERE bulk_links.bulk = :run AND given.revoked_at IS NULL ORDER BY bulk_links.place NULLS FIRST
    """
    return frames.read(db, sql, {"run": run.id}, _GIVEN)


_ALL = 1_000_000

_TROUBLED = """
    SELECT place, link, state, error_code AS code, error_message AS message, request_id, at FROM bulk_links
    WHERE bulk = :run AND state IN ('failed', 'skipped')
    UNION ALL
    SELECT bulk_links.place, bulk_links.link, 'failed' AS state, jobs.error_code, jobs.error_message,
        jobs.request_id, jobs.finished_at AS at
    FROM bulk_links JOIN jobs ON jobs.id = bulk_links.job
    WHERE bulk_links.bulk = :run AND bulk_links.state = 'done' AND jobs.state = 'failed'
"""

_ROWS = {
    "link": frames.TEXT,
    "person": frames.TEXT,
    "institution": frames.TEXT,
    "state": frames.TEXT,
    "code": frames.TEXT,
    "message": frames.TEXT,
    "request_id": frames.TEXT,
    "at": frames.INSTANT,
}

_GIVEN = {
    "link": frames.TEXT,
    "person": frames.TEXT,
    "external_id": frames.TEXT,
    "institution": frames.TEXT,
    "reason": frames.TEXT,
    "way": frames.TEXT,
    "locale": frames.TEXT,
    "code": frames.TEXT,
    "expires_at": frames.INSTANT,
}

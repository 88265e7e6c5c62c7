"""What became of each account that a run connects, as a table and as its file."""

from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database
from store.ops.operators.bulk import Run

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = {
    "line": frames.INTEGER,
    "outcome": frames.TEXT,
    "institution": frames.TEXT,
    "external_id": frames.TEXT,
    "code": frames.TEXT,
    "message": frames.TEXT,
    "link": frames.TEXT,
    "request_id": frames.TEXT,
}


def table(db: Database, run: Run, *, most: int | None = None) -> "DataFrame":
    """Line, outcome, institution, external_id, code, message, link, request_id; by line, at `most` so many."""
    sql = """
        SELECT place AS line, state AS outcome, institution, external_id, error_code AS code,
            error_message AS message, CASE WHEN state = 'done' THEN link END AS link, request_id
        FROM bulk_accounts WHERE bulk = :run ORDER BY place NULLS FIRST LIMIT :most
    """
    return frames.read(db, sql, {"run": run.id, "most": most or _ALL}, COLUMNS)


def counts(db: Database, run: Run) -> dict[str, int]:
    """How many accounts are in which state."""
    sql = "SELECT state, count(*) AS number FROM bulk_accounts WHERE bulk = :run GROUP BY state"
    with db.whole.read() as connection:
        return {row["state"]: row["number"] for row in connection.execute(sql, {"run": run.id})}


_ALL = 1_000_000

"""What Belvo has said of the resources of a link: the last answer to each, and what is known to be there."""

from domain.pulls.asking import Answer
from store.core import instants
from store.engine import Connection


def last(connection: Connection, link: str) -> dict[str, Answer]:
    """The last answers, by resource; there is none of a resource whose last pull failed or goes on."""
    found = connection.execute(_LAST, {"link": link}).fetchall()
    return {
        row["resource"]: Answer(
            instants.decode(row["finished_at"]),
            is_refusal=row["state"] == "skipped",
            is_empty=row["state"] == "done" and not row["rows"],
        )
        for row in found
    }


def known(connection: Connection, link: str) -> set[str]:
    """The resources of which Belvo has loaded something, as a webhook has told, or of which rows are here."""
    return {row["resource"] for row in connection.execute(_KNOWN, {"link": link})}


# What Belvo has refused carries a code of Belvo's; by that one the desk itself says what it can't ask for.
_LAST = """
    SELECT resource, state, finished_at,
        (SELECT sum(live) FROM row_counts WHERE link = :link AND row_counts.resource = sync_runs.resource) AS rows
    FROM sync_runs
    WHERE id IN (SELECT max(id) FROM sync_runs WHERE link = :link GROUP BY resource)
        AND finished_at IS NOT NULL AND (state = 'done' OR state = 'skipped' AND error_code <> 'not_offered')
"""

_KNOWN = """
    SELECT resource FROM row_counts WHERE link = :link AND live > 0
    UNION
    SELECT resource FROM historical WHERE link = :link AND announced_at IS NOT NULL
"""

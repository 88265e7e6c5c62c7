"""The queue: which jobs are due, in their order, and what is carried out beside them."""

from collections.abc import Iterator
from dataclasses import replace

from domain.slots import FOR_PERSONS, Slots, Waiting
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection
from store.ops import call_budgets
from store.write import revisions

ORDER = "priority, not_before, id"
"""In which jobs that are due are taken, as far as there is a slot for them."""


def due(
    connection: Connection, slots: Slots | None, *, now: str, far: str, job: int | None = None
) -> Iterator[Waiting]:
    """Jobs that are due, those of other workers too whose lease ran out; one that lasts until `far` is none.

    What the slots have no room for anyway may be missing. With `job` it is that one or none, due or not.
    """
    least_urgent = FOR_PERSONS if slots and not slots.have_room_in_background else None
    for row in connection.execute(_DUE, {"now": now, "far": far, "job": job, "least_urgent": least_urgent}):
        yield Waiting(row["id"], row["priority"], row["institution"], row["fence"])


def with_others(connection: Connection, slots: Slots, *, now: str, far: str) -> Slots:
    """The slots, with the pulls of all workers by institution, what does not answer, and whether the rate is held."""
    rows = connection.execute(_THERE, {"now": now, "far": far})
    budget = call_budgets.of_store(connection)
    silent = connection.execute("SELECT institution FROM breakers WHERE opened_at IS NOT NULL")
    return replace(
        slots,
        there={row["institution"]: row["pulls"] for row in rows},
        silent=frozenset(row["institution"] for row in silent),
        is_held=budget is not None and budget.holds_up_until(instants.decode(now)) is not None,
    )


def put_first(db: Database, job_id: int, *, now: str | None = None) -> bool:
    """Have a queued job be the next, before whatever else was put first; False when it waits no more.

    A person waits for it from now on, so that a pause after a failure is over as well.
    """
    moment = now or instants.now()
    with db.write() as connection:
        row = connection.execute(
            "UPDATE jobs SET not_before = CASE WHEN not_before > :now THEN :now ELSE not_before END, priority = ("
            " SELECT min(coalesce(min(priority), :persons), :persons) - 1 FROM jobs WHERE state = 'queued')"
            " WHERE id = :id AND state = 'queued' RETURNING link",
            {"id": job_id, "now": moment, "persons": FOR_PERSONS},
        ).fetchone()
        if row is not None:
            revisions.bump(connection, row["link"])
            engine.tell(connection)
    return row is not None


_DUE = f"""
    SELECT id, priority, fence,
        coalesce((SELECT institution FROM links WHERE links.id = jobs.link), '') AS institution
    FROM jobs
    WHERE (:job IS NULL OR id = :job) AND (:least_urgent IS NULL OR priority <= :least_urgent) AND (
        (state = 'running' AND (lease_until < :now OR lease_until > :far))
        OR (state = 'queued' AND (not_before <= :now OR created_at > :now OR started_at > :now OR id = :job)
            AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.link = jobs.link AND other.state = 'running')))
    ORDER BY {ORDER}
"""

_THERE = """
    SELECT links.institution, count(*) AS pulls FROM jobs JOIN links ON links.id = jobs.link
    WHERE jobs.state = 'running' AND jobs.lease_until BETWEEN :now AND :far AND links.institution IS NOT NULL
    GROUP BY links.institution
"""

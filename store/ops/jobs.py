"""Jobs: what is to be pulled, by whom it is being pulled, and how that ended.

A link has at most one running job. A claim gives a lease, which heartbeats prolong, and a fence, a number that grows
with every claim: whoever holds an older one has lost the job and is stopped by `guard`.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import tracing
from domain.link_state import Failure as Failure
from domain.pulls.slots import FOR_PERSONS, Slots
from store import engine
from store.core import instants
from store.core.errors import LostLease
from store.database import Database
from store.engine import Connection, Row
from store.ops import queue
from store.ops.job import Job as Job
from store.ops.job import State as State
from store.ops.job import job_of
from store.write import revisions

EVERY_LINK = ""
"""The link of a job that is about all of them: comparing what is stored with what Belvo lists."""

PRIORITIES = {"connected": FOR_PERSONS, "operator": FOR_PERSONS} | dict.fromkeys(
    ("webhook", "historical_update", "historical_poll", "derived", "reconcile", "link_gone", "bulk_run"), 1
)
"""By reason; a smaller number goes first, since a person waits for it. All other reasons come last."""

_LAST = 2
_BEHIND = 3


def enqueue(
    connection: Connection,
    link: str,
    resources: Sequence[str],
    reason: str,
    *,
    full: bool = False,
    not_before: str | None = None,
    now: str | None = None,
) -> int:
    """Ask for a pull and return the job's id; without resources, for a reading of the link alone.

    A queued job for the same link and resources is joined: it keeps the more urgent reason, the earlier time, and
    becomes full when either is.
    """
    moment = now or instants.now()
    parameters = {
        "link": link,
        "resources": " ".join(sorted(set(resources))),
        "reason": reason,
        "priority": PRIORITIES.get(reason, _LAST),
        "is_full": int(full),
        "not_before": not_before or moment,
        "now": moment,
        "traceparent": tracing.traceparent(),
    }
    job: int = connection.execute(_ENQUEUE, parameters).fetchone()[0]
    _tell(connection, link)
    return job


_ENQUEUE = """
    INSERT INTO jobs (link, resources, reason, priority, is_full, state, attempts, not_before, created_at, fence,
        traceparent)
    VALUES (:link, :resources, :reason, :priority, :is_full, 'queued', 0, :not_before, :now, 0, :traceparent)
    ON CONFLICT (link, resources) WHERE state = 'queued' DO UPDATE SET
        reason = CASE WHEN excluded.priority < jobs.priority THEN excluded.reason ELSE jobs.reason END,
        priority = CASE WHEN excluded.priority < jobs.priority THEN excluded.priority ELSE jobs.priority END,
        traceparent = coalesce(jobs.traceparent, excluded.traceparent),
        is_full = CASE WHEN excluded.is_full > jobs.is_full THEN excluded.is_full ELSE jobs.is_full END,
        not_before = CASE
            WHEN excluded.not_before < jobs.not_before THEN excluded.not_before ELSE jobs.not_before END
    RETURNING id
"""


def claim(
    db: Database,
    owner: str,
    lease: timedelta,
    slots: Slots | None = None,
    *,
    job: int | None = None,
    now: str | None = None,
) -> Job | None:
    """Take the most urgent job that is due, or one whose worker let its lease run out; None if there is none.

    With `slots` it is the one that may begin in them. With `job` it is that one or none, due or not, of a free link.
    """
    some = claim_all(db, owner, lease, slots, most=1, job=job, now=now)
    return some[0] if some else None


def claim_all(
    db: Database,
    owner: str,
    lease: timedelta,
    slots: Slots | None,
    *,
    most: int | None = None,
    job: int | None = None,
    now: str | None = None,
) -> list[Job]:
    """Take one after the other, as `claim` does, as many as may begin in the slots."""
    moment = now or instants.now()
    # What was written in the future was written before the clock was set back: a lease as long as no lease is
    # (where its worker lives, the fence stops it), and times to wait for that say nothing any more.
    far = _later(moment, 2 * lease)
    told = {"owner": owner, "now": moment, "until": _later(moment, lease), "seconds": lease.total_seconds()}

    tried = set[int]()

    def taken(connection: Connection) -> tuple[list[int], list[Row]]:
        chosen = queue.choose(connection, slots, most, now=moment, far=far, job=job, tried=tried)
        if not chosen:
            return [], []
        revisions.bump(connection, *(one.link for one in chosen))
        ids = [one.job for one in chosen]
        which = {"ids": engine.array(ids), "newest": max(one.fence for one in chosen)}
        (rows,) = engine.answers(connection, (_CLAIM, told | which), ends=True)
        return ids, rows

    while True:
        ids, rows = db.written(taken)
        if rows or not ids:
            return sorted(map(job_of, rows), key=lambda one: ids.index(one.id))
        tried.update(ids)  # others have just taken them all


# Whoever takes one meanwhile gives it a fence beyond all that were there.
_CLAIM = f"""
    UPDATE jobs SET
        state = 'running', owner = :owner, attempts = attempts + 1,
        fence = {engine.NEXT_FENCE}, lease_seconds = :seconds, lease_until = :until,
        started_at = coalesce(started_at, :now)
    WHERE id IN (
        SELECT id FROM jobs
        WHERE {engine.among("id", "ids")} AND fence <= :newest AND state IN ('queued', 'running') {engine.CLAIM})
    RETURNING *
"""


class Claimed(Protocol):
    """A claim, told from all others by the job's number and the fence."""

    @property
    def id(self) -> int: ...

    @property
    def fence(self) -> int: ...


def guard(connection: Connection, job: Claimed) -> None:
    """Raise LostLease unless the job is still this claim's; called in the transaction that writes for it."""
    row = connection.execute(_KEPT, {"id": job.id}).fetchone()
    if row is None or row["fence"] != job.fence or row["state"] != State.RUNNING:
        ended = "erased" if row is None else "taken over" if row["state"] == State.RUNNING else row["state"]
        raise LostLease(f"Job {job.id} is no longer this worker's: it was {ended}.")


_KEPT = f"SELECT state, fence FROM jobs WHERE id = :id {engine.KEPT}"


def heartbeat(db: Database, job: Job, *, now: str | None = None) -> bool:
    """Prolong the lease by its own length; False when the job is lost and its pull must stop."""
    with db.write(beside=True) as connection:
        return job.id not in prolong(connection, [job], now=now)


def prolong(connection: Connection, claimed: Collection[Job], *, now: str | None = None) -> set[int]:
    """Prolong each lease by its own length; returns the jobs that are lost, whose pulls must stop."""
    moment = now or instants.now()
    return {
        job.id
        for job in claimed
        if not _change(connection, job, "lease_until = :until", until=_later(moment, job.lease or timedelta()))
    }


def finish(db: Database, job: Job, *, now: str | None = None) -> None:
    """The pull went well; raises LostLease when the job is no longer this claim's."""
    _end(db, job, State.DONE, None, now)


def fail(db: Database, job: Job, error: Failure, *, now: str | None = None) -> None:
    """The pull failed for good; raises LostLease as `finish` does."""
    _end(db, job, State.FAILED, error, now)


def retry(db: Database, job: Job, at: str | datetime, error: Failure, *, last: bool = False) -> None:
    """Queue the job again for later, or behind all others as the `last`; raises LostLease as `finish` does.

    Where an equal job was queued meanwhile, this one ends as failed and the other goes on in its stead.
    """
    with db.write(beside=True) as connection:
        guard(connection, job)
        if _gave_to_twin(connection, job):
            _finish(connection, job, State.FAILED, error, instants.now())
            return
        _change(
            connection,
            job,
            "state = 'queued', owner = NULL, lease_until = NULL, not_before = :not_before,"
            f" priority = CASE WHEN priority < :priority THEN :priority ELSE priority END, {_ERROR}",
            not_before=instants.encode(at),
            priority=_BEHIND if last else min(PRIORITIES.values()),
            **_error_parameters(error),
        )
        _tell(connection, job.link)


def release(db: Database, job: Job, *, now: str | None = None) -> None:
    """Give a claimed job back, for anybody to take at once; its attempt does not count. Raises LostLease.

    Where an equal job was queued meanwhile, this one is cancelled and the other goes on in its stead.
    """
    moment = now or instants.now()
    with db.write(beside=True) as connection:
        guard(connection, job)
        if _gave_to_twin(connection, job):
            _finish(connection, job, State.CANCELLED, None, moment)
            return
        back = "state = 'queued', attempts = attempts - 1, owner = NULL, lease_until = NULL, not_before = :now"
        _change(connection, job, back, now=moment)
        _tell(connection, job.link)


def take_back(db: Database, link: str, lease: timedelta, *, now: str | None = None) -> bool:
    """Queue the link's running job again if its worker let its lease run out; whether none is carried out any more.

    Nothing of what it was to do is lost, whoever is first to take up the link now.
    """
    moment = now or instants.now()
    with db.write(link=link) as connection:
        row = connection.execute(
            "SELECT * FROM jobs WHERE link = :link AND state = 'running'", {"link": link}
        ).fetchone()
        if row is None:
            return True
        if moment <= row["lease_until"] <= _later(moment, 2 * lease):  # beyond that the clock was set back since
            return False
        job = job_of(row)
        if _gave_to_twin(connection, job):
            _finish(connection, job, State.CANCELLED, None, moment)
        else:
            back = "state = 'queued', owner = NULL, lease_until = NULL, not_before = :now"
            _change(connection, job, back, now=moment)
            _tell(connection, link)
    return True


def cancel(db: Database, job_id: int, *, now: str | None = None) -> bool:
    """Cancel a queued job or stop a running one at its next write; False when it had ended already."""
    with db.write(beside=True) as connection:
        row = connection.execute(
            "UPDATE jobs SET state = 'cancelled', finished_at = :now, lease_until = NULL"
            " WHERE id = :id AND state IN ('queued', 'running') RETURNING link",
            {"id": job_id, "now": now or instants.now()},
        ).fetchone()
        if row is not None:
            _tell(connection, row["link"])
    return row is not None


def queued(connection: Connection, link: str, resources: Sequence[str]) -> bool:
    """Whether a job waits that another for the same would join."""
    which = {"link": link, "resources": " ".join(sorted(set(resources)))}
    sql = "SELECT 1 FROM jobs WHERE link = :link AND resources = :resources AND state = 'queued'"
    return connection.execute(sql, which).fetchone() is not None


def call_off(connection: Connection, job_id: int) -> bool:
    """Cancel a job that nobody has begun; False where it was begun or has ended."""
    row = connection.execute(
        "UPDATE jobs SET state = 'cancelled', finished_at = :now WHERE id = :id AND state = 'queued' RETURNING link",
        {"id": job_id, "now": instants.now()},
    ).fetchone()
    if row is not None:
        _tell(connection, row["link"])
    return row is not None


def active(db: Database, link: str | None = None) -> list[Job]:
    """Jobs that are queued or running, of one link or of all, in the order in which they will be worked on."""
    where = "state IN ('queued', 'running')" + (" AND link = :link" if link else "")
    return _jobs(db, f"{where} ORDER BY state DESC, priority, not_before, id", {"link": link})


def latest(db: Database, link: str) -> Job | None:
    """The link's newest job."""
    return next(iter(_jobs(db, "link = :link ORDER BY id DESC LIMIT 1", {"link": link})), None)


def state(db: Database, link: str) -> Job | None:
    """The pull that tells where the link stands: the running one, else the newest."""
    sql = "link = :link AND resources <> '' ORDER BY CASE state WHEN 'running' THEN 0 ELSE 1 END, id DESC LIMIT 1"
    return next(iter(_jobs(db, sql, {"link": link})), None)


def get(db: Database, job_id: int) -> Job | None:
    """One job by its id."""
    return next(iter(_jobs(db, "id = :id", {"id": job_id})), None)


def _jobs(db: Database, condition: str, parameters: dict[str, object]) -> list[Job]:
    with db.read() as connection:
        return [job_of(row) for row in connection.execute(f"SELECT * FROM jobs WHERE {condition}", parameters)]


_ERROR = "error_kind = :error_kind, error_code = :error_code, error_message = :error_message, request_id = :request_id"


def _error_parameters(error: Failure | None) -> dict[str, object]:
    return {
        "error_kind": error and error.kind,
        "error_code": error and error.code,
        "error_message": error and error.message,
        "request_id": error and error.request_id,
    }


def _end(db: Database, job: Job, state: State, error: Failure | None, now: str | None) -> None:
    def ended(connection: Connection) -> None:
        if not _finish(connection, job, state, error, now or instants.now(), ends=True):
            guard(connection, job)

    db.written(ended)


def _finish(
    connection: Connection, job: Job, state: State, error: Failure | None, now: str, *, ends: bool = False
) -> bool:
    """Whether it was this claim's to end; others are told where they may take another job of the link now.

    The transaction `ends` with it, if it does, whether it was or not.
    """
    revisions.bump_known(connection, job.link)
    # Whose slot it was looks by itself, and to tell all of every end would have each commit wait for all others.
    engine.tell(connection, "SELECT 1 FROM jobs WHERE link = :link AND state = 'queued'", {"link": job.link})
    told = {"state": state, "now": now, "id": job.id, "fence": job.fence, **_error_parameters(error)}
    (rows,) = engine.answers(connection, (_FINISH, told), ends=ends)
    return bool(rows)


_FINISH = f"""
    UPDATE jobs SET state = :state, finished_at = :now, lease_until = NULL, {_ERROR}
    WHERE id = :id AND fence = :fence AND state = 'running' RETURNING id
"""


def _gave_to_twin(connection: Connection, job: Job) -> bool:
    """Whether an equal job is queued; it then goes on in this one's stead, whole where this one was to be."""
    twin = connection.execute(
        "UPDATE jobs SET is_full = max(is_full, :full) WHERE link = :link AND resources = :resources"
        " AND state = 'queued' RETURNING id",
        {"link": job.link, "resources": " ".join(job.resources), "full": int(job.full)},
    ).fetchone()
    return twin is not None


def _tell(connection: Connection, link: str) -> None:
    """A job waits, or one has ended: links look otherwise, and workers may have something to do."""
    revisions.bump(connection, link)
    engine.tell(connection)


def _change(connection: Connection, job: Job, changes: str, **parameters: object) -> bool:
    row = connection.execute(
        f"UPDATE jobs SET {changes} WHERE id = :id AND fence = :fence AND state = 'running' RETURNING id",
        {"id": job.id, "fence": job.fence, **parameters},
    ).fetchone()
    return row is not None


def _later(moment: str, span: timedelta) -> str:
    return instants.encode((instants.decode(moment) + span).astimezone(UTC))

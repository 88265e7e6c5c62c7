"""A job as it is read from the store."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.link_state import Failure
from domain.pulls.slots import FOR_PERSONS
from store.engine import Row


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it was when read. `resources` are store names, none to read the link only; `error` is the last."""

    id: int
    link: str
    resources: tuple[str, ...]
    reason: str
    priority: int
    full: bool
    state: State
    attempts: int
    fence: int
    owner: str | None
    not_before: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    lease: timedelta | None
    lease_until: str | None
    error: Failure | None
    traceparent: str | None = None

    @property
    def is_for_person(self) -> bool:
        """Whether a person waits for it."""
        return self.priority <= FOR_PERSONS


def job_of(row: Row) -> Job:
    seconds = row["lease_seconds"]
    error = Failure(row["error_kind"], row["error_code"], row["error_message"], row["request_id"])
    return Job(
        id=row["id"],
        link=row["link"],
        resources=tuple(row["resources"].split()),
        reason=row["reason"],
        priority=row["priority"],
        full=bool(row["is_full"]),
        state=State(row["state"]),
        attempts=row["attempts"],
        fence=row["fence"],
        owner=row["owner"],
        not_before=row["not_before"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        lease=None if seconds is None else timedelta(seconds=seconds),
        lease_until=row["lease_until"],
        error=error if row["error_kind"] else None,
        traceparent=row["traceparent"],
    )

"""What follows from an error, by its kind: later again, the person's turn, or a loud end.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from datetime import UTC, datetime, timedelta

from belvo_client import (
    AuthenticationFailed,
    BelvoError,
    ConnectionFailed,
    CredentialsExpired,
    InvalidLink,
    Kind,
    LoginFailed,
    RateLimited,
    Retries,
    TimedOut,
    TokenRequired,
    TooManySessions,
    UnconfirmedLink,
)
from store import Database
from store.ops import jobs
from store.ops.jobs import Failure, Job
from store.write import links
from sync.errors import LinkGone, StoreUnusable

LADDER = Retries().ladder
"""Seconds from one attempt to the next."""

PATIENCE = {"unexpected_error": 3}
"""How many of those steps Belvo wants taken at most, by code, where it is not all of them."""

LEAST_WAIT: dict[type[BelvoError], float] = {TooManySessions: 120, RateLimited: 30}
"""Seconds below which repeating is no use."""

CONCERNS_ALL = (AuthenticationFailed, ConnectionFailed, RateLimited, TimedOut, LinkGone, StoreUnusable)
"""Errors that the job's other resources would only run into as well."""

LINK_STATUS: dict[type[BelvoError], str] = {
    InvalidLink: "invalid",
    LoginFailed: "invalid",
    CredentialsExpired: "invalid",
    TokenRequired: "token_required",
    UnconfirmedLink: "unconfirmed",
}
"""What an error says about the link."""

COMPARED = ("institutions", "links")
"""What a job that is about every link compares with Belvo's lists."""

_SEVERITY = {Kind.RETRIABLE: 0, Kind.NEEDS_USER: 1, Kind.FATAL: 2}


def failure(error: BelvoError) -> Failure:
    """The error as it is stored with jobs and runs."""
    return Failure(str(error.kind), error.code, error.message, error.request_id)


def settle(db: Database, job: Job, errors: list[BelvoError]) -> None:
    """End the job, or queue it again for later; raises LostLease when it is no longer this worker's."""
    _mark_link(db, job, errors)
    if not errors:
        jobs.finish(db, job)
    elif waits := [wait for error in errors if (wait := _wait(job, error)) is not None]:
        slow = any(isinstance(error, TimedOut) for error in errors)  # others first, whom it would keep waiting again
        jobs.retry(db, job, datetime.now(UTC) + max(waits), failure(_worst(errors)), last=slow)
    else:
        jobs.fail(db, job, failure(_worst(errors)))
    if any(isinstance(error, LinkGone) for error in errors):
        _handle_lost_link(db, job)


def _handle_lost_link(db: Database, job: Job) -> None:
    """Mark a link that is gone; where others could be gone with it, compare them all before."""
    with db.write() as connection:
        if links.live(connection).keys() - {job.link}:
            jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "link_gone")
        else:
            links.mark_deleted(connection, job.link, "Belvo was asked for it, and has no such link.")


def _worst(errors: list[BelvoError]) -> BelvoError:
    """The error that a job is known by when several of its resources failed."""
    return max(errors, key=lambda error: _SEVERITY[error.kind])


def _wait(job: Job, error: BelvoError) -> timedelta | None:
    """How long to wait until the next attempt; None if there is to be none."""
    if error.kind is not Kind.RETRIABLE:
        return None
    steps = PATIENCE.get(error.code, len(LADDER))
    # Nobody's fault but the network's, or the server is just going down: this never becomes a failed link.
    if job.attempts > steps and not isinstance(error, ConnectionFailed):
        return None
    step = LADDER[min(job.attempts, len(LADDER)) - 1]
    return timedelta(seconds=max(step, LEAST_WAIT.get(type(error), 0), error.retry_after or 0))


def _mark_link(db: Database, job: Job, errors: list[BelvoError]) -> None:
    statuses = [status for error in errors if (status := LINK_STATUS.get(type(error)))]
    if statuses:
        with db.write(link=job.link) as connection:
            jobs.guard(connection, job)
            links.set_status(connection, job.link, statuses[0])

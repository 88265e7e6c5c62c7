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

_REFUSED = 403
"""What Belvo's firewall answers to too many calls and to what breaks its rules alike, which no waiting mends."""

_HOUR, _DOUBLINGS = 3600.0, 7
"""Seconds between two attempts at most, and after how many longer ones of them that is reached."""

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
    """The error as it is stored with jobs and runs; all that says that Belvo wants fewer calls has one code."""
    code = error.default_code if isinstance(error, RateLimited) else error.code
    return Failure(str(error.kind), code, error.message, error.request_id)


def settle(db: Database, job: Job, errors: list[BelvoError]) -> timedelta | None:
    """End the job, or queue it again, and say for how much later; raises LostLease where it is another's by now."""
    _mark_link(db, job, errors)
    again = None
    if not errors:
        jobs.finish(db, job)
    elif waits := [wait for error in errors if (wait := _wait(job, error)) is not None]:
        slow = any(isinstance(error, TimedOut) for error in errors)  # others first, whom it would keep waiting again
        again = max(waits)
        jobs.retry(db, job, datetime.now(UTC) + again, failure(_worst(errors)), last=slow)
    else:
        jobs.fail(db, job, failure(_worst(errors)))
    if any(isinstance(error, LinkGone) for error in errors):
        _handle_lost_link(db, job)
    return again


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
    # The fault is the network's, or the server is just going down, or others use up the rate: no link fails by it.
    is_limited = isinstance(error, RateLimited) and error.status != _REFUSED
    if job.attempts > steps and not is_limited and not isinstance(error, ConnectionFailed):
        return None
    step = LADDER[min(job.attempts, len(LADDER)) - 1]
    if is_limited:
        step = min(step * 2.0 ** min(max(job.attempts - len(LADDER), 0), _DOUBLINGS), _HOUR)
    return timedelta(seconds=max(step, LEAST_WAIT.get(type(error), 0), error.retry_after or 0))


def _mark_link(db: Database, job: Job, errors: list[BelvoError]) -> None:
    statuses = [status for error in errors if (status := LINK_STATUS.get(type(error)))]
    if statuses:
        with db.write(link=job.link) as connection:
            jobs.guard(connection, job)
            links.set_status(connection, job.link, statuses[0])

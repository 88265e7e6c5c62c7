from collections.abc import Callable
from datetime import timedelta

import pytest

from belvo_client import (
    AuthenticationFailed,
    BelvoError,
    ConnectionFailed,
    ErrorItem,
    InvalidLink,
    LoginFailed,
    NotFound,
    RateLimited,
    ServerFailed,
    TokenRequired,
    TooManySessions,
)
from store import Database
from store.core import instants
from store.ops import jobs
from store.ops.jobs import Failure, Job, State
from store.write import links
from sync.error_policy import settle
from sync.errors import LinkGone
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import link_body

Claimed = Callable[..., Job]

REQUEST = "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7"


def refused(kind: type[BelvoError], code: str, message: str = "As Belvo says.") -> BelvoError:
    return kind(message, code=code, status=400, errors=[ErrorItem(code, message, REQUEST)])


@pytest.fixture
def job(db: Database, claimed: Claimed) -> Job:
    with db.write() as connection:
        links.save(connection, link_body())
    return claimed()


def after(db: Database, job: Job) -> Job:
    found = jobs.get(db, job.id)
    assert found is not None
    return found


def attempt(db: Database, job: Job, error: BelvoError) -> float | None:
    """Settle the job, take it up again if it was queued, and return after how many seconds it is to be."""
    before = instants.decode(instants.now())
    settle(db, job, [error])
    queued = after(db, job)
    if queued.state is not State.QUEUED:
        return None
    return round((instants.decode(queued.not_before) - before).total_seconds())


def attempts(db: Database, job: Job, error: BelvoError, most: int) -> list[float | None]:
    """The waits between attempts that all end with the same error."""
    waits: list[float | None] = []
    while len(waits) < most:
        waits.append(attempt(db, job, error))
        if waits[-1] is None:
            break
        again = jobs.claim(db, "tester", timedelta(minutes=1), now="2100-01-01T00:00:00.000000Z")
        assert again is not None
        job = again
    return waits


def test_a_job_without_errors_is_done(db: Database, job: Job) -> None:
    settle(db, job, [])
    assert (after(db, job).state, after(db, job).error) == (State.DONE, None)


def test_what_may_pass_is_tried_again_on_belvos_ladder_and_then_fails(db: Database, job: Job) -> None:
    error = refused(ServerFailed, "service_unavailable")
    assert attempts(db, job, error, 10) == [3, 6, 12, 24, 48, None]
    assert after(db, job).state is State.FAILED
    assert after(db, job).error == Failure("retriable", "service_unavailable", "As Belvo says.", REQUEST)


def test_an_unexpected_error_is_tried_again_three_times(db: Database, job: Job) -> None:
    assert attempts(db, job, refused(ServerFailed, "unexpected_error"), 10) == [3, 6, 12, None]


def test_a_network_that_is_down_never_becomes_a_failed_pull(db: Database, job: Job) -> None:
    assert attempts(db, job, ConnectionFailed("No way."), 8) == [3, 6, 12, 24, 48, 48, 48, 48]
    link = links.find(db, LINK)
    assert link is not None
    assert link.status == "valid"


@pytest.mark.parametrize("status", [None, 429], ids=["the desk's own rate", "Belvo"])
def test_who_wants_fewer_calls_is_asked_ever_more_rarely_and_no_pull_fails_by_it(
    db: Database, job: Job, status: int | None
) -> None:
    error = RateLimited("Slow down.", code="too_many_requests", status=status)
    waits = attempts(db, job, error, 14)
    assert waits == [30, 30, 30, 30, 48, 96, 192, 384, 768, 1536, 3072, 3600, 3600, 3600]
    assert after(db, job).error == Failure("retriable", "rate_limited", "Slow down.", None)


def test_a_call_that_the_firewall_refuses_again_and_again_fails(db: Database, job: Job) -> None:
    assert attempts(db, job, RateLimited("Forbidden", status=403), 10) == [30, 30, 30, 30, 48, None]


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (refused(TooManySessions, "too_many_sessions"), 120),
        (refused(RateLimited, "rate_limited"), 30),
        (ServerFailed("Later.", code="service_unavailable", retry_after=77), 77),
    ],
    ids=["a person logged in elsewhere", "the firewall", "an answer that says when"],
)
def test_some_errors_need_a_longer_wait(db: Database, job: Job, error: BelvoError, seconds: int) -> None:
    assert attempt(db, job, error) == seconds


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (refused(InvalidLink, "invalid_link"), "invalid"),
        (refused(LoginFailed, "login_error"), "invalid"),
        (refused(TokenRequired, "token_required"), "token_required"),
    ],
)
def test_what_needs_the_person_marks_the_link_and_ends_the_job(
    db: Database, job: Job, error: BelvoError, status: str
) -> None:
    settle(db, job, [error])
    link = links.find(db, LINK)
    assert link is not None
    assert link.status == status
    assert after(db, job).state is State.FAILED
    assert after(db, job).error == Failure("needs_user", error.code, "As Belvo says.", REQUEST)


def test_what_no_repetition_mends_fails_at_once(db: Database, job: Job) -> None:
    settle(db, job, [refused(AuthenticationFailed, "authentication_failed", "Invalid Secret Keys")])
    assert after(db, job).state is State.FAILED
    assert after(db, job).error == Failure("fatal", "authentication_failed", "Invalid Secret Keys", REQUEST)


def test_of_several_errors_the_one_that_may_pass_is_tried_again_and_the_worst_is_told(db: Database, job: Job) -> None:
    settle(db, job, [refused(ServerFailed, "service_unavailable"), refused(NotFound, "not_found")])
    assert after(db, job).state is State.QUEUED
    assert after(db, job).error == Failure("fatal", "not_found", "As Belvo says.", REQUEST)


def test_a_link_that_is_gone_is_marked_as_deleted_and_its_job_says_so(db: Database, job: Job) -> None:
    settle(db, job, [refused(LinkGone, "not_found", "Belvo no longer has this link.")])
    link = links.find(db, LINK)
    assert link is not None
    assert link.deleted_at is not None
    assert after(db, job).state is State.FAILED
    assert after(db, job).error == Failure("fatal", "not_found", "Belvo no longer has this link.", REQUEST)

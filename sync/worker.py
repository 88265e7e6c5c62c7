"""The worker: takes jobs, has each pulled by a thread, keeps its lease, and draws the consequence of how it ended."""

import contextlib
import gc
import logging
import os
import platform
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from belvo_client import BelvoClient, BelvoError
from belvo_client.background import in_background
from store import Damaged, Database, LostLease, WrongIdentity
from store.ops import jobs
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from sync.backoff import Backoff
from sync.error_policy import settle
from sync.errors import Broken, Stopped, StoreUnusable
from sync.historical import note_pull
from sync.link import pull_link
from sync.pull import Result
from sync.reconcile import reconcile
from sync.run import OnPage, Progress
from sync.schedule import Rules, Schedule

LEASE = timedelta(seconds=60)
"""How long a job stays with a worker that is not heard of."""

_HEARTBEAT = 15.0  # seconds
_POLL = 0.25  # seconds between two looks for a job
_TICK = 0.1  # seconds between two looks at the pull and at `stop`
_GRACE = 1.0  # seconds that a pull gets to reach the end of its page

Confirm = Callable[[], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt at a job ended: with results, or with the one error that kept it from having any."""

    results: list[Result]
    error: BelvoError | None = None

    @property
    def errors(self) -> list[BelvoError]:
        """Everything that went wrong; what an institution does not offer did not."""
        failed = [result.error for result in self.results if result.error and result.state != "skipped"]
        return [self.error, *failed] if self.error else failed


def work(
    db: Database,
    client: BelvoClient,
    stop: Event,
    *,
    calls: ApiLogWriter | None = None,
    rules: Rules | None = None,
    confirm: Confirm | None = None,
) -> None:
    """Carry out jobs until told to stop; the one under way is then left for another worker to take at once.

    `calls` is what the client's calls are recorded by: it is told which job they belong to. With `rules`, what they
    call for is queued as well. `confirm` is asked about each job; what it raises ends the work.
    """
    owner = whoami()
    schedule = Schedule(db, rules) if rules else None
    backoff = Backoff()
    while not stop.is_set():
        try:
            if schedule:
                schedule.tick()
            job = jobs.claim(db, owner, LEASE)
            if job is None:
                if schedule:
                    schedule.rest()
                stop.wait(_POLL)
            else:
                carry_out(db, client, job, stop, calls=calls, rules=rules, confirm=confirm)
        except sqlite3.OperationalError as error:
            # Not even the job's end could be written: its lease runs out and it is taken up again.
            if backoff.is_news(str(error)):
                logger.error("The store cannot be used: %s", error)
            stop.wait(backoff.pause())
        else:
            backoff.reset()


def collect_rarely() -> None:
    """Look for garbage in cycles after 50,000 new objects instead of 700, in a process that pulls.

    A page is 4,000 of them that all live until it is stored and are in no cycle: looking costs a tenth of a pull.
    """
    gc.set_threshold(50_000, 10, 10)


def whoami() -> str:
    """What this process is called in the jobs that it takes."""
    return f"{platform.node()}:{os.getpid()}"


def carry_out(
    db: Database,
    client: BelvoClient,
    job: Job,
    stop: Event,
    on_page: OnPage | None = None,
    *,
    calls: ApiLogWriter | None = None,
    rules: Rules | None = None,
    confirm: Confirm | None = None,
) -> Outcome | None:
    """Pull a claimed job and record how it ended; None when it was not ended here: stopped, or lost to another.

    `confirm` raises WrongIdentity when store and Belvo do not belong together; the job is then left for later.
    """
    began = time.monotonic()
    whose = f"link {job.link}" if job.link else "all links"
    logger.info("Job %d begins: %s of %s (%s)", job.id, ", ".join(job.resources), whose, job.reason)

    def pull(page_done: OnPage) -> list[Result]:
        if job.link != jobs.EVERY_LINK:
            return pull_link(db, client, job, on_page=page_done)
        reconcile(db, client, job, rules or Rules(), on_page=page_done)
        return []

    try:
        if confirm:
            confirm()
        with calls.about(job.id, job.link or None) if calls else contextlib.nullcontext():
            outcome = _attend(db, pull, job, stop, on_page)
        if confirm and outcome.errors:
            confirm()  # it may have become another while it was read, in which nothing of this one is found
        settle(db, job, outcome.errors)
        note_pull(db, job, outcome.results)
    except Stopped:
        with contextlib.suppress(LostLease):
            jobs.release(db, job)
        logger.info("Job %d was left for later: the worker is ending", job.id)
        return None
    except WrongIdentity:
        with contextlib.suppress(LostLease):
            jobs.release(db, job)
        raise
    except LostLease as error:
        logger.warning("Job %d was lost: %s", job.id, error)
        return None
    _log_end(job, outcome, time.monotonic() - began)
    return outcome


def _attend(
    db: Database, pull: Callable[[OnPage], list[Result]], job: Job, stop: Event, on_page: OnPage | None
) -> Outcome:
    """Keep the job's lease while a thread pulls; raises Stopped in time even when that thread waits for an answer."""

    def page_done(progress: Progress) -> None:
        if stop.is_set():
            raise Stopped
        if on_page:
            on_page(progress)

    pulling = in_background(lambda: pull(page_done), "pull")
    heard = time.monotonic()
    while not wait([pulling], _TICK).done:
        if stop.is_set():
            if wait([pulling], _GRACE).done:
                break
            raise Stopped
        if time.monotonic() - heard > _HEARTBEAT:
            heard = time.monotonic()
            if not jobs.heartbeat(db, job):
                raise LostLease("it was taken over or cancelled")
    return _outcome(pulling, job)


def _outcome(pulling: "Future[list[Result]]", job: Job) -> Outcome:
    try:
        return Outcome(pulling.result())
    except BelvoError as error:
        return Outcome([], error)
    except (Stopped, LostLease):
        raise
    except (sqlite3.OperationalError, Damaged) as error:
        return Outcome([], StoreUnusable.of(error))
    except Exception as error:
        logger.exception("Job %d met a bug", job.id)
        return Outcome([], Broken.of(error))


def _log_end(job: Job, outcome: Outcome, seconds: float) -> None:
    pulls = [f"{result.resource} {result.state}, {result.tally.fetched} rows" for result in outcome.results]
    errors = [f"{error.code} {error.request_id or ''}".strip() for error in outcome.errors]
    logger.info("Job %d ended in %.1f s: %s", job.id, seconds, "; ".join(pulls + errors))

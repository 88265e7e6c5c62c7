"""One attempt at a claimed job: a thread pulls, and draws the consequence of how that ended."""

import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event

import terminal
import tracing
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, ConnectionFailed, RateLimited, TimedOut
from belvo_client.background import in_background
from belvo_client.http.limiter import calling
from resources import pulled_resources
from store import Damaged, Database, LostLease, WrongIdentity
from store.core.errors import Unusable
from store.ops import breakers, jobs, webhooks
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from store.ops.operators import bulk
from sync.bulk import carry_out
from sync.error_policy import settle
from sync.errors import Broken, Stopped, StoreUnusable
from sync.historical import note_pull
from sync.link import pull_link
from sync.pull import Result
from sync.reconcile import reconcile
from sync.rounds.shared import SharedLists
from sync.run import OnPage, Progress
from sync.schedule import Rules

Confirm = Callable[[], None]

_TELLS_NOTHING = (TimedOut, ConnectionFailed, RateLimited, AuthenticationFailed, StoreUnusable, Broken)
"""Errors that are no answer of an institution's."""

_LINKS = "links"
"""What is read first in each pull."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt at a job ended: with results, or with the one error that kept it from having any.

    `again` is after how long there is another one.
    """

    results: list[Result]
    error: BelvoError | None = None
    again: timedelta | None = None

    @property
    def errors(self) -> list[BelvoError]:
        """Everything that went wrong; what an institution does not offer did not."""
        failed = [result.error for result in self.results if result.error and result.state != "skipped"]
        return [self.error, *failed] if self.error else failed


@dataclass(frozen=True, slots=True)
class Tools:
    """What pulls are made with.

    `calls` is what the client's calls are recorded by: it is told which job they belong to. `confirm` is asked about
    each job; it raises WrongIdentity when store and Belvo do not belong together. `shared` are the lists that rounds of
    several links share.
    """

    db: Database
    client: BelvoClient
    calls: ApiLogWriter | None = None
    rules: Rules | None = None
    confirm: Confirm | None = None
    shared: SharedLists | None = None


class Attempt:
    """A job that is being carried out; it stops between two pages once `stop` is set.

    Its `outcome` is there once it has ended here: None as long as it goes on, and for one that was stopped or lost.
    """

    outcome: Outcome | None = None

    def __init__(
        self,
        tools: Tools,
        job: Job,
        stop: Event,
        on_page: OnPage | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        self.job = job
        self._tools = tools
        self._stop = stop
        self._on_page = on_page
        self._began = time.monotonic()
        self._about = _about(tools.db, job)
        with terminal.about(**self._about):
            logger.info("Job %d begins: %s (%s)", job.id, what(job), job.reason)
            self._pulling = in_background(self._carry_out, f"pull {job.id}")
        if on_end:
            self._pulling.add_done_callback(lambda _: on_end())

    def has_ended(self, within: float = 0) -> bool:
        """Whether it has, after at most so many seconds."""
        return bool(wait([self._pulling], within).done)

    def end(self) -> None:
        """Note how it has ended.

        Raises WrongIdentity, and Unusable where not even the job's end could be written: its lease runs
        out, and it is taken up again.
        """
        try:
            self.outcome = self._pulling.result()
        except Stopped:
            self.leave()
        except WrongIdentity:
            self._release()
            raise
        except LostLease as error:
            self.give_up(error)
        else:
            with terminal.about(**self._about):
                _log_end(self.job, self.outcome, time.monotonic() - self._began)

    def leave(self) -> None:
        """Leave the job to others; what this thread still waits for comes to nothing."""
        self._release()
        with terminal.about(**self._about):
            logger.info("Job %d was left for later: the worker is ending", self.job.id)

    def give_up(self, why: object) -> None:
        """Say that the job is another's by now, or nobody's."""
        with terminal.about(**self._about):
            logger.warning("Job %d was lost: %s", self.job.id, why)

    def _release(self) -> None:
        with contextlib.suppress(LostLease):
            jobs.release(self._tools.db, self.job)

    def _carry_out(self) -> Outcome:
        db, job, confirm = self._tools.db, self.job, self._tools.confirm
        if confirm:
            confirm()
        about = self._tools.calls.about(job.id, job.link or None) if self._tools.calls else contextlib.nullcontext()
        known: tracing.Told = {"job": job.id, "link": job.link, "reason": job.reason, "attempt": job.attempts}
        with (
            about,
            calling(is_urgent=job.is_for_person),
            tracing.span("job", side="consumer", after=job.traceparent, **known) as traced,
        ):
            outcome = self._try()
            traced.tell(rows=sum(result.tally.fetched for result in outcome.results))
        if confirm and outcome.errors:
            confirm()  # it may have become another while it was read, in which nothing of this one is found
        _note_answers(db, job, outcome.results, outcome.error)
        again = settle(db, job, outcome.errors)
        if outcome.errors and again is None and (run := bulk.run_of(job.link)) is not None:
            with db.write() as connection:
                bulk.end(connection, run, bulk.State.FAILED)
        note_pull(db, job, outcome.results)
        return replace(outcome, again=again)

    def _try(self) -> Outcome:
        try:
            return Outcome(self._pull())
        except BelvoError as error:
            return Outcome([], error)
        except (Stopped, LostLease):
            raise
        except (Unusable, Damaged) as error:
            return Outcome([], StoreUnusable.of(error))
        except Exception as error:
            logger.exception("Job %d met a bug", self.job.id)
            return Outcome([], Broken.of(error))

    def _pull(self) -> list[Result]:
        tools, job = self._tools, self.job
        if bulk.run_of(job.link) is not None:
            carry_out(tools.db, tools.client, job, tools.calls, self._page_done)
            return []
        if job.link != jobs.EVERY_LINK:
            return pull_link(tools.db, tools.client, job, on_page=self._page_done, shared=tools.shared)
        reconcile(tools.db, tools.client, job, tools.rules or Rules(), on_page=self._page_done)
        return []

    def _page_done(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise Stopped
        if self._on_page:
            self._on_page(progress)


def _about(db: Database, job: Job) -> Mapping[str, object]:
    """What lines of the log about this job have, where programs read it: the webhook that asked for it, too."""
    if terminal.form() == "text":
        return {}
    return {"job": job.id, "link": job.link, "reason": job.reason, "webhook": " ".join(webhooks.of_job(db, job.id))}


def _note_answers(db: Database, job: Job, results: Sequence[Result], error: BelvoError | None) -> None:
    """Let follow for the link's institution what it answered and what it did not; LostLease as `settle`."""
    timed_out = {result.resource for result in results if isinstance(result.error, TimedOut)}
    answered = {result.resource for result in results if not isinstance(result.error, _TELLS_NOTHING)} - timed_out
    if isinstance(error, TimedOut):
        timed_out.add(_LINKS)
    elif results:
        answered.add(_LINKS)
    if not timed_out and not answered:
        return
    with db.write(link=job.link) as connection:
        jobs.guard(connection, job)
        before, now = breakers.note(connection, job.link, timed_out=timed_out, answered=answered)
    if now and now.is_open and not (before and before.is_open):
        logger.warning("%s does not answer: it is tried by one pull at a time until it does", now.institution)
    if before and before.is_open and not now:
        logger.info("%s answers again", before.institution)


def what(job: Job) -> str:
    """What the job is to do, in words: everything is one."""
    if job.link == jobs.EVERY_LINK:
        return "all links are compared with Belvo's list"
    if (run := bulk.run_of(job.link)) is not None:
        return f"run {run} over several links goes on"
    if not job.resources:
        return f"link {job.link} is read"
    everything = pulled_resources().keys() <= {*job.resources}
    return f"{'everything' if everything else ', '.join(job.resources)} of link {job.link}"


def _log_end(job: Job, outcome: Outcome, seconds: float) -> None:
    """Tell what had rows or went wrong; the rest of everything is a number."""
    told = [result for result in outcome.results if result.tally.fetched or result.state not in ("done", "skipped")]
    pulls = [f"{result.resource} {result.state}, {result.tally.fetched} rows" for result in told]
    rest = len(outcome.results) - len(told)
    noun = ("other" if told else "list") + ("" if rest == 1 else "s")
    empty = [f"{rest} {noun} without rows"] if rest else []
    errors = [f"{error.code} {error.request_id or ''}".strip() for error in outcome.errors]
    said = "; ".join(pulls + empty + errors)
    again = f", and is tried again in {outcome.again.total_seconds():.0f} s" if outcome.again else ""
    rows = sum(result.tally.fetched for result in outcome.results)
    with terminal.about(rows=rows, seconds=round(seconds, 1), error=" ".join(error.code for error in outcome.errors)):
        logger.info("Job %d ended in %.1f s%s%s", job.id, seconds, again, f": {said}" if said else "")

"""The worker: takes jobs as long as it has slots, keeps the leases of those that are carried out, and ends them."""

import contextlib
import gc
import logging
import math
import time
from threading import Event

from belvo_client import BelvoClient
from domain.pulls.slots import Slots
from store import Database, WrongIdentity
from store.core.errors import Unusable
from store.ops import jobs, processes
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from store.ops.processes import LEASE as LEASE
from sync.attempt import Attempt, Confirm, Tools
from sync.attempt import Outcome as Outcome
from sync.backoff import Backoff
from sync.rounds.shared import SharedLists
from sync.run import OnPage
from sync.schedule import Rules, Schedule

PULLS = 8
"""How many links a worker pulls at once, where nothing else is set."""

_HEARTBEAT = 15.0  # seconds
_POLL = 0.25  # seconds between two looks for a job
_POLL_TOLD = 5.0  # where one is told of jobs; those come up untold whose time has come
_TICK = 0.1  # seconds between two looks at the pulls and at `stop`
_GRACE = 1.0  # seconds that pulls get to reach the end of their pages
_ENDING = 1.0  # seconds for a pull whose end is written

logger = logging.getLogger(__name__)


def work(
    db: Database,
    client: BelvoClient,
    stop: Event,
    *,
    pulls: int = PULLS,
    calls: ApiLogWriter | None = None,
    rules: Rules | None = None,
    confirm: Confirm | None = None,
) -> None:
    """Carry out jobs, `pulls` at once, until told to stop; those under way are left for another worker to take at once.

    The rest is as in `Tools`. With `rules`, what they call for is queued as well. What `confirm` raises ends the work.
    """
    owner = processes.own_name()
    schedule = Schedule(db, rules) if rules else None
    backoff = Backoff()
    tools = Tools(db, client, calls, rules, confirm, SharedLists(db, client))
    under_way = Pulls(tools, pulls, stop, owner)
    try:
        while not stop.is_set():
            try:
                if schedule:
                    schedule.tick()
                under_way.look_after()
                under_way.take_jobs()
                if schedule and not under_way:
                    schedule.rest()
                under_way.wait()
            except Unusable as error:
                # Not even a job's end could be written: its lease runs out and it is taken up again.
                if backoff.is_news(str(error)):
                    logger.error("The store cannot be used: %s", error)
                stop.wait(backoff.pause())
            else:
                backoff.reset()
    finally:
        under_way.leave()


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
    under_way = Pulls(Tools(db, client, calls, rules, confirm), 1, stop)
    attempt = under_way.begin(job, on_page)
    while under_way and not stop.is_set():
        under_way.wait()
        under_way.look_after()
    under_way.leave()
    return attempt.outcome


def collect_rarely() -> None:
    """Look for garbage in cycles after 50,000 new objects instead of 700, in a process that pulls.

    A page is 4,000 of them that all live until it is stored and are in no cycle: looking costs a tenth of a pull.
    """
    gc.set_threshold(50_000, 10, 10)


class Pulls:
    """The pulls under way, each in a thread of its own; a worker, who is an `owner` of jobs, says that it is there."""

    def __init__(self, tools: Tools, slots: int, stop: Event, owner: str = "") -> None:
        self._tools = tools
        self._slots = slots
        self._stop = stop
        self._owner = owner
        self._attempts: list[Attempt] = []
        self._news = Event()
        self._beat_at = self._look_at = -math.inf
        self._listening = tools.db.engine.listen(self._hear) if owner else None

    def __bool__(self) -> bool:
        return bool(self._attempts)

    def begin(self, job: Job, on_page: OnPage | None = None) -> Attempt:
        """Have a claimed job carried out."""
        attempt = Attempt(self._tools, job, self._stop, on_page, on_end=self._news.set)
        self._attempts.append(attempt)
        return attempt

    def take_jobs(self) -> None:
        """Begin as many jobs as there are slots for; the queue is looked at now and then, and when a pull has ended."""
        if time.monotonic() < self._look_at:
            return
        is_told = self._listening is not None and self._listening.hears
        # Before it is looked for: what is told meanwhile is looked for again.
        self._look_at = time.monotonic() + (_POLL_TOLD if is_told else _POLL)
        slots = self._taken()
        if not slots.are_taken:
            for job in jobs.claim_all(self._tools.db, self._owner, LEASE, slots):
                self.begin(job)

    def _hear(self) -> None:
        self._look_at = -math.inf
        self._news.set()

    def look_after(self) -> None:
        """End the pulls that have come to their end, and keep the leases of all others in one transaction.

        Raises as `Attempt.end` does.
        """
        for attempt in [one for one in self._attempts if one.has_ended()]:
            self._attempts.remove(attempt)
            self._look_at = -math.inf
            attempt.end()
        if time.monotonic() - self._beat_at > _HEARTBEAT:
            self._keep_leases()
            self._beat_at = time.monotonic()

    def wait(self) -> None:
        """Wait until a pull ends, for a moment at most."""
        self._news.wait(_TICK)
        self._news.clear()

    def leave(self) -> None:
        """Leave to others what does not reach its end in time; all that is left of it comes to nothing."""
        deadline = time.monotonic() + _GRACE
        for attempt in self._attempts:
            with contextlib.suppress(WrongIdentity, Unusable):
                if attempt.has_ended(max(deadline - time.monotonic(), 0)):
                    attempt.end()
                else:
                    attempt.leave()
        self._attempts.clear()
        if self._listening:
            self._listening.close()
        if self._owner:
            with contextlib.suppress(Unusable):
                processes.leave(self._tools.db, self._owner)

    def _taken(self) -> Slots:
        in_background = sum(not attempt.job.is_for_person for attempt in self._attempts)
        return Slots(self._slots, len(self._attempts), in_background)

    def _keep_leases(self) -> None:
        with self._tools.db.write(beside=True) as connection:
            if self._owner:
                processes.note_pulls(connection, self._owner, self._slots)
            lost = jobs.prolong(connection, [attempt.job for attempt in self._attempts])
        # A job whose end is written is nobody's to prolong either: its pull comes to its end in the next moment.
        for attempt in [one for one in self._attempts if one.job.id in lost and not one.has_ended(_ENDING)]:
            self._attempts.remove(attempt)
            self._look_at = -math.inf
            attempt.give_up("it was taken over or cancelled")

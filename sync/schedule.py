"""What the worker does without being asked, by the clock, between two jobs: it queues jobs and tidies up."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

from belvo_client.background import in_background
from context import VERSION
from resources import pulled_resources
from settings import Settings
from store import Damaged, Database, StoreError
from store.core import instants
from store.ops import calls, historical, jobs, processes, schedule
from store.ops.operators import accounts
from store.queries.links import judged
from store.upkeep import ages, erasure, integrity, retention
from store.upkeep.ages import Ages
from store.write import aggregates, stored_pages
from sync.error_policy import COMPARED

_EVERY = 5.0  # seconds between two looks
_TIDY_EVERY = 3_600.0  # seconds
_STILL_CHANGES = timedelta(days=45)  # how far back Belvo's lists are read anew with each pull
_CHECK_EVERY = 86_400.0  # seconds
_AGES_EVERY = 86_400.0  # seconds
_SETTLE_EVERY = 5.0  # seconds
_JUDGED_AT_ONCE = 5_000  # changed links of one look, half a second's work
_ERASING = timedelta(minutes=10)  # that an erasure under way may take

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How often a link is pulled and all are compared with Belvo's list, and how long things are kept.

    `history_kept` is for how pulls, webhooks and widget sessions went, `audit_kept` for what people did, `ages` for
    what somebody has given an age of its own; `follow_found`: whether links that were made elsewhere are pulled before
    a person has chosen them; `webhooks`: whether Belvo can reach this desk, so that new links' data are waited for
    instead of asked for.
    """

    pull_every: timedelta = timedelta(hours=24)
    compare_every: timedelta = timedelta(hours=1)
    calls_kept: timedelta = timedelta(days=30)
    calls_at_most: int = 200_000
    bodies_kept: timedelta = timedelta(days=14)
    history_kept: timedelta = timedelta(days=90)
    audit_kept: timedelta = timedelta(days=730)
    ages: Ages = field(default_factory=Ages)
    follow_found: bool = True
    webhooks: bool = True

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of the settings in force."""
        return cls(
            pull_every=timedelta(hours=settings.pull_every_hours),
            compare_every=timedelta(minutes=settings.compare_every_minutes),
            calls_kept=timedelta(days=settings.calls_kept_days),
            calls_at_most=settings.calls_at_most,
            bodies_kept=timedelta(days=settings.bodies_kept_days),
            history_kept=timedelta(days=settings.history_kept_days),
            audit_kept=timedelta(days=settings.audit_days),
            ages=Ages(
                rows=_days(settings.keep_rows_days),
                versions=_days(settings.keep_versions_days),
                webhooks=_days(settings.keep_webhooks_days),
                widget_sessions=_days(settings.keep_sessions_days),
            ),
            follow_found=settings.follows_found_links,
            webhooks=settings.receives_webhooks,
        )


def _days(number: int | None) -> timedelta | None:
    return timedelta(days=number) if number else None


class Schedule:
    """Queues what is due, by the worker that leads; where any of them may, equal jobs join."""

    def __init__(self, db: Database, rules: Rules) -> None:
        self._db = db
        self._rules = rules
        self._looks = _Every(_EVERY)
        self._compares = _Every(rules.compare_every.total_seconds())
        self._tidies = _Every(_TIDY_EVERY)
        self._checks = _Every(_CHECK_EVERY)
        self._settles = _Every(_SETTLE_EVERY)
        self._ages = _Every(_AGES_EVERY)

    def tick(self) -> None:
        """Do what is due, at the start all of it."""
        if not self._looks.are_due():
            return
        with self._db.write(beside=True) as connection:
            processes.beat(connection, "worker", VERSION)
        if not self._db.engine.leads():
            return
        with self._db.write() as connection:
            if self._compares.are_due():
                jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "reconcile")
            for link in schedule.due(connection, self._rules.pull_every):
                jobs.enqueue(connection, link, [*pulled_resources()], schedule.SCHEDULE)
            for link, resources in historical.polls_due(connection, webhooks=self._rules.webhooks).items():
                jobs.enqueue(connection, link, resources, "historical_poll")
        judged.renew(self._db, datetime.now(UTC), most=_JUDGED_AT_ONCE)
        if self._tidies.are_due():
            self._tidy()
        if self._ages.are_due():
            in_background(self._take_old, "retention")  # the first time it may be much, and nothing waits for it
        if self._checks.are_due():
            in_background(self._check, "check")  # it reads the whole file, and nothing waits for it

    def rest(self) -> None:
        """Use that there is no job: have the file hold what the log does, so that a plain copy of it has everything."""
        if self._settles.are_due():
            self._db.checkpoint_in_passing()

    def _tidy(self) -> None:
        now = datetime.now(UTC)
        accounts.wipe(self._db, now)
        with self._db.write() as connection:
            bodies = calls.prune_bodies(connection, before=instants.encode(now - self._rules.bodies_kept))
            aggregates.fold(connection, f"{now - _STILL_CHANGES:%Y-%m-%d}")
        forgotten = {"api_calls": self._forget_calls(now), "call_bodies": bodies}
        forgotten["audit"] = retention.prune_audit(self._db, before=instants.encode(now - self._rules.audit_kept))
        self._say(forgotten | retention.prune(self._db, before=instants.encode(now - self._rules.history_kept)))
        if erasure.finish(self._db, before=instants.encode(now - _ERASING)):
            logger.info("The store was written anew, without what erased links had left in it")

    def _forget_calls(self, now: datetime) -> int:
        before = instants.encode(now - self._rules.calls_kept)
        last = calls.BATCH
        while last == calls.BATCH:
            with self._db.write() as connection:
                last = stored_pages.prune(connection, before=before, batch=calls.BATCH)
        count, last = 0, calls.BATCH
        while last == calls.BATCH:
            with self._db.write() as connection:
                last = calls.prune(connection, before=before, keep=self._rules.calls_at_most)
            count += last
        return count

    def _take_old(self) -> None:
        try:
            self._say(ages.take(self._db, self._rules.ages), at_all=True)
        except StoreError as error:  # the worker ends, or others write: it goes on the next time
            logger.warning("What is old was not all deleted: %s", error)

    def _say(self, forgotten: Mapping[str, int], *, at_all: bool = False) -> None:
        """Log and note what went for its age; `at_all` also that nothing did."""
        gone = {table: count for table, count in forgotten.items() if count}
        if gone:
            logger.info("Forgotten for their age: %s", ", ".join(f"{n} {table}" for table, n in gone.items()))
        if gone or at_all:
            ages.note(self._db, gone)

    def _check(self) -> None:
        try:
            for name, problem in integrity.check(self._db).items():
                logger.error("%s %s", problem, integrity.CURES[name])
        except Damaged as error:
            logger.error("%s", error)
        except StoreError as error:  # the worker ends, or others write: there is another look
            logger.info("The store was not looked at: %s", error)


class _Every:
    """Something to be done now and each time so many seconds have passed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = time.monotonic()

    def are_due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True

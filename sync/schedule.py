"""What is done by the clock, between two jobs: nobody asks for it, and it only queues jobs and tidies up."""

import logging
import time
from datetime import UTC, datetime, timedelta

from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import calls, historical, jobs, schedule
from store.upkeep import erasure, retention
from sync.error_policy import COMPARED
from sync.schedule_settings import Rules

_EVERY = 5.0  # seconds between two looks
_TIDY_EVERY = 3_600.0  # seconds
_ERASING = timedelta(minutes=10)  # that an erasure under way may take

logger = logging.getLogger(__name__)


class Schedule:
    """Queues what is due; any number of workers may do so, since equal jobs join."""

    def __init__(self, db: Database, rules: Rules) -> None:
        self._db = db
        self._rules = rules
        self._looks = _Every(_EVERY)
        self._compares = _Every(rules.compare_every.total_seconds())
        self._tidies = _Every(_TIDY_EVERY)

    def tick(self) -> None:
        """Do what is due, at the start all of it."""
        if not self._looks.are_due():
            return
        with self._db.write() as connection:
            if self._compares.are_due():
                jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "reconcile")
            for link in schedule.due(connection, self._rules.pull_every):
                jobs.enqueue(connection, link, [*pulled_resources()], "schedule")
            for link, resources in historical.polls_due(connection, webhooks=self._rules.webhooks).items():
                jobs.enqueue(connection, link, resources, "historical_poll")
        if self._tidies.are_due():
            self._tidy()

    def _tidy(self) -> None:
        now = datetime.now(UTC)
        with self._db.write() as connection:
            before = instants.encode(now - self._rules.calls_kept)
            calls.prune(connection, before=before, keep=self._rules.calls_at_most)
        if forgotten := retention.prune(self._db, before=instants.encode(now - self._rules.history_kept)):
            logger.info("Forgotten for their age: %s", ", ".join(f"{n} {table}" for table, n in forgotten.items()))
        if erasure.finish(self._db, before=instants.encode(now - _ERASING)):
            logger.info("The store was written anew, without what erased links had left in it")


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

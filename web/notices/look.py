"""One look at what people are told of: the store, its disk, workers, the rate, institutions, links and consents."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psutil

from context import Context, time_at
from domain.notices.kinds import LITTLE_ROOM, UNHEARD, Fact, Kind
from domain.notices.news import Key
from settings import SettingsError
from store import Damaged, Database
from store.ops import call_budgets, processes
from store.queries import notices
from store.queries.notices import Since
from store.upkeep import integrity

LINKS_EVERY = 30.0
CONSENTS_EVERY = 600.0
"""Seconds between two looks at links that may have broken, and at all consents."""

_LATE = timedelta(minutes=2)
"""What was written may be committed so much later."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has found, and the kinds that it could look at."""

    facts: list[Fact] = field(default_factory=list)
    kinds: frozenset[Kind] = frozenset()


class Looks:
    """What is looked at each time, and what now and then; `began` is when this process did."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._since: Since | None = None
        self._next_links = self._next_consents = 0.0
        self._consenting: set[str] = set()
        self._began = datetime.fromtimestamp(psutil.Process().create_time(), UTC)

    def look(self, db: Database, known: Collection[Key], since: datetime, now: datetime) -> Seen:
        """All that is so now; `since` is from when on a link counts as newly broken. Raises StoreError but for damage.

        A store that is damaged is all that is seen of it.
        """
        if damaged(db):
            return Seen([Fact(Kind.STORE, "store")], frozenset({Kind.STORE}))
        facts = [*_of_disk(db), *self._of_worker(db, now), *_of_rate(db, now), *notices.institutions(db, now)]
        kinds = {Kind.STORE, Kind.DISK, Kind.WORKER, Kind.RATE, Kind.INSTITUTION}
        if time.monotonic() >= self._next_links:
            facts += self._of_links(db, known, since, now)
            kinds |= {Kind.BROKEN, Kind.CONSENT}
            self._next_links = time.monotonic() + LINKS_EVERY
        return Seen(facts, frozenset(kinds))

    def _of_links(self, db: Database, known: Collection[Key], since: datetime, now: datetime) -> list[Fact]:
        start = self._since or Since(since)
        found, after = notices.changed(db, start)
        self._since = Since(max(since, now - _LATE), after.status)
        ahead = self._ahead(now)
        if time.monotonic() >= self._next_consents:
            self._consenting = notices.consenting(db, now + ahead)
            self._next_consents = time.monotonic() + CONSENTS_EVERY
            found |= self._consenting
        broken = {subject for kind, subject in known if kind is Kind.BROKEN}
        return notices.of_links(db, found | broken, broken, since, now, ahead)

    def _of_worker(self, db: Database, now: datetime) -> list[Fact]:
        """Of all workers that this store has, whoever started them; none is missed before this process runs so long."""
        heard = max(self._began, processes.worker_last_heard(db) or self._began)
        return [Fact(Kind.WORKER, "worker")] if now - heard > UNHEARD else []

    def _ahead(self, now: datetime) -> timedelta:
        settings = self._context.settings
        if settings.environment != "local":
            return timedelta()
        try:
            return time_at(settings.belvo_url) - now
        except SettingsError:
            return timedelta()


def damaged(db: Database) -> bool:
    """Whether the store is not as it was written, by what reading it meets or by the last look at its pages."""
    try:
        db.probe()
        found = integrity.findings(db).get(integrity.PAGES)
    except Damaged:
        return True
    return bool(found and found.problem)


def _of_disk(db: Database) -> list[Fact]:
    try:
        free = db.engine.free_space()
    except OSError:
        return []
    if free is None or free >= LITTLE_ROOM:
        return []
    return [Fact(Kind.DISK, "disk", detail=f"{free // 1_000_000:,}")]


def _of_rate(db: Database, now: datetime) -> list[Fact]:
    budget = call_budgets.find(db)
    is_used_up = budget is not None and (budget.is_slow(now) or bool(budget.held_until and budget.held_until > now))
    return [Fact(Kind.RATE, "rate")] if is_used_up else []

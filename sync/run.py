"""A run: one resource of one job, every write of which proves first that the job is still this worker's."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

import tracing
from belvo_client import Unreadable
from resources import RESOURCES
from store import Database
from store.engine import Connection
from store.ops import jobs, runs
from store.ops.jobs import Failure, Job
from store.write import bookmarks, rows
from store.write.batch import prepare
from sync.writer_process import Storage, Stored

MANY = 5_000
"""From so many rows on a second process is worth its start."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run has done so far, in rows; a row that is listed twice is fetched twice."""

    fetched: int = 0
    total: int | None = None
    pages: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a pull stands after a page."""

    resource: str
    fetched: int
    total: int | None


OnPage = Callable[[Progress], None]


class Run:
    """Writes a resource's rows together with the progress they mean: a kill at any instant leaves both or neither."""

    def __init__(self, db: Database, job: Job, resource: str, number: int, on_page: OnPage | None) -> None:
        self.db = db
        self.job = job
        self.resource = resource
        self.tally = Tally()
        self._number = number
        self._storage = Storage(db, job, number)
        self._expects_new_rows = False
        self._on_page = on_page
        self._began = time.monotonic()
        self._latest = ""

    @classmethod
    def start(cls, db: Database, job: Job, resource: str, on_page: OnPage | None = None) -> Self:
        """Record that the run begins."""
        with guarded(db, job) as connection:
            number = runs.start(connection, job.id, job.link, resource)
        return cls(db, job, resource, number, on_page)

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return time.monotonic() - self._began

    @property
    def ahead(self) -> int:
        """How many pages to fetch before they are needed: none where it is another process that stores meanwhile."""
        return 0 if self._expects_new_rows else 1

    def expect_new_rows(self) -> None:
        """Nothing is stored yet: where there are many rows, a process beside this one stores them."""
        self._expects_new_rows = RESOURCES[self.resource].is_bulky

    def save(
        self,
        items: Sequence[dict[str, Any]],
        total: int | None,
        unreadable: Sequence[Unreadable] = (),
        twins: Counter[str] | None = None,
        asked_at: datetime | None = None,
    ) -> frozenset[str]:
        """Store a page of rows, of `total` that are expected in all, and return their ids; raises what on_page does.

        `twins` are those of the list's earlier pages. A page may still be under way when this returns: `settle` waits
        for it. `asked_at` is when the page's call was made.
        """
        if self._expects_new_rows and (total or 0) >= MANY:
            self._storage.open_beside()
        others = [(row.text, row.reason) for row in unreadable]
        page = prepare(self.resource, self.job.link, items, others, twins)
        self._latest = max(self._latest, rows.latest_created_at(items))
        with tracing.span("store", resource=self.resource, rows=len(items)):
            for stored in self._storage.store(page, len(items) + len(unreadable), total, asked_at):
                self._note(stored)
        return page.seen

    def settle(self) -> None:
        """Wait until every page is stored; raises what on_page does."""
        for stored in self._storage.settle():
            self._note(stored)

    def _note(self, stored: Stored) -> None:
        self._count(stored)
        if self._on_page:
            self._on_page(Progress(self.resource, self.tally.fetched, stored.total))

    def _count(self, stored: Stored) -> None:
        before, saved = self.tally, stored.saved
        self.tally = replace(
            before,
            fetched=before.fetched + stored.rows,
            total=stored.total,
            pages=before.pages + 1,
            added=before.added + saved.added,
            changed=before.changed + saved.changed,
            unchanged=before.unchanged + saved.unchanged,
        )

    def mark_deleted(self, ids: Collection[str]) -> None:
        """Mark rows as no longer at Belvo."""
        with guarded(self.db, self.job) as connection:
            count = rows.mark_deleted(connection, self.resource, ids, link_id=self.job.link)
        self.tally = replace(self.tally, deleted=self.tally.deleted + count)

    def complete(self, *, full: bool) -> None:
        """End the run well and move the bookmark, in one transaction."""
        self.settle()
        self._storage.close()
        with guarded(self.db, self.job) as connection:
            before = bookmarks.get(connection, self.job.link, self.resource)
            newest_before = (before and before.created_at) or ""
            latest = self._latest if full else max(self._latest, newest_before)
            bookmarks.set(connection, self.job.link, self.resource, latest or None, full=full)
            self._finish(connection, "done", None)

    def end(self, state: str, error: Failure | None = None) -> None:
        """End the run in another state; written even when the job is lost, since it only says what happened."""
        # The run ends because of what the page under way has met, or of what came before it.
        with contextlib.suppress(Exception):
            for stored in self._storage.settle():
                self._count(stored)
        self._storage.close()
        with _writing(self.db, self.job) as connection:
            self._finish(connection, state, error)

    def _finish(self, connection: Connection, state: str, error: Failure | None) -> None:
        tally = self.tally
        runs.finish(
            connection,
            self._number,
            state,
            added=tally.added,
            changed=tally.changed,
            unchanged=tally.unchanged,
            deleted=tally.deleted,
            error=error,
        )


@contextmanager
def guarded(db: Database, job: Job) -> Iterator[Connection]:
    """A transaction that fails with LostLease, before it writes, when the job is no longer this worker's."""
    with _writing(db, job) as connection:
        jobs.guard(connection, job)
        yield connection


def _writing(db: Database, job: Job) -> AbstractContextManager[Connection]:
    """A transaction of the job's link; of all that are written, where it is about every link."""
    return db.write() if job.link == jobs.EVERY_LINK else db.write(link=job.link)

"""Where a run's pages are stored: in this process, or in one beside it while the next page is fetched and prepared."""

import logging
from typing import NamedTuple

from store import Database
from store.ops.jobs import Job
from store.ops.writer_process import Claim, Progress, Writer, WriterEnded, store_page
from store.write.batch import Page
from store.write.rows import Saved

logger = logging.getLogger(__name__)


class Stored(NamedTuple):
    """A page that is stored: what that did, how many rows had come, and of how many in all."""

    saved: Saved
    rows: int
    total: int | None


class Storage:
    """Stores pages in the order in which they come; each with the run's progress, if the job is still this worker's."""

    def __init__(self, db: Database, job: Job, run: int) -> None:
        self._db = db
        self._claim = Claim(job.id, job.fence)
        self._progress = Progress(run, 0, None, 0)
        self._writer: Writer | None = None
        self._was_opened = False
        self._under_way: tuple[int, int | None] | None = None

    def open_beside(self) -> None:
        """Start the process that stores pages from when it is ready, once; until then they are stored here."""
        if self._was_opened:
            return
        self._was_opened = True
        try:
            self._writer = Writer(self._db.path)
        except OSError as error:
            logger.warning("Pages are stored by this process, since another could not be started: %s", error)

    def store(self, page: Page, rows: int, total: int | None) -> list[Stored]:
        """Store a page or hand it over; returns the pages that are stored by now and were not known to be."""
        run, fetched, _, pages = self._progress
        self._progress = Progress(run, fetched + rows, total, pages + 1)
        writer = self._beside()
        if writer is None:
            return [Stored(store_page(self._db, self._claim, self._progress, page), rows, total)]
        writer.send(self._claim, self._progress, page)
        before, self._under_way = self._under_way, (rows, total)
        return [Stored(writer.receive(), *before)] if before else []

    def settle(self) -> list[Stored]:
        """Wait for the page that is under way, if one is."""
        before, self._under_way = self._under_way, None
        return [Stored(self._writer.receive(), *before)] if before and self._writer else []

    def close(self) -> None:
        """End the process beside this one; the page that it has is stored first."""
        writer, self._writer = self._writer, None
        if writer:
            writer.close()

    def _beside(self) -> Writer | None:
        try:
            return self._writer if self._writer and self._writer.is_ready() else None
        except WriterEnded:
            logger.warning("Pages are stored by this process, since the one beside it ended before it was ready.")
            self.close()
            return None

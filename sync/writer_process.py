"""Where a run's batches are stored: in this process, or in one beside it while the next one is prepared."""

import logging
from concurrent.futures import Future
from datetime import datetime
from typing import NamedTuple

from store import Database
from store.core import instants
from store.ops.jobs import Job
from store.ops.writer_process import Claim, Progress, Writer, WriterEnded, shared, sifted_if_need_be, store_batch
from store.write.batch import Batch
from store.write.rows import Saved

logger = logging.getLogger(__name__)


class Stored(NamedTuple):
    """A batch that is stored: what that did, how many rows had come, and of how many in all."""

    saved: Saved
    rows: int
    total: int | None


class Storage:
    """Stores batches in their order, each with the run's progress, if the job is still this worker's."""

    def __init__(self, db: Database, job: Job, run: int) -> None:
        self._db = db
        self._claim = Claim(job.id, job.fence)
        self._progress = Progress(run, 0, None, 0)
        self._writer: Writer | None = None
        self._was_opened = False
        self._under_way: tuple[Future[Saved], int, int | None] | None = None

    def open_beside(self) -> None:
        """Have batches stored by the process for that from when it is ready, once; until then they are stored here."""
        if self._was_opened:
            return
        self._was_opened = True
        try:
            self._writer = shared.borrow(self._db.address)
        except OSError as error:
            logger.warning("Pages are stored by this process, since another could not be started: %s", error)

    def store(self, batch: Batch, rows: int, total: int | None, asked_at: datetime | None = None) -> list[Stored]:
        """Store a batch or hand it over; returns the batches that are stored by now and were not known to be."""
        before = self._progress
        called = instants.encode(asked_at) if asked_at else None
        self._progress = progress = Progress(before.run, before.fetched + rows, total, before.pages + 1, called)
        writer = self._beside()
        if writer is None:
            saved = sifted_if_need_be(batch, lambda sound: store_batch(self._db, self._claim, progress, sound))
            return [Stored(saved, rows, total)]
        reply = writer.send(self._claim, progress, batch)
        sent, self._under_way = self._under_way, (reply, rows, total)
        return _stored(sent)

    def settle(self) -> list[Stored]:
        """Wait for the batch that is under way, if one is."""
        before, self._under_way = self._under_way, None
        return _stored(before)

    def close(self) -> None:
        """Need the process beside this one no more; the batch that it has is stored first."""
        writer, self._writer = self._writer, None
        if writer:
            shared.give_back(writer)

    def _beside(self) -> Writer | None:
        try:
            return self._writer if self._writer and self._writer.is_ready() else None
        except WriterEnded:
            logger.warning("Pages are stored by this process, since the one beside it ended before it was ready.")
            self.close()
            return None


def _stored(order: "tuple[Future[Saved], int, int | None] | None") -> list[Stored]:
    """The batch of an order once it is stored; raises what storing it raised."""
    return [Stored(order[0].result(), *order[1:])] if order else []

"""A worker that pulls while a test looks on."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from belvo_client import BelvoClient
from store import Database
from store.ops import jobs
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from store.ops.operators import bulk
from sync import work
from sync.worker import LEASE, PULLS, carry_out
from tests.kit.waiting import PATIENCE


@contextmanager
def working(
    db: Database, client: BelvoClient, *, pulls: int = PULLS, calls: ApiLogWriter | None = None
) -> Iterator[Event]:
    """A worker in a thread, ended with the block or by the event that it is told to stop by."""
    stop = Event()
    thread = Thread(target=partial(work, pulls=pulls, calls=calls), args=(db, client, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()


def claimed_run(db: Database, run: int) -> Job:
    """The job of what is done to several, for a worker that is a test."""
    waiting = jobs.latest(db, bulk.link_of(run))
    assert waiting is not None
    job = jobs.claim(db, "tester", LEASE, job=waiting.id)
    assert job is not None
    return job


def carry_out_run(db: Database, client: BelvoClient, run: int) -> None:
    """One attempt of a worker's at it."""
    carry_out(db, client, claimed_run(db, run), Event())

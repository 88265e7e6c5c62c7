"""A worker that pulls while a test looks on."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from belvo_client import BelvoClient
from store import Database
from store.ops.api_log_writer import ApiLogWriter
from sync import work
from sync.worker import PULLS
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

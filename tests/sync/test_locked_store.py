"""Another process keeps the store locked in the middle of a pull, for a moment or for longer than one waits."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event

import pytest

from belvo_client import BelvoClient
from store import Database
from store.engine import sqlite
from store.ops import jobs
from store.ops.jobs import State
from store.write import rows
from sync import backoff, worker
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo
from tests.kit.stores import written
from tests.kit.waiting import PATIENCE, until
from tests.kit.worker import working
from tests.sync.test_worker import look

LOCK = """
import sys
from pathlib import Path
from store import Database
from store_address import parse
with Database.open(parse(sys.argv[1], Path())) as db, db.write():
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def locked_by_another(db: Database) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", LOCK, written(db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        yield
        other.communicate()


@pytest.mark.parametrize("patience", [30.0, 0.05], ids=["for less than it waits", "for longer"])
def test_a_pull_that_meets_a_lock_goes_on_when_it_is_gone(
    db: Database,
    belvo: ScriptedBelvo,
    client: BelvoClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    patience: float,
) -> None:
    monkeypatch.setattr(worker, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(backoff, "FIRST", 0.05)
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", patience)  # of connections, and of transactions:
    monkeypatch.setattr(db, "write", partial(db.write, patience=patience))
    reached, opened = Event(), Event()

    def hold(request: str) -> None:
        if "transactions?" in request and not opened.is_set():
            reached.set()
            opened.wait(PATIENCE)

    belvo.before = hold
    with db.write() as connection:
        job = jobs.enqueue(connection, LINK, ("transactions",), "operator")
    with working(db, client):
        assert reached.wait(PATIENCE)
        with locked_by_another(db):
            opened.set()
            until(lambda: belvo.listed("transactions"))
            if patience < 1:
                until(lambda: any(f"Another program has kept {db.address} locked" in said for said in caplog.messages))
            assert look(db, job).state is State.RUNNING
        until(lambda: look(db, job).state is State.DONE)
    with db.read() as connection:
        assert rows.live_count(connection, "transactions", LINK) == len(belvo.lists["transactions"])

"""A process beside this one stores batches as this one would, tells what went wrong, and never outlives its parent."""

import contextlib
import io
import os
import resource
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from store import Database, LostLease, Unusable
from store.ops import jobs, runs
from store.ops.writer_process import Claim, Progress, Shared, Writer, WriterEnded
from store.write import rows
from store.write.batch import Batch, prepare
from store.write.rows import Saved
from store_address import Address
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.stores import written
from tests.kit.waiting import PATIENCE

SECONDS = 30
PARENT = """
import sys
from pathlib import Path
from store.ops.writer_process import Writer
from store_address import parse
writer = Writer(parse(sys.argv[1], Path()))
assert writer.is_ready(30)
print(writer._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def writer(db: Database) -> Iterator[Writer]:
    with Writer(db.address) as started:
        assert started.is_ready(SECONDS)
        yield started


@pytest.fixture
def claim(db: Database) -> Claim:
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["transactions"], "operator")
    job = jobs.claim(db, "tester", timedelta(minutes=1))
    assert job is not None
    return Claim(job.id, job.fence)


@pytest.fixture
def run(db: Database, claim: Claim) -> int:
    with db.write() as connection:
        return runs.start(connection, claim.id, LINK, "transactions")


def batch(*numbers: int) -> Batch:
    return prepare("transactions", LINK, [bodies.transaction(number) for number in numbers])


def progress(run: int, fetched: int, pages: int) -> Progress:
    return Progress(run, fetched, 5, pages)


def test_pages_are_stored_with_the_progress_they_mean(db: Database, writer: Writer, claim: Claim, run: int) -> None:
    first, second = batch(1, 2, 3), batch(3, 4, 5)
    replies = [
        writer.send(claim, progress(run, 3, 1), first),
        writer.send(claim, progress(run, 6, 2), second),  # while the first is under way
    ]
    assert replies[0].result(SECONDS) == Saved(3, 0, 0, frozenset(first.ids))
    assert replies[1].result(SECONDS) == Saved(2, 0, 1, frozenset(second.ids))
    found = runs.for_link(db, LINK)[["fetched", "total"]].iloc[0].to_list()
    with db.read() as connection:
        assert (found, rows.live_count(connection, "transactions", LINK)) == ([6, 5], 5)


def test_it_is_met_beyond_the_first_thousand_files(db: Database) -> None:
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 1100:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with contextlib.ExitStack() as stack:
        while stack.enter_context(Path(__file__).open("rb")).fileno() < 1024:
            pass
        assert stack.enter_context(Writer(db.address)).is_ready(SECONDS)


def test_a_lost_job_writes_nothing_and_says_so(db: Database, writer: Writer, claim: Claim, run: int) -> None:
    jobs.cancel(db, claim.id)
    for _ in range(2):
        reply = writer.send(claim, progress(run, 1, 1), batch(1))
        with pytest.raises(LostLease, match="it was cancelled"):
            reply.result(SECONDS)
    assert db.frame("SELECT * FROM transactions").empty


def test_what_the_store_refuses_is_raised_as_it_was(db: Database, writer: Writer, claim: Claim, run: int) -> None:
    with db.write() as connection:
        connection.execute("DROP TABLE search_transactions")
    reply = writer.send(claim, progress(run, 1, 1), batch(1))
    with pytest.raises(Unusable, match="search_transactions"):
        reply.result(SECONDS)


def test_a_process_that_was_killed_is_missed(db: Database, writer: Writer, claim: Claim, run: int) -> None:
    with db.write():  # so that it can't store what it is given
        reply = writer.send(claim, progress(run, 1, 1), batch(1))
        os.kill(writer._process.pid, signal.SIGKILL)
        writer._process.wait()
    with pytest.raises(WriterEnded, match="The process that stores pages has ended"):
        reply.result(SECONDS)
    with pytest.raises(WriterEnded):
        writer.send(claim, progress(run, 1, 1), batch(*range(2000)))


def test_a_process_without_a_database_never_gets_ready(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "local.db").write_text("no database, and much too long to be the beginning of one")
    with Writer(Address(tmp_path / "local.db")) as writer, pytest.raises(WriterEnded):
        writer.is_ready(SECONDS)
    assert "cannot be opened as a database" in capfd.readouterr().err


def test_a_process_makes_no_database_where_there_is_none_any_more(tmp_path: Path) -> None:
    with Writer(Address(tmp_path / "local.db")) as writer, pytest.raises(WriterEnded):
        writer.is_ready(wait=PATIENCE)
    assert not [*tmp_path.iterdir()]


def test_it_ends_when_it_is_closed_with_the_page_that_it_has(db: Database, claim: Claim, run: int) -> None:
    with Writer(db.address) as writer:
        assert writer.is_ready(SECONDS)
        writer.send(claim, progress(run, 1, 1), batch(1))
    assert writer._process.returncode == 0
    assert len(db.frame("SELECT * FROM transactions")) == 1


def test_nobody_waits_for_the_reply_of_a_process_that_has_ended(
    writer: Writer, claim: Claim, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer._process.kill()
    writer._reader.join(SECONDS)
    writer._orders.close()
    monkeypatch.setattr(writer, "_orders", io.BytesIO())  # a pipe that still takes what is written
    with pytest.raises(WriterEnded):
        writer.send(claim, progress(run, 1, 1), batch(1))


def test_pulls_share_one_process_and_the_last_of_them_ends_it(db: Database, claim: Claim, run: int) -> None:
    shared = Shared()
    first, second = shared.borrow(db.address), shared.borrow(db.address)
    assert first is second
    assert first.is_ready(SECONDS)
    with ThreadPoolExecutor(4) as pool:
        orders = [pool.submit(first.send, claim, progress(run, number, number), batch(number)) for number in range(40)]
        saved = [order.result(SECONDS).result(SECONDS) for order in orders]
    assert [each.ids for each in saved] == [frozenset(batch(number).ids) for number in range(40)]
    shared.give_back(first)
    assert not first.has_ended
    shared.give_back(second)
    assert first.has_ended
    assert len(db.frame("SELECT * FROM transactions")) == 40


def test_a_shared_process_that_ended_is_nobodys_any_more(db: Database) -> None:
    shared = Shared()
    dead = shared.borrow(db.address)
    dead._process.kill()
    dead._process.wait()
    living = shared.borrow(db.address)
    assert living is not dead
    for writer in (dead, living):
        shared.give_back(writer)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Only Linux tells when another process's child has ended.")
def test_it_does_not_outlive_a_parent_that_is_killed(db: Database) -> None:
    command = [sys.executable, "-c", PARENT, written(db)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        with selectors.DefaultSelector() as ended:
            ended.register(child, selectors.EVENT_READ)
            parent.kill()
            assert len(ended.select(SECONDS)) == 1
        os.close(child)

"""A pull whose pages another process stores ends as one that stores them itself."""

import os
import signal
from collections.abc import Callable
from functools import partialmethod

import pytest

from belvo_client import BelvoClient
from resources import RESOURCES
from store import Database, LostLease
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.ops.writer_process import Writer
from sync import run
from sync.errors import Stopped, StoreUnusable
from sync.pull import pull
from sync.run import Progress, Run
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, error, transaction_body

Claimed = Callable[..., Job]
TOLD = ["state", "fetched", "added", "unchanged"]


@pytest.fixture
def started(belvo: ScriptedBelvo, monkeypatch: pytest.MonkeyPatch) -> list[Writer]:
    """The processes that are started, and waited for, for a list however short; pages have ten rows."""
    found: list[Writer] = []
    start = Writer.__init__

    def keep(writer: Writer, *arguments: object) -> None:
        start(writer, *arguments)  # type: ignore[arg-type]  # passed on
        found.append(writer)

    monkeypatch.setattr(run, "MANY", 0)
    monkeypatch.setattr(Writer, "__init__", keep)
    monkeypatch.setattr(Writer, "is_ready", partialmethod(Writer.is_ready, wait=30))
    belvo.page_limit = 10
    return found


def told(db: Database) -> list[object]:
    values: list[object] = runs.for_link(db, LINK)[TOLD].iloc[0].to_list()
    return values


def test_a_first_pull_is_stored_beside_and_the_next_is_not(
    db: Database, client: BelvoClient, started: list[Writer], claimed: Claimed
) -> None:
    seen: list[Progress] = []
    job = claimed("transactions")
    first = pull(db, client, job, RESOURCES["transactions"], seen.append)
    assert (first.state, first.tally.added, first.tally.pages) == ("done", 25, 3)
    assert [progress.fetched for progress in seen] == [10, 20, 25]
    assert [writer._process.returncode for writer in started] == [0]
    jobs.finish(db, job)
    again = pull(db, client, claimed("transactions", full=True), RESOURCES["transactions"])
    assert (again.state, again.tally.unchanged, len(started)) == ("done", 25, 1)


def test_few_rows_are_stored_here(
    db: Database, client: BelvoClient, started: list[Writer], claimed: Claimed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MANY", 26)
    assert pull(db, client, claimed("transactions"), RESOURCES["transactions"]).tally.added == 25
    assert pull(db, client, claimed("owners", link="another"), RESOURCES["owners"]).state == "done"
    assert started == []


def test_a_process_that_dies_midway_loses_nothing(
    db: Database, client: BelvoClient, started: list[Writer], claimed: Claimed
) -> None:
    def kill(_: Progress) -> None:
        os.kill(started[0]._process.pid, signal.SIGKILL)

    job = claimed("transactions")
    died = pull(db, client, job, RESOURCES["transactions"], kill)
    assert (died.state, type(died.error), told(db)[0]) == ("failed", StoreUnusable, "failed")
    again = pull(db, client, job, RESOURCES["transactions"])
    assert (again.state, again.tally.fetched, again.tally.added + again.tally.unchanged) == ("done", 25, 25)
    assert len(db.frame("SELECT * FROM transactions")) == 25


def cannot_start(*_: object) -> None:
    raise OSError("too many processes")


def ends_before_it_is_ready(writer: Writer, ready: Callable[[Writer], bool] = Writer.is_ready) -> bool:
    writer._process.kill()
    writer._process.wait()
    return ready(writer)


@pytest.mark.parametrize(
    ("method", "fault", "told"),
    [
        ("__init__", cannot_start, "another could not be started: too many processes"),
        ("is_ready", ends_before_it_is_ready, "the one beside it ended before it was ready"),
    ],
)
@pytest.mark.usefixtures("started")
def test_a_process_that_fails_at_its_start_is_done_without(
    db: Database,
    client: BelvoClient,
    claimed: Claimed,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: Callable[..., object],
    told: str,
) -> None:
    monkeypatch.setattr(Writer, method, fault)
    assert pull(db, client, claimed("transactions"), RESOURCES["transactions"]).tally.added == 25
    assert caplog.text.count(told) == 1


def test_a_job_that_is_lost_midway_stops(
    db: Database, client: BelvoClient, started: list[Writer], claimed: Claimed
) -> None:
    def cancel(_: Progress) -> None:
        jobs.cancel(db, job.id)

    job = claimed("transactions")
    with pytest.raises(LostLease):
        pull(db, client, job, RESOURCES["transactions"], cancel)
    assert told(db)[0] == "interrupted"
    assert len(db.frame("SELECT * FROM transactions")) < 25
    assert [writer._process.returncode for writer in started] == [0]


def test_who_is_told_to_stop_keeps_what_is_stored(
    db: Database, client: BelvoClient, started: list[Writer], claimed: Claimed
) -> None:
    def stop(_: Progress) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        pull(db, client, claimed("transactions"), RESOURCES["transactions"], stop)
    # The page that was under way is stored and counted before the run ends.
    assert told(db) == ["interrupted", 20, 20, 0]
    assert len(db.frame("SELECT * FROM transactions")) == 20
    assert [writer._process.returncode for writer in started] == [0]


def test_a_page_that_belvo_refuses_keeps_those_before_it(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, started: list[Writer], claimed: Claimed
) -> None:
    belvo.before = lambda request: error("unexpected_error", "Oops.", 500) if "page=3" in request else None
    result = pull(db, client, claimed("transactions"), RESOURCES["transactions"])
    assert (result.state, told(db), len(started)) == ("failed", ["failed", 20, 20, 0], 1)


def test_a_run_counts_what_is_under_way_when_it_settles(db: Database, started: list[Writer], claimed: Claimed) -> None:
    run = Run.start(db, claimed("transactions"), "transactions")
    run.expect_new_rows()
    run.save([transaction_body(0), transaction_body(1)], 3)
    assert run.tally.fetched == 0
    run.save([transaction_body(2)], 3)
    assert run.tally.fetched == 2
    run.settle()
    assert (run.tally.fetched, run.tally.added, run.tally.pages) == (3, 3, 2)
    run.complete(full=True)
    assert (told(db), len(started)) == (["done", 3, 3, 0], 1)

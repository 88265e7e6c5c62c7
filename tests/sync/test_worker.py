import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from belvo_client import BelvoClient
from resources import pulled_resources
from store import Busy, Connection, Database, LostLease, WrongIdentity
from store.core import instants
from store.engine import sqlite
from store.ops import jobs, processes, runs
from store.ops.jobs import Job, State
from store.write import links, rows
from sync import Result, attempt, backoff, error_policy, pull_link, work, worker
from tests.kit.bodies import LINK
from tests.kit.files import file_of
from tests.kit.local_belvo import client_of
from tests.kit.scripted_belvo import ScriptedBelvo, link_body, row_id, transaction_body
from tests.kit.waiting import PATIENCE, PROMPT, until
from tests.kit.worker import working

Claimed = Callable[..., Job]

OTHER = row_id("link", 2)


def queue(db: Database, *resources: str, link: str = LINK) -> int:
    with db.write() as connection:
        return jobs.enqueue(connection, link, resources or ("accounts", "transactions", "owners"), "connected")


def look(db: Database, job: int) -> Job:
    found = jobs.get(db, job)
    assert found is not None
    return found


def ended(db: Database, job: int) -> Callable[[], bool]:
    return lambda: look(db, job).state not in (State.QUEUED, State.RUNNING)


def transactions(db: Database, link: str = LINK) -> set[str]:
    with db.read() as connection:
        return rows.live_ids(connection, "transactions", link)


class Gate:
    """Holds back the answer to the requests that contain a text until it is opened."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.reached, self.opened = Event(), Event()

    def __call__(self, request: str) -> None:
        if self._text in request:
            self.reached.set()
            self.opened.wait(PATIENCE)


def test_queued_jobs_are_carried_out_one_after_the_other(db: Database, client: BelvoClient) -> None:
    first, second = queue(db), queue(db, "owners")
    with working(db, client):
        until(ended(db, second))
    assert [look(db, job).state for job in (first, second)] == [State.DONE, State.DONE]
    assert len(transactions(db)) == 25


def test_a_job_that_is_queued_later_is_taken_up_soon(db: Database, client: BelvoClient) -> None:
    with working(db, client):
        job = queue(db)
        began = time.monotonic()
        until(lambda: look(db, job).state is not State.QUEUED)
        assert time.monotonic() - began < PROMPT
        until(ended(db, job))


@pytest.mark.parametrize("place", ["page=2", f"links/{LINK}"], ids=["in a list", "at the link"])
def test_a_worker_that_waits_for_an_answer_ends_promptly_and_leaves_its_job_to_others(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, place: str
) -> None:
    belvo.page_limit, belvo.before = 10, (gate := Gate(place))
    job = queue(db)
    with working(db, client) as stop:
        until(gate.reached.is_set)
        stop.set()
        began = time.monotonic()
    assert time.monotonic() - began < PROMPT
    assert look(db, job).state is State.QUEUED
    assert look(db, job).not_before <= instants.now()
    stored = transactions(db)
    gate.opened.set()
    with working(db, client):
        until(ended(db, job))
    assert (look(db, job).state, len(stored) in (0, 10), len(transactions(db))) == (State.DONE, True, 25)


def test_a_worker_told_to_end_stops_between_two_pages(db: Database, belvo: ScriptedBelvo, client: BelvoClient) -> None:
    belvo.page_limit, belvo.before = 10, (gate := Gate("page=2"))
    job = queue(db)
    with working(db, client) as stop:
        until(gate.reached.is_set)
        stop.set()
        gate.opened.set()
    assert look(db, job).state is State.QUEUED
    assert len(transactions(db)) in (10, 20)  # whole pages: whether the one under way is kept is a matter of timing
    assert runs.for_link(db, LINK)["state"].tolist() == ["interrupted", "done"]


def test_a_slow_worker_whose_lease_ran_out_writes_nothing_more(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient
) -> None:
    belvo.page_limit, belvo.before = 10, (gate := Gate("page=3"))
    queue(db)
    slow = jobs.claim(db, "slow", timedelta(0))
    assert slow is not None
    lost: list[Exception] = []

    def pull_slowly() -> None:
        try:
            pull_link(db, client, slow)
        except LostLease as error:
            lost.append(error)

    thread = Thread(target=pull_slowly)
    thread.start()
    until(gate.reached.is_set)
    belvo.before = lambda _request: None
    with working(db, client):
        until(ended(db, slow.id))
    after = look(db, slow.id)
    written = runs.for_link(db, LINK)["run"].max()
    gate.opened.set()
    thread.join(timeout=PATIENCE)
    assert [str(error) for error in lost] == [f"Job {slow.id} is no longer this worker's: it was done."]
    assert (after.state, after.fence > slow.fence, after.attempts) == (State.DONE, True, 2)
    assert (len(transactions(db)), runs.for_link(db, LINK)["run"].max()) == (25, written)


def test_two_workers_share_the_jobs_and_never_a_link(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    belvo.lists["links"].append(link_body(id=OTHER))
    wanted = [queue(db, resource, link=link) for resource in ("accounts", "owners") for link in (LINK, OTHER)]
    at_once: list[list[str]] = []
    by: set[str] = set()
    both = Event()

    def note(_request: str) -> None:
        running = [job for job in jobs.active(db) if job.state is State.RUNNING]
        at_once.append([job.link for job in running])
        by.update(str(job.owner) for job in running)
        if len(by) == 2:
            both.set()
        both.wait(PATIENCE)  # or a quick one would be through with everything before the other has looked

    belvo.before = note
    names = iter(["one", "two"])
    monkeypatch.setattr(processes, "own_name", lambda: next(names))
    with (
        Database.open(db.address) as second_db,
        client_of(belvo.url) as second_client,
        working(db, client, pulls=1),  # of several, the first worker may have taken all before the other has looked
        working(second_db, second_client, pulls=1),
    ):
        until(lambda: all(ended(db, job)() for job in wanted))
    assert {look(db, job).state for job in wanted} == {State.DONE}
    assert all(len(links_) == len(set(links_)) for links_ in at_once)
    assert by == {"one", "two"}


def test_a_long_pull_keeps_its_lease(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_HEARTBEAT", 0.01)
    belvo.before = gate = Gate("accounts?")
    job = queue(db)
    with working(db, client):
        until(gate.reached.is_set)
        first = look(db, job).lease_until
        until(lambda: str(look(db, job).lease_until) > str(first))
        gate.opened.set()
        until(ended(db, job))
    assert look(db, job).state is State.DONE


def test_a_cancelled_pull_is_let_go_even_while_it_waits_for_an_answer(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_HEARTBEAT", 0.01)
    belvo.before = gate = Gate("accounts?")
    cancelled = queue(db)
    with working(db, client):
        until(gate.reached.is_set)
        jobs.cancel(db, cancelled)
        belvo.before = lambda _request: None
        other = queue(db, "owners")
        until(ended(db, other))
        gate.opened.set()
    assert (look(db, cancelled).state, look(db, other).state) == (State.CANCELLED, State.DONE)


def test_a_bug_fails_its_job_loudly_and_the_worker_goes_on(
    db: Database, client: BelvoClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_db: Database, _client: BelvoClient, job: Job, **more: object) -> list[Result]:
        if "accounts" in job.resources:
            raise ZeroDivisionError("with a secret in it")
        return pull_link(_db, _client, job, on_page=None) if more else []

    monkeypatch.setattr(attempt, "pull_link", broken)
    first, second = queue(db, "accounts"), queue(db, "owners")
    with working(db, client):
        until(ended(db, second))
    error = look(db, first).error
    assert error is not None
    assert (error.kind, error.code, error.message) == (
        "fatal",
        "internal_error",
        "ZeroDivisionError; the log says more.",
    )
    assert look(db, second).state is State.DONE
    assert "met a bug" in caplog.text


def test_a_row_without_an_id_harms_nothing_else(db: Database, belvo: ScriptedBelvo, client: BelvoClient) -> None:
    belvo.lists["accounts"][0]["id"] = ""
    job = queue(db, "accounts")
    with working(db, client):
        until(ended(db, job))
    with db.read() as connection:
        ids = [row["id"] for row in connection.execute("SELECT id FROM accounts WHERE link = :link", {"link": LINK})]
    assert (look(db, job).state, len(ids), all(ids)) == (State.DONE, len(belvo.lists["accounts"]), True)


def test_a_store_that_cannot_be_used_for_a_while_does_not_end_the_worker(
    db: Database, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, refusals = jobs.claim, iter([1, 2])

    def locked(*arguments: object) -> Job | None:
        if next(refusals, None):
            raise Busy("database is locked")
        return claim(*arguments)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(jobs, "claim", locked)
    monkeypatch.setattr(backoff, "FIRST", 0.01)
    job = queue(db)
    with working(db, client):
        until(ended(db, job))
    assert look(db, job).state is State.DONE


@pytest.mark.sqlite_only(reason="is about a disk of the test's own")
def test_a_full_disk_puts_the_job_off_until_there_is_room(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_policy, "LADDER", (0,) * 1000)
    belvo.lists["transactions"] = [transaction_body(number) for number in range(1000)]
    job = queue(db)
    with no_more_room(file_of(db)) as full, working(full, client):
        until(lambda: look(db, job).error is not None)
    error = look(db, job).error
    assert error is not None
    assert (look(db, job).state, error.code, error.message, transactions(db)) == (
        State.QUEUED,
        "store_unusable",
        f"The disk of {db.address} is full. Free some space: what is stored is safe, and what was not is pulled again.",
        set(),
    )
    with working(db, client):
        until(ended(db, job))
    assert (look(db, job).state, len(transactions(db))) == (State.DONE, 1000)


@contextmanager
def no_more_room(path: Path) -> Iterator[Database]:
    """The store on a disk that is nearly full: what its pages have no room for is refused by SQLite itself."""
    connect = sqlite.connect

    def narrow(path: Path, *, read_only: bool = False) -> Connection:
        connection = connect(path, read_only=read_only)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite, "connect", narrow)
        with Database.open(path) as full:
            yield full


@pytest.mark.parametrize("errors", [False, True], ids=["before a job", "when a job has met an error"])
def test_a_worker_whose_local_belvo_became_another_ends_and_leaves_its_job(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, *, errors: bool
) -> None:
    looks = iter([None] if errors else [])
    belvo.lists["links"] = []

    def confirm() -> None:
        if next(looks, "other") == "other":
            raise WrongIdentity("It has been reset.")

    job = queue(db)
    with pytest.raises(WrongIdentity):
        work(db, client, Event(), confirm=confirm)
    left = look(db, job)
    assert (left.state, left.attempts, left.error, len(belvo.requests)) == (State.QUEUED, 0, None, int(errors))
    assert len(jobs.active(db)) == 1


def test_a_server_that_is_not_there_puts_the_job_off_and_blames_nobody(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, link_body())
    job = queue(db)
    with (
        client_of("http://127.0.0.1:9") as nowhere,
        working(db, nowhere),
    ):
        until(lambda: look(db, job).error is not None)
    after, link = look(db, job), links.find(db, LINK)
    assert link is not None
    assert after.error is not None
    assert (after.state, after.error.code, after.not_before > after.created_at) == (
        State.QUEUED,
        "connection_failed",
        True,
    )
    assert (link.status, link.last_pull_state) == ("valid", "queued")


def test_the_log_tells_beginning_and_end_of_each_job(
    db: Database, client: BelvoClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="sync")
    job = queue(db)
    with working(db, client):
        until(ended(db, job))
        until(lambda: "ended in" in caplog.text)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("sync")]
    assert told[0] == f"Job {job} begins: accounts, owners, transactions of link {LINK} (connected)"
    assert told[1].partition(": ")[2] == "accounts done, 2 rows; transactions done, 25 rows; owners done, 1 rows"


@pytest.mark.parametrize(
    ("link", "resources", "begins", "ends"),
    [
        (LINK, [*pulled_resources()], f"everything of link {LINK}", r": accounts done, 2 rows; .*others without rows$"),
        (LINK, [], f"link {LINK} is read", "$"),
        (LINK, ["bills"], f"bills of link {LINK}", ": 1 list without rows$"),
        (jobs.EVERY_LINK, error_policy.COMPARED, "all links are compared with Belvo's list", "$"),
    ],
    ids=["everything", "nothing", "one without rows", "all links"],
)
def test_the_log_says_much_in_few_words(
    db: Database,
    client: BelvoClient,
    caplog: pytest.LogCaptureFixture,
    link: str,
    resources: list[str],
    begins: str,
    ends: str,
) -> None:
    caplog.set_level("INFO", logger="sync")
    with db.write() as connection:
        number = jobs.enqueue(connection, link, resources, "operator")
    job = jobs.claim(db, "tester", worker.LEASE)
    assert job is not None
    worker.carry_out(db, client, job, Event())
    told = [record.getMessage() for record in caplog.records if record.name.startswith("sync")]
    assert told[0] == f"Job {number} begins: {begins} (operator)"
    assert re.search(rf"^Job {number} ended in [0-9.]+ s{ends}", told[-1])

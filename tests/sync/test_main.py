import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from resources import pulled_resources
from settings import Settings
from store import Damaged, Database, StoreError
from store.ops import jobs, runs
from store.ops.jobs import State
from store.write import links
from sync import backoff, cli_pull, local_belvo, signals
from sync.__main__ import INTERRUPTED, main
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.files import file_of
from tests.kit.scripted_belvo import ScriptedBelvo, error, link_body, row_id
from tests.kit.waiting import PATIENCE, PROMPT, until
from tests.sync.processes import KEYS, ROOT, environment, store_path, sync, worker

Ending = Callable[["subprocess.Popen[str]"], object]


def queue(data_dir: Path) -> None:
    with Database.open(store_path(data_dir)) as db, db.write() as connection:
        jobs.enqueue(connection, LINK, ("accounts", "transactions", "owners"), "connected")


def newest_state(data_dir: Path) -> State | None:
    with Database.open(store_path(data_dir)) as db:
        job = jobs.latest(db, LINK)
        return job.state if job else None


def close_input(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.stdin = None  # communicate() would flush it


@pytest.mark.parametrize(
    "end",
    [
        close_input,
        lambda process: process.send_signal(signal.SIGTERM),
        lambda process: process.send_signal(signal.SIGINT),
    ],
    ids=["its input closes", "SIGTERM", "SIGINT"],
)
def test_a_worker_ends_promptly_in_the_middle_of_a_pull_and_leaves_the_job(
    belvo: ScriptedBelvo, tmp_path: Path, end: Ending
) -> None:
    reached, opened = Event(), Event()

    def hold(request: str) -> None:
        if "transactions?" in request:
            reached.set()
            opened.wait(PATIENCE)

    belvo.before = hold
    queue(tmp_path)
    with worker(tmp_path, belvo.url) as process:
        assert reached.wait(PATIENCE)
        began = time.monotonic()
        end(process)
        _, log = process.communicate(timeout=PATIENCE)
        took = time.monotonic() - began
    opened.set()
    assert (process.returncode, took < PROMPT) == (0, True), log
    assert newest_state(tmp_path) is State.QUEUED
    assert "Job 1 was left for later" in log
    assert not any(key in log for key in KEYS)


def test_a_worker_whose_input_tells_nothing_works_until_a_signal(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    queue(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "sync", "--work"],
        cwd=ROOT,
        env=environment(tmp_path, belvo.url),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        until(lambda: newest_state(tmp_path) is State.DONE)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_a_pull_in_the_foreground_says_a_line_for_each_resource(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.lists["institutions"] = [bodies.institution(resources=["ACCOUNTS", "TRANSACTIONS"])]
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    told = [line.split("  ") for line in done.stdout.splitlines()]
    said = [[part.strip() for part in line if part][:7] for line in told]
    assert said[:3] == [
        [LINK, "accounts", "done", "fetched 2", "added 2", "changed 0", "gone 0"],
        [LINK, "transactions", "done", "fetched 25", "added 25", "changed 0", "gone 0"],
        [LINK, "owners", "done", "fetched 1", "added 1", "changed 0", "gone 0"],
    ]
    guesses = ["br_balances", "incomes", "recurring_expenses", "risk_insights"]  # only its product could have these
    assert [line.split()[:3] for line in done.stdout.splitlines()[3:]] == [[LINK, name, "done"] for name in guesses]
    assert (done.returncode, done.stderr) == (0, "")
    assert newest_state(tmp_path) is State.DONE


def test_all_links_of_the_store_can_be_pulled_whole_one_resource_only(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    with Database.open(store_path(tmp_path)) as db, db.write() as connection:
        links.save(connection, link_body())
    done = sync("--all", "--resource", "transactions", "--full", environment=environment(tmp_path, belvo.url))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert belvo.listed("transactions") == [f"transactions?page_size=1000&link={LINK}"]


def test_a_pull_that_fails_says_why_and_is_not_called_a_success(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    refusal = error("invalid_link", "The link is invalid.", 400)
    belvo.before = lambda request: refusal if "transactions?" in request else None
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert done.returncode == 1
    assert done.stdout.splitlines()[1].endswith(
        "invalid_link: The link is invalid. (HTTP 400, request 8b0a1a92e5c04a2c9f4a21e2a4d1f0c7)"
    )
    assert len(done.stderr.splitlines()) == 1


def test_what_a_link_needs_is_said_after_a_pull_that_went_well(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.lists["institutions"] = [bodies.institution(resources=["ACCOUNTS"])]
    belvo.lists["links"] = [link_body(status="invalid")]
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stderr) == (0, f"{LINK}: Invalid. Needs its user.\n")


def test_a_pull_that_will_be_tried_again_says_so_once(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    down = error("institution_down", "The institution is down.", 400)
    belvo.before = lambda request: down if "transactions?" in request else None
    done = sync(LINK, "--resource", "transactions", environment=environment(tmp_path, belvo.url))
    (said,) = done.stderr.splitlines()
    assert (done.returncode, said.endswith("A running Linkdesk tries it again by itself.")) == (1, True), said


def test_refused_keys_are_said_in_one_line(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.refuses_keys = True
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "Belvo refuses the keys. Check BELVO_SECRET_ID, BELVO_SECRET_PASSWORD and BELVO_ENV.\n",
    )


def test_a_belvo_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = sync(LINK, environment=environment(tmp_path, "http://127.0.0.1:9"))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr == "Belvo cannot be reached. Check the network, and BELVO_BASE_URL if it is set.\n"


def test_a_link_that_cannot_be_looked_up_is_said_with_the_next_step(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.before = lambda _request: error("access_to_resource_denied", "No access.", 403)
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (
        2,
        "",
        [
            "access_to_resource_denied: No access. (HTTP 403, request 8b0a1a92e5c04a2c9f4a21e2a4d1f0c7)",
            "These keys may not use this resource. Ask Belvo to switch the resource on for your account.",
        ],
    )


def test_an_unknown_link_is_said_in_one_line(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    done = sync("no-such-link", environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stderr) == (
        2,
        "There is no link no-such-link, neither in the store nor at Belvo.\n",
    )


def test_a_link_that_another_process_pulls_is_left_to_it(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    queue(tmp_path)
    with Database.open(store_path(tmp_path)) as db:
        assert jobs.claim(db, "another", timedelta(seconds=60))
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stderr) == (
        1,
        f"Link {LINK} is being pulled by another process. Wait for it to end.\n",
    )


def test_a_pull_whose_process_died_is_done_by_the_next_one(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    queue(tmp_path)
    with Database.open(store_path(tmp_path)) as db:
        assert jobs.claim(db, "another", timedelta(0))
    assert sync(LINK, environment=environment(tmp_path, belvo.url)).returncode == 0


@pytest.fixture
def terminal(belvo: ScriptedBelvo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a terminal, in this very process."""
    for name, value in environment(tmp_path, belvo.url).items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("resource", ["transactions", "owners"])
def test_a_pull_of_one_resource_leaves_the_job_of_a_worker_that_was_killed(tmp_path: Path, resource: str) -> None:
    with Database.open(store_path(tmp_path)) as db:
        with db.write() as connection:
            links.save(connection, link_body())
            whole = jobs.enqueue(connection, LINK, [*pulled_resources()], "connected", full=True)
        assert jobs.claim(db, "killed", timedelta(0))
    assert main([LINK, "--resource", resource]) == 0
    with Database.open(store_path(tmp_path)) as db:
        (waiting,) = jobs.active(db)
        assert (waiting.id, waiting.state, waiting.full) == (whole, State.QUEUED, True)
        assert set(waiting.resources) == {*pulled_resources()}
        assert set(runs.for_link(db, LINK)["resource"]) == {resource}


@pytest.mark.usefixtures("terminal")
def test_a_pull_that_a_person_gives_up_leaves_what_somebody_else_had_asked_for(
    belvo: ScriptedBelvo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_pull, "carry_out", interrupt)
    with Database.open(store_path(tmp_path)) as db:
        with db.write() as connection:
            links.save(connection, link_body())
            asked = jobs.enqueue(connection, LINK, ["owners"], "webhook")
        assert main([LINK, "--resource", "owners"]) == main([LINK, "--resource", "accounts"]) == INTERRUPTED
        assert [(job.id, job.state, job.resources) for job in jobs.active(db)] == [(asked, State.QUEUED, ("owners",))]
    assert belvo.listed("owners") == []


@pytest.mark.usefixtures("terminal")
def test_what_is_pulled_and_what_waits_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = row_id("link", 2)
    assert main(["--status"]) == 0
    with Database.open(store_path(tmp_path)) as db:
        with db.write() as connection:
            for link in (LINK, other):
                links.save(connection, link_body(id=link))
                jobs.enqueue(connection, link, ["transactions"], "operator")
        job = jobs.claim(db, "another", timedelta(minutes=1))
        assert job is not None
        with db.write() as connection:
            runs.advance(connection, runs.start(connection, job.id, job.link, "transactions"), 3000, 12000, 3)
    assert main(["--status"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing is being pulled, and no pull waits.",
        f"{LINK}: Pulling. Transactions: 3,000 of 12,000 rows.",
        f"{other}: Waiting. The pull waits until another link has been pulled. It is the next one.",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--status", LINK], "--status is about all links and goes with nothing else"),
        (["--work", "--status"], "--work takes its jobs from the store and goes with nothing else"),
        (["--work", "--pulls", "0"], "--pulls goes with --work and a number from 1 to 64"),
        (["--all", "--pulls", "4"], "--pulls goes with --work and a number from 1 to 64"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert told in capsys.readouterr().err


def test_an_empty_store_has_no_links_to_pull(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    done = sync("--all", environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stderr) == (
        0,
        "There is no link in the store yet. Connect one, or name its id.\n",
    )


def test_ctrl_c_ends_a_pull_and_keeps_what_came(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    reached, opened = Event(), Event()

    def hold(request: str) -> None:
        if "page=2" in request:
            reached.set()
            opened.wait(PATIENCE)

    belvo.before, belvo.page_limit = hold, 10
    with subprocess.Popen(
        [sys.executable, "-m", "sync", LINK],
        cwd=ROOT,
        env=environment(tmp_path, belvo.url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert reached.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
    opened.set()
    assert (process.returncode, told) == (130, "Stopped. What was pulled until now is kept.\n")
    assert newest_state(tmp_path) is State.CANCELLED
    with sqlite3.connect(store_path(tmp_path)) as connection:
        assert connection.execute("SELECT count(*) FROM transactions").fetchone() == (10,)
    connection.close()


@pytest.mark.parametrize(
    "arguments", [[], ["--all", LINK], ["--work", "--all"], ["--work", LINK], [LINK, "--resource", "cheques"]]
)
def test_arguments_that_do_not_go_together_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_settings_that_do_not_hold_are_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELVO_ENV", "moon")
    assert main([LINK]) == 2
    assert capsys.readouterr().err.startswith("BELVO_ENV is 'moon'.")


def test_what_belvo_says_of_an_error_steers_no_terminal_and_forges_no_line(
    belvo: ScriptedBelvo, tmp_path: Path
) -> None:
    message = "No.\x1b]0;owned\x07\n2026-11-29 sync: Job 1 ended\u202e"
    refusal = error("odd\x1b[2J", message, 400)
    belvo.before = lambda request: refusal if "accounts?" in request else None
    done = sync(LINK, "--resource", "accounts", environment=environment(tmp_path, belvo.url))
    assert done.returncode == 1
    assert r"No.\x1b]0;owned\x07\n2026-11-29 sync: Job 1 ended\u202e" in done.stdout
    shown = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert [line for line in shown if not line.startswith(LINK)] == []
    assert not {"\x1b", "\x07", "\u202e"} & {*done.stdout, *done.stderr}


def test_a_store_that_a_newer_program_has_written_is_left_alone(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    with Database.open(store_path(tmp_path)) as db, db.write() as connection:
        connection.execute("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'm999', 'later')")
    done = sync(LINK, environment=environment(tmp_path, belvo.url))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "was written by a newer version of this program" in done.stderr
    assert belvo.requests == []


def test_a_worker_whose_store_cannot_be_used_works_when_it_is_mended(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    store_path(tmp_path).write_bytes(b"no database" * 100)
    with worker(tmp_path, belvo.url) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        store_path(tmp_path).unlink()
        queue(tmp_path)
        until(lambda: newest_state(tmp_path) is State.DONE)
    assert "The worker cannot work, and looks again until that is mended: " in first
    assert "cannot be opened as a database" in first


def test_a_worker_whose_store_is_taken_away_makes_none_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, turns, reached = Event(), iter(range(2)), local_belvo.reached

    def reached_twice(given: Settings) -> AbstractContextManager[Settings]:
        if next(turns, None) is None:
            stop.set()
        return reached(given)

    def work(db: Database, *_: object, **_others: object) -> None:
        for file in tmp_path.glob(f"{file_of(db).name}*"):
            file.rename(tmp_path / f"elsewhere-{file.name}")
        raise Damaged("It was taken away.")

    for name, value in environment(tmp_path, "http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(backoff, "FIRST", 0.001)
    monkeypatch.setattr(signals, "ending", lambda: stop)
    monkeypatch.setattr(local_belvo, "reached", reached_twice)
    monkeypatch.setattr("sync.__main__.work", work)
    assert main(["--work"]) == 0
    assert not store_path(tmp_path).exists()
    taken, gone = [record.getMessage() for record in caplog.records]
    assert "It was taken away." in taken
    assert f"{store_path(tmp_path)} is not there any more. Put it back with its log" in gone


def test_a_worker_says_once_what_keeps_it_from_working(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, reasons = Event(), ["locked", "locked", "no space", "no space"]

    def reached(_settings: Settings) -> None:
        if len(reasons) == 1:
            stop.set()
        raise StoreError(f"The store is unusable: {reasons.pop(0)}.")

    monkeypatch.setattr(backoff, "FIRST", 0.001)
    monkeypatch.setattr(signals, "ending", lambda: stop)
    monkeypatch.setattr(local_belvo, "reached", reached)
    assert main(["--work"]) == 0
    assert [record.getMessage() for record in caplog.records] == [
        "The worker cannot work, and looks again until that is mended: The store is unusable: locked.",
        "The worker cannot work, and looks again until that is mended: The store is unusable: no space.",
    ]

"""A worker that pulls many links at once: none keeps another from its turn, and all end as one alone does."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Event, Lock

import pytest
from starlette.responses import Response

from belvo_client import BelvoClient, Retries
from belvo_client.http.limiter import SharedLimiter
from domain.link_state import state_of
from domain.link_state.waiting import WaitsFor
from store import Database
from store.ops import breakers, call_budgets, calls, jobs, processes
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import State
from store.queries.links import facts
from store.write import institutions, links, rows
from sync import error_policy, worker
from tests.kit import bodies
from tests.kit.local_belvo import KEYS, client_of
from tests.kit.scripted_belvo import Row, ScriptedBelvo, account_body, error, link_body, row_id, transaction_body
from tests.kit.waiting import PATIENCE, PROMPT, until
from tests.kit.worker import working
from tests.sync.test_worker import ended, look

SLOW, WELL = "slow_bank", "well_bank"
ROWS = 12


def link_at(bank: str, number: int) -> str:
    return row_id(bank, number)


def rows_of(link: str) -> list[Row]:
    account = account_body(0, id=row_id(link, 0), link=link)
    return [
        transaction_body(number, id=row_id(link, 100 + number), account=account, created_at=f"2026-01-{number + 1:02}")
        for number in range(ROWS)
    ]


@pytest.fixture
def many(belvo: ScriptedBelvo, db: Database) -> list[str]:
    """Four links of a bank that a test makes slow, and four of another; all are known here."""
    found = [link_at(bank, number) for bank in (SLOW, WELL) for number in range(4)]
    belvo.lists["links"] = [link_body(id=link, institution=SLOW if n < 4 else WELL) for n, link in enumerate(found)]
    belvo.lists["institutions"] = [bodies.institution(id=name, name=name) for name in (SLOW, WELL)]
    belvo.lists["transactions"] = [row for link in found for row in rows_of(link)]
    with db.write() as connection:
        institutions.save(connection, belvo.lists["institutions"])
        for body in belvo.lists["links"]:
            links.save(connection, body)
    return found


def queue(db: Database, *wanted: str, reason: str = "schedule") -> list[int]:
    with db.write() as connection:
        return [jobs.enqueue(connection, link, ["transactions"], reason) for link in wanted]


def _rest(until_it_is_over: Event, seconds: float) -> None:
    until_it_is_over.wait(seconds)


class Closed:
    """Holds back the answers about some links until it is opened, and counts how many wait at once."""

    def __init__(self, *held: str) -> None:
        self._held = held
        self._lock = Lock()
        self.waiting: set[str] = set()
        self.opened = Event()

    def __call__(self, request: str) -> None:
        for link in self._held:
            if request.startswith("transactions?") and link in request:
                with self._lock:
                    self.waiting.add(link)
                self.opened.wait(PATIENCE)


def all_of(db: Database, wanted: list[int]) -> Callable[[], bool]:
    return lambda: all(ended(db, job)() for job in wanted)


def states(db: Database, wanted: list[int]) -> set[State]:
    return {look(db, job).state for job in wanted}


def count(db: Database, link: str) -> int:
    with db.read() as connection:
        return rows.live_count(connection, "transactions", link)


def test_links_are_pulled_at_once_and_a_slow_bank_holds_up_nobody(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str]
) -> None:
    belvo.before = closed = Closed(*many[:4])
    slow, well = queue(db, *many[:4]), queue(db, *many[4:])
    with working(db, client):
        until(all_of(db, well))
        until(lambda: len(closed.waiting) == 4)
        began = time.monotonic()
        (asked,) = queue(db, many[5], reason="operator")  # more than half of the slots are never one bank's
        until(ended(db, asked))
        assert time.monotonic() - began < PROMPT
        assert states(db, slow) == {State.RUNNING}
        closed.opened.set()
        until(all_of(db, slow))
    assert states(db, [*slow, *well, asked]) == {State.DONE}
    assert {count(db, link) for link in many} == {ROWS}


def test_a_person_waits_for_nobody_where_all_other_slots_are_taken(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str]
) -> None:
    belvo.before = closed = Closed(many[0], many[4])
    queue(db, many[0], many[4])
    with working(db, client, pulls=3):
        until(lambda: len(closed.waiting) == 2)
        waiting = queue(db, many[5])
        (asked,) = queue(db, many[6], reason="operator")
        until(ended(db, asked))
        assert states(db, waiting) == {State.QUEUED}
        closed.opened.set()
        until(all_of(db, waiting))


def test_one_heartbeat_keeps_all_leases_and_says_that_the_worker_is_there(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_HEARTBEAT", 0.01)
    belvo.before = closed = Closed(*many)
    wanted = queue(db, *many[2:6])
    with working(db, client):
        until(lambda: len(closed.waiting) == 4)
        before = [look(db, job).lease_until or "" for job in wanted]
        until(lambda: all((look(db, job).lease_until or "") > then for job, then in zip(wanted, before, strict=True)))
        with db.read() as connection:
            assert processes.slots(connection) == 8
        closed.opened.set()
        until(all_of(db, wanted))
    with db.read() as connection:
        assert processes.slots(connection) == 0


def test_a_worker_that_ends_leaves_all_its_jobs_to_others(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str]
) -> None:
    belvo.before = closed = Closed(*many)
    wanted = queue(db, *many)
    with working(db, client) as stop:
        until(lambda: len(closed.waiting) == 7)
        stop.set()
        began = time.monotonic()
    assert time.monotonic() - began < PROMPT
    assert states(db, wanted) == {State.QUEUED}
    assert {look(db, job).attempts for job in wanted} == {0}
    belvo.before = lambda _request: None
    with client_of(belvo.url) as another, working(db, another):
        until(all_of(db, wanted))
    closed.opened.set()
    assert states(db, wanted) == {State.DONE}
    assert {count(db, link) for link in many} == {ROWS}


def test_one_that_is_cancelled_or_taken_over_frees_its_slot_and_harms_no_other(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_HEARTBEAT", 0.01)
    belvo.before = closed = Closed(*many[:6])
    cancelled, kept = queue(db, many[0], many[4])
    with working(db, client, pulls=3):
        until(lambda: len(closed.waiting) == 2)
        jobs.cancel(db, cancelled)
        until(all_of(db, queue(db, many[6])))
        closed.opened.set()
        until(ended(db, kept))
    assert (look(db, cancelled).state, look(db, kept).state) == (State.CANCELLED, State.DONE)
    assert [count(db, link) for link in (many[0], many[4])] == [0, ROWS]


def test_a_bank_that_does_not_answer_is_tried_by_one_pull_at_a_time_until_it_does(
    db: Database,
    belvo: ScriptedBelvo,
    client: BelvoClient,
    many: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", logger="sync")
    monkeypatch.setattr(error_policy, "LADDER", (0,))
    answers = Event()

    def time_out(request: str) -> Response | None:
        is_asked = request.startswith("transactions?") and any(link in request for link in many[:4])
        return error("request_timeout", "Too slow.", 408) if is_asked and not answers.is_set() else None

    belvo.before = time_out
    wanted = queue(db, *many[:4])
    with working(db, client):
        until(lambda: breakers.opened(db))
        (told,) = breakers.opened(db)
        assert (told.institution, {*told.resources}, told.pulls >= 3) == (SLOW, {"transactions"}, True)
        until(lambda: all(look(db, job).error for job in wanted))
        well = queue(db, *many[4:])
        until(all_of(db, well))
        answers.set()
        again = queue(db, *many[:4], reason="operator")
        until(all_of(db, again))
        until(lambda: not breakers.opened(db))
    assert states(db, well) == states(db, again) == {State.DONE}
    assert f"{SLOW} does not answer: it is tried by one pull at a time until it does" in caplog.text
    assert f"{SLOW} answers again" in caplog.text


def test_a_bank_that_answers_now_and_then_is_not_taken_for_dead(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_policy, "LADDER", (0,) * 3)
    asked = iter(range(1000))

    def flap(request: str) -> Response | None:
        is_slow = request.startswith("transactions?") and any(link in request for link in many[:4])
        return error("request_timeout", "Too slow.", 408) if is_slow and next(asked) % 2 else None

    belvo.before = flap
    wanted = queue(db, *many[:4])
    with working(db, client, pulls=1):
        until(all_of(db, wanted))
        assert breakers.opened(db) == []
    assert states(db, wanted) == {State.DONE}
    assert {count(db, link) for link in many[:4]} == {ROWS}


ASKED = {
    "not how long": (None, 30),
    "not at all": ("0", 30),
    "backwards": ("-5", 30),
    "a date that is over": ("Wed, 21 Oct 2015 07:28:00 GMT", 30),
    "how long": ("90", 90),
    "a date without end": ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
    "absurdly long": ("9" * 30, 3600),
}
"""Retry-After, and after how many seconds a pull comes again."""


@pytest.mark.parametrize(("asked", "least"), ASKED.values(), ids=ASKED)
def test_a_bank_at_which_belvo_wants_fewer_calls_waits_as_what_it_is_and_holds_up_nobody(
    db: Database,
    belvo: ScriptedBelvo,
    client: BelvoClient,
    many: list[str],
    caplog: pytest.LogCaptureFixture,
    asked: str | None,
    least: int,
) -> None:
    caplog.set_level("INFO", logger="sync")
    refusal = error("throttled", "Slow down.", 429)
    if asked:
        refusal.headers["Retry-After"] = asked
    limited = Event()
    limited.set()

    def limit(request: str) -> Response | None:
        is_asked = request.startswith("transactions?") and any(link in request for link in many[:4])
        return refusal if is_asked and limited.is_set() else None

    belvo.before = limit
    wanted, well = queue(db, *many[:4]), queue(db, *many[4:])
    with working(db, client):
        until(all_of(db, well))
        until(lambda: all(look(db, job).error for job in wanted))
        now = datetime.now(UTC)
        for link in many[:4]:
            known = facts.of_link(db, link, now)
            assert known is not None
            wait = state_of(known, now).wait
            assert wait is not None
            assert (wait.what, wait.until is not None) == (WaitsFor.PAUSE, True)
            assert wait.sentence("Slow", str).startswith("Belvo wants fewer calls")
        assert breakers.opened(db) == []
        limited.clear()
        again = queue(db, many[0], reason="operator")
        until(all_of(db, again))
    assert states(db, well) == states(db, again) == {State.DONE}
    assert states(db, wanted[1:]) == {State.QUEUED}
    told = rf"Job {wanted[1]} ended in [0-9.]+ s, and is tried again in {least} s: transactions failed"
    assert re.search(told, caplog.text)


def test_a_bank_that_falls_silent_again_is_told_anew(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers, times out and answers, for longer than the breaker bears, twice."""
    monkeypatch.setattr(error_policy, "LADDER", (0,))
    is_away = Event()

    def flap(request: str) -> Response | None:
        asked = request.startswith("transactions?") and any(link in request for link in many[:4])
        return error("request_timeout", "Too slow.", 408) if asked and is_away.is_set() else None

    belvo.before = flap
    since = list[str]()
    with working(db, client):
        for _ in range(2):
            is_away.set()
            queue(db, *many[:4])
            until(lambda: breakers.opened(db))
            since.append(str(breakers.opened(db)[0].since))
            is_away.clear()
            until(all_of(db, queue(db, *many[:4], reason="operator")))
            until(lambda: not breakers.opened(db))
    assert since == sorted({*since})
    assert {count(db, link) for link in many[:4]} == {ROWS}


def test_a_belvo_that_wants_fewer_calls_is_left_alone_by_all_pulls_but_a_persons(
    db: Database, belvo: ScriptedBelvo, many: list[str]
) -> None:
    """The rate is that of the desk on a host that counts calls; its places are taken from this store."""
    with db.write() as connection:
        connection.execute(
            "INSERT INTO store_identity (id, host, key, instance, recorded_at) VALUES (1, 'belvo', '', '', '')"
        )
    rested = Event()
    limiter = SharedLimiter(partial(call_budgets.take, db, "belvo"), sleep=partial(_rest, rested))
    call_budgets.hold(db, "belvo", 60)
    with (
        BelvoClient(belvo.url, *KEYS, retries=Retries.off(), limiter=limiter) as client,
        working(db, client),
    ):
        waiting = queue(db, *many[1:])
        (asked,) = queue(db, many[0], reason="operator")
        until(lambda: look(db, asked).state is State.RUNNING)
        assert (states(db, waiting), belvo.requests) == ({State.QUEUED}, [])
        for job in waiting:
            jobs.cancel(db, job)
        rested.set()
        until(ended(db, asked))
    assert look(db, asked).state is State.DONE


def test_calls_of_pulls_at_once_are_each_told_of_their_own_job(
    db: Database, belvo: ScriptedBelvo, many: list[str]
) -> None:
    writer = ApiLogWriter(lambda: db)
    belvo.page_limit = 5
    with (
        BelvoClient(belvo.url, *KEYS, retries=Retries.off(), observer=writer) as client,
        working(db, client, calls=writer),
    ):
        wanted = queue(db, *many)
        until(all_of(db, wanted))
    writer.close()
    told = calls.table(db)
    assert len(told) == len(many) * 4
    for job in wanted:
        assert set(told.loc[told["job"] == job, "link"]) == {look(db, job).link}

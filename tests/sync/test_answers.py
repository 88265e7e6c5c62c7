"""A pull of odd answers: a stranger fails its page, a bad row harms itself only, and no list is read for ever."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from belvo_client import BelvoClient, ForeignAnswer, PagingBroken, Retries, TimedOut, Timeouts
from store import Database
from store.core import instants
from store.ops import jobs, processes, runs
from store.ops.jobs import Job, State
from store.write import encoding, irregular_rows, links, rows
from sync import Result, pull_link
from sync.run import Run
from sync.worker import LEASE, carry_out
from tests.kit.bodies import LINK
from tests.kit.rows import tuples
from tests.kit.scripted_belvo import (
    ScriptedBelvo,
    account_body,
    error,
    link_body,
    owner_body,
    row_id,
    transaction_body,
)
from tests.sync.processes import environment, sync

Claimed = Callable[..., Job]

OTHER = row_id("link", 2)
DEEP = '{"id": "deep", "more": ' + '{"a":' * 600 + "1" + "}" * 601


def states(results: list[Result]) -> dict[str, str]:
    return {result.resource: result.state for result in results}


def stored(db: Database, resource: str) -> set[str]:
    with db.read() as connection:
        return rows.live_ids(connection, resource, LINK)


def aside(db: Database) -> list[tuple[Any, ...]]:
    return tuples(irregular_rows.table(db, LINK), "resource", "is_stored", "reasons", "body")


STRANGERS = {
    "a row": transaction_body(99, link=OTHER),
    "its account": transaction_body(99, account=account_body(7, link=OTHER)),
}


def serves_strangers(belvo: ScriptedBelvo, row: dict[str, Any]) -> None:
    """Each list of transactions has a page of ours and then one with a stranger in it."""
    ours, mixed = belvo.lists["transactions"][:2], [*belvo.lists["transactions"][2:], row]

    def answer(request: str) -> Response | None:
        if not request.startswith("transactions?"):
            return None
        second = "page=2" in request
        following = None if second else f"{belvo.url}/api/transactions/?link={LINK}&page=2"
        return JSONResponse({"count": 26, "next": following, "results": mixed if second else ours})

    belvo.before = answer


@pytest.mark.parametrize("row", STRANGERS.values(), ids=STRANGERS)
def test_a_row_of_another_link_fails_its_page_and_nothing_of_it_is_stored(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, row: dict[str, Any]
) -> None:
    serves_strangers(belvo, row)
    results = pull_link(db, client, claimed())
    assert states(results) == {"accounts": "done", "transactions": "failed", "owners": "done"}
    assert isinstance(results[1].error, ForeignAnswer)
    assert stored(db, "transactions") == {row["id"] for row in belvo.lists["transactions"][:2]}
    assert stored(db, "accounts") == {row_id("account", 0), row_id("account", 1)}


def test_a_list_that_leads_to_another_link_fails(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    page = {"count": 20, "next": f"{belvo.url}/api/transactions/?link={OTHER}&page=2"}
    answer = JSONResponse({**page, "results": belvo.lists["transactions"][:10]})
    belvo.before = lambda request: answer if request.startswith("transactions?") else None
    results = pull_link(db, client, claimed("transactions"))
    assert isinstance(results[0].error, PagingBroken)
    assert len(stored(db, "transactions")) == 10
    assert not any(OTHER in request for request in belvo.requests)


def test_another_link_than_was_asked_for_ends_the_pull(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.before = lambda request: JSONResponse(link_body(id=OTHER)) if request.startswith("links/") else None
    job = claimed()
    outcome = carry_out(db, client, job, Event())
    assert outcome is not None
    assert isinstance(outcome.error, ForeignAnswer)
    assert links.find(db, OTHER) is None
    ended = jobs.get(db, job.id)
    assert ended is not None
    assert ended.error is not None
    assert (ended.state, ended.error.code) == (State.FAILED, "foreign_answer")


@pytest.mark.parametrize(
    "answer",
    [owner_body(0, link=OTHER), owner_body(5)],
    ids=["the row, of another link", "another row of this link"],
)
def test_a_row_that_is_looked_up_is_of_the_link_and_the_one_that_was_asked_for(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, answer: dict[str, Any]
) -> None:
    jobs.finish(db, (first := claimed("owners")))
    assert first is not None
    pull_link(db, client, claimed("owners"))
    belvo.lists["owners"] = []
    belvo.before = lambda request: JSONResponse(answer) if request.startswith("owners/") else None
    jobs.finish(db, jobs.get(db, 2) or first)
    results = pull_link(db, client, claimed("owners", full=True))
    assert isinstance(results[0].error, ForeignAnswer)
    assert stored(db, "owners") == {row_id("owner", 0)}


@pytest.mark.parametrize(
    ("count", "results"),
    [(3, [transaction_body(1)]), (3, []), (0, []), (0, [transaction_body(1)])],
    ids=["rows", "empty pages", "empty pages, none counted", "rows, none counted"],
)
def test_a_list_without_end_fails(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, count: int, results: list[Any]
) -> None:
    def answer(request: str) -> Response | None:
        if not request.startswith("transactions?"):
            return None
        following = f"{belvo.url}/api/transactions/?link={LINK}&page={len(belvo.requests) + 10}"
        return JSONResponse({"count": count, "next": following, "results": results})

    belvo.before = answer
    ended = pull_link(db, client, claimed())
    assert states(ended) == {"accounts": "done", "transactions": "failed", "owners": "done"}
    assert isinstance(ended[1].error, PagingBroken)
    assert len(belvo.listed("transactions")) < 12


def test_a_link_that_does_not_answer_in_time_lets_the_others_go_first(
    db: Database, belvo: ScriptedBelvo, claimed: Claimed
) -> None:
    released = Event()

    def hold(request: str) -> None:
        if request.startswith("accounts?"):
            released.wait(20)

    belvo.before = hold
    slow = claimed(reason="operator")
    impatient = Timeouts(connect=5, read=0.3)
    with BelvoClient(belvo.url, "a", "b", retries=Retries.off(), timeouts=impatient) as client:
        outcome = carry_out(db, client, slow, Event())
    released.set()
    assert outcome is not None
    assert states(outcome.results) == {"accounts": "failed"}
    assert isinstance(outcome.errors[0], TimedOut)
    with db.write() as connection:
        jobs.enqueue(connection, OTHER, ["accounts"], "schedule")
    later = instants.encode(datetime.now(UTC) + timedelta(minutes=1))
    first, second = (jobs.claim(db, "tester", LEASE, now=later) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.link, second.link, second.id) == (OTHER, LINK, slow.id)


BAD = {
    "half an emoji": (r'{"id": "bad", "description": "Taquer\u00eda \ud83c"}', "characters that cannot be kept"),
    "no UTF-8": ('{"id": "bad", "description": "Cami\udcf3n"}', "characters that cannot be kept"),
    "no id": ('{"description": "nameless", "amount": 1}', "no id"),
}
KEPT_ALL_THE_SAME = {
    "no number": '{"id": "bad", "amount": NaN, "type": "OUTFLOW"}',
    "an immense number": '{"id": "bad", "amount": 900000000000000.0, "type": "OUTFLOW"}',
    "an infinite number": '{"id": "bad", "amount": 1e999, "type": "OUTFLOW"}',
    "no currency and no day": '{"id": "bad", "amount": 1.5}',
    "another shape": '{"id": "bad", "amount": {"value": 1}, "merchant": 5, "account": [], "value_date": 20261103}',
}
UNREADABLE = {
    "too deep": (DEEP, "nested too deeply"),
    "deeper still": (DEEP.replace('{"a":', '{"a":' * 10).replace("}", "}" * 10)[:-9], "nested too deeply"),
    "no JSON": ('{"id": "bad", "amount": 1,5}', "no JSON"),
    "no object": ('"only a text"', "no object"),
}


def pull(db: Database, client: BelvoClient, *, full: bool = False) -> Result:
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["transactions"], "operator", full=full)
    job = jobs.claim(db, "tester", LEASE)
    assert job is not None
    (result,) = pull_link(db, client, job)
    jobs.finish(db, job)
    return result


@pytest.mark.parametrize(("text", "reason"), BAD.values(), ids=BAD)
def test_a_bad_row_is_mended_and_its_neighbours_are_pulled(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, text: str, reason: str
) -> None:
    belvo.texts["transactions"] = [text]
    first, again, full = pull(db, client), pull(db, client), pull(db, client, full=True)
    assert [(one.state, one.tally.added, one.tally.changed, one.tally.deleted) for one in (first, again, full)] == [
        ("done", 26, 0, 0),
        ("done", 0, 0, 0),
        ("done", 0, 0, 0),
    ]
    assert aside(db) == [("transactions", True, reason, "")]


@pytest.mark.parametrize("text", KEPT_ALL_THE_SAME.values(), ids=KEPT_ALL_THE_SAME)
def test_a_row_of_odd_values_is_kept_as_it_is(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, text: str
) -> None:
    belvo.texts["transactions"] = [text]
    assert [(one.state, one.tally.added) for one in (pull(db, client), pull(db, client))] == [("done", 26), ("done", 0)]
    assert aside(db) == []
    assert rows.body(db, "transactions", "bad") is not None


def test_amounts_that_are_none_are_marked(db: Database, belvo: ScriptedBelvo, client: BelvoClient) -> None:
    belvo.texts["transactions"] = [
        f'{{"id": "{name}", "amount": {value}}}'
        for name, value in (("a", "NaN"), ("b", "900000000000000.0"), ("c", "1"))
    ]
    pull(db, client)
    found = db.frame("SELECT id, amount, inexact FROM transactions WHERE id IN ('a', 'b', 'c') ORDER BY id")
    assert found["inexact"].tolist() == [1, 1, 0]
    assert found["amount"].isna().tolist() == [True, True, False]
    assert rows.body(db, "transactions", "a") == {"id": "a", "amount": "NaN"}
    assert rows.body(db, "transactions", "b") == {"id": "b", "amount": 900000000000000.0}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_row_that_cannot_be_read_is_set_aside_and_counts(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, text: str, reason: str
) -> None:
    belvo.texts["transactions"] = [text]
    first, again = pull(db, client), pull(db, client)
    assert (first.state, first.tally.added, first.tally.fetched) == ("done", 25, 26)
    assert (again.state, again.tally.added, again.tally.deleted) == ("done", 0, 0)
    ((resource, is_stored, why, body),) = aside(db)
    assert (resource, is_stored, why, body[:10]) == ("transactions", False, reason, text[:10])
    belvo.texts["transactions"] = []
    assert (pull(db, client, full=True).tally.deleted, aside(db)) == (1, [])
    assert not any(request.startswith("transactions/made-") for request in belvo.requests)


def test_a_bug_in_one_resource_is_that_resources_failure(
    db: Database,
    client: BelvoClient,
    claimed: Claimed,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def list_full(_client: object, _lists: object, run: Run) -> None:
        if run.resource == "accounts":
            raise ZeroDivisionError("a bug")

    monkeypatch.setattr("sync.pull._list_full", list_full)
    with caplog.at_level(logging.ERROR):
        outcome = carry_out(db, client, (job := claimed()), Event())
    assert outcome is not None
    assert states(outcome.results) == {"accounts": "failed", "transactions": "done", "owners": "done"}
    assert [error.code for error in outcome.errors] == ["internal_error"]
    assert "ZeroDivisionError: a bug" in caplog.text
    assert tuples(runs.for_job(db, job.id), "resource", "state", "error_code") == [
        ("accounts", "failed", "internal_error"),
        ("transactions", "done", None),
        ("owners", "done", None),
    ]


def test_a_row_that_breaks_our_own_code_is_set_aside_alone(
    db: Database, client: BelvoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, bad = encoding.columns, row_id("transaction", 7)

    def break_at(resource: Any, link: str | None, ids: Any, fields: Any, **options: Any) -> Any:  # noqa: ANN401 - as it is
        if bad in ids:
            raise ZeroDivisionError
        return made(resource, link, ids, fields, **options)

    monkeypatch.setattr(encoding, "columns", break_at)
    result = pull(db, client)
    assert (result.state, result.tally.added) == ("done", 24)
    assert [one[1:3] for one in aside(db)] == [(False, "cannot be stored (ZeroDivisionError)")]


def test_a_terminal_says_what_went_well_beside_what_did_not(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    serves_strangers(belvo, STRANGERS["a row"])
    done = sync(
        LINK, *("--resource", "accounts", "--resource", "transactions"), environment=environment(tmp_path, belvo.url)
    )
    assert done.returncode == 1
    assert [line.split()[1:3] for line in done.stdout.splitlines()] == [
        ["accounts", "done"],
        ["transactions", "failed"],
    ]
    assert "Nothing of it was kept." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("asked", ["1795900000", "99999999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_parks_a_link_for_an_hour_at_most(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, asked: str
) -> None:
    refusal = error("throttled", "Slow down.", 429)
    refusal.headers["Retry-After"] = asked
    belvo.before = lambda request: refusal if request.startswith("accounts?") else None
    carry_out(db, client, (job := claimed()), Event())
    waiting = jobs.get(db, job.id)
    assert waiting is not None
    assert waiting.state is State.QUEUED
    assert instants.decode(waiting.not_before) - datetime.now(UTC) < timedelta(hours=1, seconds=1)
    belvo.before = lambda _request: None
    with db.write() as connection:  # a person asks all the same
        jobs.enqueue(connection, LINK, job.resources, "operator")
    again = jobs.claim(db, processes.own_name(), LEASE)
    assert again is not None
    assert again.id == job.id
    outcome = carry_out(db, client, again, Event())
    assert outcome is not None
    assert outcome.errors == []

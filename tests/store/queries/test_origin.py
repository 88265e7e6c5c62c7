"""From a row to what brought each of its versions: the pull, the call whose answer had it, the webhook, the session."""

from datetime import timedelta
from typing import Any

from domain.corrections import Change
from store import Database
from store.core import instants
from store.ops import calls, jobs, runs, sessions, webhooks
from store.ops.calls import Call
from store.queries import origin
from store.queries.origin import Called, Version
from store.write import links, rows, stored_pages
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK

FIRST, SECOND = (bodies.transaction(number)["id"] for number in (1, 2))
PATH = "/api/transactions/"


def at(second: float, day: int = 23) -> str:
    return instants.encode(instants.decode(f"2026-11-{day}T12:00:00.000000Z") + timedelta(seconds=second))


def pull(db: Database, day: int, *pages: tuple[float, float, list[dict[str, Any]]], reason: str = "connected") -> int:
    """A pull whose pages were asked for and stored at these seconds; returns its number."""
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["transactions"], reason, now=at(0, day))
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=at(0, day))
    assert job is not None
    with db.write() as connection:
        run = runs.start(connection, job.id, LINK, "transactions", now=at(0, day))
        made = [
            Call(at(asked, day), "GET", PATH, f"link={LINK}&page={page}", 200, link=LINK, job=job.id)
            for page, (asked, _, _) in enumerate(pages, start=1)
        ]
        calls.record_many(connection, [Call(at(0, day), "GET", f"/api/links/{LINK}/", status=200, job=job.id), *made])
        for asked, stored, items in pages:
            rows.save_page(connection, "transactions", LINK, items, now=at(stored, day))
            stored_pages.note(connection, run, at(stored, day), at(asked, day))
        runs.finish(connection, run, "done", now=at(60, day))
    jobs.finish(db, job, now=at(61, day))
    return job.id


def versions(db: Database, row: str, until: str = "") -> list[Version]:
    found = origin.of_row(db, "transactions", row, instants.decode(until) if until else None)
    assert found is not None
    assert found.link == LINK
    return [*found.versions]


def page_of(version: Version) -> Called:
    assert version.call is not None
    return version.call


def test_a_row_leads_to_the_call_of_its_page_although_the_next_one_was_asked_for_before_it_was_stored(
    db: Database,
) -> None:
    job = pull(db, 23, (1, 5, [bodies.transaction(1)]), (2, 6, [bodies.transaction(2)]))
    ((first,), (second,)) = (versions(db, row) for row in (FIRST, SECOND))
    assert [(page_of(one).page, page_of(one).is_its_page) for one in (first, second)] == [("1", True), ("2", True)]
    assert {one.pull and one.pull.job for one in (first, second)} == {job}
    assert calls.find(db, page_of(second).call) == Call(
        at(2), "GET", PATH, f"link={LINK}&page=2", 200, link=LINK, job=job
    )


def test_a_row_from_before_pages_were_kept_leads_to_the_last_call_of_its_pull_that_may_have_had_it(
    db: Database,
) -> None:
    pull(db, 23, (1, 5, [bodies.transaction(1)]), (9, 10, [bodies.transaction(2)]))
    with db.write() as connection:
        connection.execute("DELETE FROM stored_pages")
    ((first,), (second,)) = (versions(db, row) for row in (FIRST, SECOND))
    assert [(page_of(one).page, page_of(one).is_its_page) for one in (first, second)] == [("1", False), ("2", False)]


def test_each_version_tells_what_changed_and_has_its_own_pull_call_and_webhook(db: Database) -> None:
    pull(db, 23, (1, 5, [bodies.transaction(1, status="PENDING", amount=10.5)]))
    last = pull(db, 24, (1, 5, [bodies.transaction(1, status="PROCESSED", amount=12)]), reason="webhook")
    with db.write() as connection:
        body = {"webhook_type": "TRANSACTIONS", "webhook_code": "new_transactions_available", "link_id": LINK}
        webhooks.record(connection, "w1", body, at(-1, 24))
        webhooks.settle(connection, "w1", "A pull", job=last)
    newest, first = versions(db, FIRST)
    assert newest.changes == [Change("amount", 10.5, 12), Change("status", "PENDING", "PROCESSED")]
    assert (newest.pull and newest.pull.reason, newest.webhook) == ("webhook", "w1")
    assert (first.changes, first.webhook, first.at) == ([], None, instants.decode(at(5, 23)))
    assert page_of(newest).call != page_of(first).call
    assert versions(db, FIRST, until=at(0, 24)) == [first]


def test_a_row_that_was_gone_and_is_back_as_it_was_is_no_other_version(db: Database) -> None:
    pull(db, 23, (1, 5, [bodies.transaction(1)]))
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [FIRST], link_id=LINK, now=at(0, 24))
    pull(db, 25, (1, 5, [bodies.transaction(1)]))
    (only,) = versions(db, FIRST)
    assert only.at == instants.decode(at(5, 23))


def test_a_row_leads_to_the_session_that_made_its_link_and_not_to_one_that_repaired_it(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(), now=at(0))
    pull(db, 23, (1, 5, [bodies.transaction(1)]))
    with db.write() as connection:
        for nonce, mode in (("repair", "update"), ("made", "connect"), ("left", "connect")):
            sessions.open(connection, nonce, "hash " + nonce, "user-42", mode=mode, now=at(0, 22))
        for nonce in ("repair", "made"):
            sessions.set_state(connection, nonce, "connected", link=LINK, now=at(1, 22))
        sessions.set_state(connection, "left", "left", link=OTHER_LINK, now=at(1, 22))
    found = origin.of_row(db, "transactions", FIRST)
    assert found is not None
    assert found.session == "made"


def test_of_what_is_not_stored_nothing_is_told(db: Database) -> None:
    assert origin.of_row(db, "transactions", "nowhere") is None
    assert origin.of_row(db, "accounts", "nowhere") is None


def test_pages_whose_calls_are_forgotten_are_forgotten(db: Database) -> None:
    pull(db, 23, (1, 5, [bodies.transaction(1)]))
    pull(db, 24, (1, 5, [bodies.transaction(2)]))
    with db.write() as connection:
        assert stored_pages.prune(connection, before=at(0, 24), batch=10) == 1
        assert stored_pages.prune(connection, before=at(0, 24), batch=10) == 0

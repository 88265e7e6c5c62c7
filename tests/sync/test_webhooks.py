from collections.abc import Mapping
from typing import Any

import pytest

from store import Database, jobs, links, webhooks
from sync import accept_webhook
from tests.sync.scripted_belvo import LINK, link_body


@pytest.fixture(autouse=True)
def known_link(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, link_body())


def event(kind: str, code: str, **more: object) -> dict[str, Any]:
    return {
        "webhook_id": "aadf41a1000000000000000000000001",
        "webhook_type": kind,
        "process_type": code,
        "webhook_code": code,
        "link_id": LINK,
        "request_id": "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7",
        "external_id": "customer-1",
        "data": {},
    } | more


def queued(db: Database) -> list[tuple[tuple[str, ...], str, bool]]:
    return [(job.resources, job.reason, job.full) for job in jobs.active(db, LINK)]


@pytest.mark.parametrize(
    ("body", "job"),
    [
        (event("ACCOUNTS", "historical_update"), (("accounts",), "historical_update", False)),
        (event("OWNERS", "new_owners_available"), (("owners",), "webhook", False)),
        (event("TRANSACTIONS", "new_transactions_available"), (("accounts", "transactions"), "webhook", False)),
        (event("TRANSACTIONS", "transactions_updated"), (("accounts", "transactions"), "webhook", True)),
        (event("TRANSACTIONS", "transactions_deleted"), (("accounts", "transactions"), "webhook", True)),
        (event("ACCOUNTS", "a_code_of_tomorrow"), (("accounts",), "webhook", False)),
    ],
    ids=lambda value: value["webhook_code"] if isinstance(value, dict) else "",
)
def test_a_webhook_about_rows_queues_their_pull(
    db: Database, body: Mapping[str, Any], job: tuple[tuple[str, ...], str, bool]
) -> None:
    accepted = accept_webhook(db, body)
    assert queued(db) == [job]
    assert (accepted.new, accepted.job, accepted.outcome) == (True, jobs.active(db)[0].id, "A pull was queued.")
    stored = webhooks.table(db).iloc[0]
    assert (stored["type"], stored["code"], stored["job"]) == (
        body["webhook_type"],
        body["webhook_code"],
        accepted.job,
    )


def test_the_same_webhook_sets_off_nothing_again(db: Database) -> None:
    body = event("ACCOUNTS", "historical_update")
    accept_webhook(db, body)
    jobs.cancel(db, jobs.active(db)[0].id)
    assert not accept_webhook(db, body).new
    assert (queued(db), len(webhooks.table(db))) == ([], 1)


def test_a_webhook_without_an_id_is_known_by_its_body(db: Database) -> None:
    body = event("ACCOUNTS", "historical_update", webhook_id=None)
    assert [accept_webhook(db, body).new, accept_webhook(db, body).new] == [True, False]
    assert accept_webhook(db, body | {"data": {"total_accounts": 3}}).new


@pytest.mark.parametrize(
    "body",
    [
        event("A_TYPE_OF_TOMORROW", "historical_update"),
        event("LINK", "a_code_of_tomorrow"),
        event("TRANSACTIONS", "historical_update", link_id=["no", "text"], webhook_code=7),
        {},
    ],
    ids=["type", "code", "shape", "empty"],
)
def test_what_is_not_known_is_stored_and_queues_nothing(db: Database, body: Mapping[str, Any]) -> None:
    accepted = accept_webhook(db, body)
    assert (accepted.new, accepted.job, queued(db)) == (True, None, [])
    assert webhooks.table(db)["outcome"].tolist() == [accepted.outcome]


@pytest.mark.parametrize(("code", "status"), [("invalid_credentials", "invalid"), ("token_required", "token_required")])
def test_a_webhook_about_the_link_changes_its_status_at_once(db: Database, code: str, status: str) -> None:
    accept_webhook(db, event("LINK", code))
    link = links.find(db, LINK)
    assert link is not None
    assert (link.status, queued(db)) == (status, [])


def test_a_link_that_was_deleted_at_belvo_is_marked_and_its_later_webhooks_queue_nothing(db: Database) -> None:
    accept_webhook(db, event("LINK", "link_deleted"))
    accept_webhook(db, event("ACCOUNTS", "historical_update", webhook_id="another"))
    link = links.find(db, LINK)
    assert link is not None
    assert link.deleted_at is not None
    assert queued(db) == []

"""Webhook events: kept once, with what they set off."""

from datetime import timedelta

import orjson
import pandas as pd
import pytest

from store import Database
from store.core.keyset import Place
from store.ops import jobs, refusals, webhooks
from store.ops.webhooks import WebhookFilter
from store.sight import Sight
from tests.kit.rows import records, tuples

NOW, LATER = "2026-11-24T05:00:00.000000Z", "2026-11-24T05:00:01.000000Z"
EVENT = {
    "webhook_id": "aadf41a1",
    "webhook_type": "ACCOUNTS",
    "process_type": "historical_update",
    "webhook_code": "historical_update",
    "link_id": "link",
    "request_id": "request",
    "external_id": "user-42",
    "data": {"total_accounts": 3},
}


def test_an_event_is_kept_once_with_its_outcome(db: Database) -> None:
    with db.write() as connection:
        assert webhooks.record(connection, "aadf41a1", EVENT, NOW)
        assert not webhooks.record(connection, "aadf41a1", {"webhook_id": "aadf41a1"}, LATER)
        webhooks.settle(connection, "aadf41a1", "queued a pull", job=7, now=LATER)
    assert records(webhooks.table(db)) == [
        {
            "webhook_id": "aadf41a1",
            "type": "ACCOUNTS",
            "code": "historical_update",
            "process_type": "historical_update",
            "link": "link",
            "external_id": "user-42",
            "request_id": "request",
            "received_at": pd.Timestamp(NOW),
            "handled_at": pd.Timestamp(LATER),
            "job": 7,
            "outcome": "queued a pull",
            "body": orjson.dumps(EVENT).decode(),
        }
    ]


def test_an_event_of_a_shape_nobody_knows_is_kept_as_well(db: Database) -> None:
    with db.write() as connection:
        assert webhooks.record(connection, "x", {"link_id": 5, "webhook_type": None, "brand_new": [1]}, NOW)
    assert tuples(webhooks.table(db), "type", "link", "body") == [
        (None, None, '{"link_id":5,"webhook_type":null,"brand_new":[1]}')
    ]


def test_events_of_one_link_come_newest_first(db: Database) -> None:
    with db.write() as connection:
        for number, link in enumerate(("a", "b", "a")):
            webhooks.record(connection, str(number), {"link_id": link}, f"2026-11-24T05:00:0{number}.000000Z")
    assert tuples(webhooks.table(db, link="a"), "webhook_id") == [("2",), ("0",)]
    assert tuples(webhooks.table(db, limit=1), "webhook_id") == [("2",)]


@pytest.fixture
def three(db: Database) -> Database:
    """Two events of one link, the later of which set off a job, and one of another link."""
    with db.write() as connection:
        job = jobs.enqueue(connection, "link", ["accounts"], "webhook")
        webhooks.record(connection, "w1", EVENT | {"webhook_id": "w1", "webhook_type": "OWNERS"}, NOW)
        webhooks.record(connection, "w2", EVENT | {"webhook_id": "w2", "request_id": "ab12"}, LATER)
        webhooks.settle(connection, "w2", "A pull was queued.", job=job, now=LATER)
        webhooks.record(connection, "w3", EVENT | {"webhook_id": "w3", "link_id": "another", "external_id": None}, NOW)
    return db


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (WebhookFilter(), ["w2", "w3", "w1"]),
        (WebhookFilter(type="OWNERS"), ["w1"]),
        (WebhookFilter(code="historical_update", link="link"), ["w2", "w1"]),
        (WebhookFilter(since=LATER), ["w2"]),
        (WebhookFilter(with_job=True), ["w2"]),
        (WebhookFilter(with_job=False), ["w3", "w1"]),
        (WebhookFilter(id="w3"), ["w3"]),
        (WebhookFilter(id="user-42"), ["w2", "w1"]),
        (WebhookFilter(id="ab-12"), ["w2"]),
        (WebhookFilter(id="another"), ["w3"]),
        (WebhookFilter(id="%"), []),
    ],
    ids=str,
)
def test_events_are_found_by_what_one_knows_of_them(three: Database, wanted: WebhookFilter, found: list[str]) -> None:
    assert tuples(webhooks.page(three, wanted), "webhook_id") == [(name,) for name in found]
    assert webhooks.count(three, wanted) == len(found)


def test_a_page_shows_what_became_of_the_jobs(three: Database) -> None:
    assert tuples(webhooks.page(three, at=Place(limit=2)), "webhook_id", "outcome", "job", "job_state") == [
        ("w2", "A pull was queued.", 1, "queued"),
        ("w3", None, None, None),
    ]
    assert tuples(webhooks.page(three, at=Place(offset=2)), "webhook_id") == [("w1",)]


def test_one_event_is_told_as_received(three: Database) -> None:
    event = webhooks.find(three, "w2")
    assert event is not None
    assert (event.body, event.job, event.outcome) == (
        EVENT | {"webhook_id": "w2", "request_id": "ab12"},
        1,
        "A pull was queued.",
    )
    assert webhooks.find(three, "w9") is None


def test_facets_name_the_types_and_codes_that_have_come(three: Database) -> None:
    assert webhooks.facets(three) == {"ACCOUNTS": ["historical_update"], "OWNERS": ["historical_update"]}


def test_the_mark_is_another_as_soon_as_there_is_something_else_to_show(db: Database) -> None:
    marks = [webhooks.mark(db)]

    def note() -> None:
        marks.append(webhooks.mark(db))
        assert marks.count(marks[-1]) == 1
        assert webhooks.mark(db.as_seen(Sight.MASKED)) == marks[-1]

    with db.write() as connection:
        webhooks.record(connection, "first", EVENT, NOW)
    note()
    with db.write() as connection:
        webhooks.record(connection, "first", EVENT, LATER)
    note()
    with db.write() as connection:
        jobs.enqueue(connection, "link", ["accounts"], "webhook", now=NOW)
    note()
    with db.write() as connection:
        webhooks.settle(connection, "first", "queued a pull", job=1, now=LATER)
    note()
    assert jobs.claim(db, "worker", timedelta(minutes=1), now=NOW)
    note()
    with db.write() as connection:
        refusals.record(connection, 401, "The authorization is another one.", now=NOW)
    note()
    assert webhooks.mark(db) == marks[-1]

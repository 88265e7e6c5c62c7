"""Webhook events: kept once, with what they set off."""

import orjson
import pandas as pd

from store import Database, webhooks
from tests.store.tables import records, tuples

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

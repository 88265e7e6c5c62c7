"""How much there is now."""

from datetime import UTC, datetime, timedelta

import pytest

from store import Database
from store.core import instants
from store.ops import jobs, processes, webhooks
from store.queries.metrics.levels import levels
from store.write import links
from tests.kit import bodies

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def test_an_empty_store_has_nothing(db: Database) -> None:
    found = levels(db, NOW)
    assert (found.links, found.jobs, found.processes, found.problems) == ({}, {}, {}, {})
    assert found.queue_age == found.held_for == found.unhandled_webhooks == 0


def test_it_is_the_job_that_could_begin_longest_ago_whose_wait_tells(db: Database) -> None:
    with db.write() as connection:
        for link, ago in (("a", 90), ("b", 30), ("c", -600)):
            links.save(connection, bodies.link(link, status="valid" if link != "b" else "invalid"))
            at = instants.encode(NOW - timedelta(seconds=ago))
            jobs.enqueue(connection, link, ["accounts"], "operator", now=at)
        links.set_followed(connection, "c", followed=False)
        processes.note_pulls(connection, "host:1", 8, now=instants.encode(NOW))
        webhooks.record(connection, "w1", {"webhook_type": "LINK"})
    found = levels(db, NOW)
    assert found.queue_age == pytest.approx(90)
    assert found.jobs == {("queued", "operator"): 3}
    assert found.links == {("valid", True): 1, ("invalid", True): 1, ("valid", False): 1}
    assert (found.processes, found.unhandled_webhooks) == ({("worker", ""): 1}, 1)
    assert levels(db, NOW + timedelta(minutes=5)).processes == {}

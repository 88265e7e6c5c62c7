"""The first page's figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

from store import Database
from store.ops import jobs
from store.ops.jobs import Failure
from store.queries.links import judged, overview
from store.queries.links.overview import Summary
from store.write import bookmarks, links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK

NOW = "2026-11-24T12:00:00.000000Z"
WHEN = datetime(2026, 11, 25, tzinfo=UTC)
FAILURE = Failure("needs_user", "login_error", "Invalid credentials.", "a" * 32)


def link(db: Database, identity: str = LINK, **fields: Any) -> None:  # noqa: ANN401 - fields of a body
    with db.write() as connection:
        links.save(connection, bodies.link(identity, **fields), now="2026-11-20T00:00:00.000000Z")


def pull(db: Database, identity: str = LINK, *, at: str = NOW, error: Failure | None = None) -> None:
    with db.write() as connection:
        jobs.enqueue(connection, identity, ["accounts"], "operator", now=at)
    job = jobs.claim(db, "worker", timedelta(minutes=1), now=at)
    assert job is not None
    if error:
        jobs.fail(db, job, error, now=at)
    else:
        jobs.finish(db, job, now=at)


def test_nothing_is_summed_up_as_nothing(db: Database) -> None:
    assert overview.summary(db) == Summary(0, {}, 0, 0, None, 0, 0)


def test_the_figures_count_what_is_there(filled: Database) -> None:
    link(filled, OTHER_LINK, status="invalid")
    link(filled, "third", status="invalid")
    link(filled, "gone")
    pull(filled, OTHER_LINK, at="2026-11-22T00:00:00.000000Z", error=FAILURE)
    pull(filled, "third", at="2026-11-21T00:00:00.000000Z")
    with filled.write() as connection:
        links.mark_deleted(connection, "gone")
        jobs.enqueue(connection, LINK, ["accounts"], "operator", now=NOW)
    jobs.claim(filled, "worker", timedelta(minutes=1), now=NOW)
    assert overview.summary(filled) == Summary(
        links=3,
        links_by_status={"invalid": 2, "valid": 1},
        accounts=2,
        transactions=5,
        last_pull_at=datetime(2026, 11, 22, tzinfo=UTC),
        failing=1,
        pulling=1,
    )


def test_the_figures_are_alike_before_and_after_links_that_have_moved_are_judged(filled: Database) -> None:
    for number in range(3):
        link(filled, f"other {number}")
    pull(filled, LINK, at="2026-11-23T00:00:00.000000Z")
    judged.renew(filled, WHEN)
    pull(filled, "other 0", at="2026-11-22T00:00:00.000000Z", error=FAILURE)
    pull(filled, "other 1", at="2026-11-24T00:00:00.000000Z")
    before = overview.summary(filled)
    assert (before.failing, before.last_pull_at) == (1, datetime(2026, 11, 24, tzinfo=UTC))
    judged.renew(filled, WHEN)
    assert overview.summary(filled) == before
    with filled.write() as connection:
        links.mark_deleted(connection, "other 1")
    before = overview.summary(filled)
    assert before.last_pull_at == datetime(2026, 11, 23, tzinfo=UTC)
    judged.renew(filled, WHEN)
    assert overview.summary(filled) == before


def test_the_oldest_listing_is_that_of_rows_that_are_there(filled: Database) -> None:
    listed = {
        "transactions": "2026-11-24T09:00:00.000000Z",
        "accounts": "2026-11-21T09:00:00.000000Z",
        "bills": "2026-11-01T09:00:00.000000Z",
    }
    with filled.write() as connection:
        for resource, at in listed.items():
            bookmarks.set(connection, LINK, resource, None, full=True, now=at)
    found = [
        overview.oldest_listing(filled, resources, links=which)
        for resources, which in (((), ()), (("transactions", "bills"), (LINK,)), (("bills",), ()), ((), (OTHER_LINK,)))
    ]
    assert found == [datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC), None, None]
    with filled.write() as connection:
        links.mark_deleted(connection, LINK)
    assert overview.oldest_listing(filled) is None

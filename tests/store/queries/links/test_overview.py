"""The first page's figures, and what needs somebody, worst first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from store import Database
from store.ops import jobs
from store.ops.jobs import Failure
from store.queries.links import overview
from store.queries.links.overview import Summary
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import records, tuples

NOW = "2026-11-24T12:00:00.000000Z"
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
    assert records(overview.attention(db)) == []


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


def test_a_link_that_is_well_needs_nobody(db: Database) -> None:
    link(db)
    pull(db, at="2026-11-20T00:00:00.000000Z")
    assert records(overview.attention(db, now=NOW)) == []


def test_a_link_whose_pull_failed_says_why(filled: Database) -> None:
    pull(filled, error=FAILURE)
    assert records(overview.attention(filled, now=NOW)) == [
        {
            "link": LINK,
            "institution": "erebor_mx_retail",
            "display_name": "Erebor Bank",
            "status": "valid",
            "reason": "pull_failed",
            "code": "login_error",
            "message": "Invalid credentials.",
            "request_id": "a" * 32,
            "since": pd.Timestamp(NOW),
        }
    ]
    pull(filled)
    assert records(overview.attention(filled, now=NOW)) == []


def test_a_status_explains_itself_by_the_pull_that_met_it(db: Database) -> None:
    link(db)
    pull(db, error=FAILURE)
    with db.write() as connection:
        links.set_status(connection, LINK, "invalid", now="2026-11-23T00:00:00.000000Z")
    columns = ("status", "reason", "code", "since")
    since = pd.Timestamp("2026-11-23", tz="UTC")
    assert tuples(overview.attention(db, now=NOW), *columns) == [("invalid", "invalid", "login_error", since)]


def test_the_worst_comes_first_and_then_the_longest(db: Database) -> None:
    link(db, "stale", created_at="2026-11-01T00:00:00Z")
    link(db, "unconfirmed", status="unconfirmed")
    link(db, "failed late")
    link(db, "failed early")
    pull(db, "failed late", error=FAILURE)
    pull(db, "failed early", error=FAILURE, at="2026-11-23T00:00:00.000000Z")
    link(db, "token", status="token_required")
    link(db, "invalid", status="invalid")
    link(db, "deleted", status="invalid")
    with db.write() as connection:
        links.mark_deleted(connection, "deleted")
    assert tuples(overview.attention(db, now=NOW), "link", "reason") == [
        ("invalid", "invalid"),
        ("token", "token_required"),
        ("failed early", "pull_failed"),
        ("failed late", "pull_failed"),
        ("unconfirmed", "unconfirmed"),
        ("stale", "stale"),
    ]


@pytest.mark.parametrize(
    ("rate", "hours", "is_stale"),
    [
        ("6h", 11, False),
        ("6h", 13, True),
        ("24h", 47, False),
        ("24h", 49, True),
        ("7d", 14 * 24 - 1, False),
        ("7d", 14 * 24 + 1, True),
        (None, 14 * 24 + 1, True),
        ("often", 14 * 24 - 1, False),
    ],
)
def test_a_recurrent_link_is_stale_after_twice_its_refresh_rate(
    db: Database, rate: str | None, hours: int, is_stale: bool
) -> None:
    link(db, refresh_rate=rate)
    pulled = datetime(2026, 11, 24, 12, tzinfo=UTC) - timedelta(hours=hours)
    pull(db, at=f"{pulled:%Y-%m-%dT%H:%M:%S.000000Z}")
    assert len(overview.attention(db, now=NOW)) == is_stale


def test_a_link_that_is_read_once_or_about_to_be_pulled_is_not_stale(db: Database) -> None:
    link(db, "once", access_mode="single", created_at="2025-01-01T00:00:00Z")
    link(db, "queued", created_at="2025-01-01T00:00:00Z")
    with db.write() as connection:
        jobs.enqueue(connection, "queued", ["accounts"], "schedule")
    assert records(overview.attention(db, now=NOW)) == []

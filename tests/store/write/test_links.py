"""Links: found by all their names, with what happened to them last."""

from datetime import UTC, datetime, timedelta

import pandas as pd

from store import Database
from store.core import instants
from store.ops import jobs
from store.ops.jobs import Failure
from store.queries.banking import flows
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import deleted, overview, timeline
from store.write import institutions, links, rows
from store.write.links import LinkRow
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.rows import records, tuples
from tests.store.conftest import NOW

LATER = "2026-11-25T05:21:08.000000Z"


def test_a_link_is_shown_with_its_institution_and_what_it_holds(filled: Database) -> None:
    assert records(links.table(filled)) == [
        {
            "link": LINK,
            "institution": "erebor_mx_retail",
            "display_name": "Erebor Bank",
            "country": "MX",
            "status": "valid",
            "access_mode": "recurrent",
            "external_id": "user-42",
            "owner": None,
            "created_at": pd.Timestamp("2026-10-01T08:45:50.406032Z"),
            "last_accessed_at": pd.Timestamp("2026-11-20T10:28:40Z"),
            "accounts": 2,
            "transactions": 5,
            "last_pull_at": None,
            "last_pull_state": None,
            "error_code": None,
            "error_message": None,
            "deleted_at": None,
            "followed": True,
        }
    ]


def test_a_link_is_found_by_its_id(filled: Database) -> None:
    assert links.find(filled, LINK) == LinkRow(
        link=LINK,
        institution="erebor_mx_retail",
        display_name="Erebor Bank",
        country="MX",
        primary_color="#056dae",
        integration_type="credentials",
        status="valid",
        access_mode="recurrent",
        external_id="user-42",
        owner=None,
        institution_user_id="sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c=",
        refresh_rate="7d",
        stale_in="365d",
        fetch_resources=("ACCOUNTS", "TRANSACTIONS"),
        created_at=datetime(2026, 10, 1, 8, 45, 50, 406032, UTC),
        last_accessed_at=datetime(2026, 11, 20, 10, 28, 40, tzinfo=UTC),
        accounts=2,
        transactions=5,
        last_pull_at=None,
        last_pull_state=None,
        error_code=None,
        error_message=None,
        deleted_at=None,
        followed=True,
    )
    assert links.find(filled, "nobody") is None


def test_an_institution_that_is_not_stored_yet_lends_its_name(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(institution="new_bank", fetch_resources=None, last_accessed_at=None))
    found = links.find(db, LINK)
    assert found is not None
    assert (found.display_name, found.country, found.fetch_resources, found.last_accessed_at) == (
        "new_bank",
        None,
        (),
        None,
    )


def test_the_last_pull_is_that_of_the_newest_job_that_ended(filled: Database) -> None:
    failure = Failure("needs_user", "login_error", "Invalid credentials.")
    with filled.write() as connection:
        jobs.enqueue(connection, LINK, ["accounts"], "operator")
    job = jobs.claim(filled, "worker", timedelta(minutes=1))
    assert job is not None
    jobs.fail(filled, job, failure, now=LATER)
    columns = ("last_pull_at", "last_pull_state", "error_code", "error_message")
    ended = pd.Timestamp(LATER)
    assert tuples(links.table(filled), *columns) == [(ended, "failed", "login_error", "Invalid credentials.")]
    with filled.write() as connection:
        jobs.enqueue(connection, LINK, ["accounts"], "operator")
    assert tuples(links.table(filled), *columns) == [(ended, "queued", None, None)]


def test_links_of_one_person_are_found_newest_first_without_deleted_ones(db: Database) -> None:
    with db.write() as connection:
        for number, day in enumerate(("03", "05", "04")):
            links.save(connection, bodies.link(f"link {number}", created_at=f"2026-10-{day}T00:00:00Z"))
        links.save(connection, bodies.link("other", external_id="user-43"))
        links.mark_deleted(connection, "link 2")
    assert [link.link for link in links.by_external_id(db, "user-42")] == ["link 1", "link 0"]
    assert links.by_external_id(db, "nobody") == []


def test_a_status_that_was_told_holds_until_belvo_describes_the_link_again(filled: Database) -> None:
    with filled.write() as connection:
        links.set_status(connection, LINK, "invalid", now=LATER)
        links.set_status(connection, LINK, "invalid", now=LATER)
    assert tuples(links.table(filled), "status") == [("invalid",)]
    with filled.write() as connection:
        links.save(connection, bodies.link(), now="2026-11-26T05:21:08.000000Z")
    assert tuples(links.table(filled), "status") == [("valid",)]
    assert tuples(filled.frame("SELECT * FROM link_statuses ORDER BY id"), "link", "status", "since") == [
        (LINK, "valid", NOW),
        (LINK, "invalid", LATER),
        (LINK, "valid", "2026-11-26T05:21:08.000000Z"),
    ]
    assert filled.frame("SELECT * FROM versions_links").empty


def test_a_deleted_link_stays_in_the_table_and_its_rows_count_nowhere(filled: Database) -> None:
    with filled.write() as connection:
        jobs.enqueue(connection, LINK, ["accounts"], "schedule")
        links.mark_deleted(connection, LINK, now=LATER)
    columns = ("link", "accounts", "transactions", "last_pull_state", "deleted_at")
    assert tuples(links.table(filled), *columns) == [(LINK, 0, 0, "cancelled", pd.Timestamp(LATER))]
    assert flows.by_month(filled, TransactionFilter()).empty
    assert overview.summary(filled).transactions == 0
    assert rows.body(filled, "transactions", bodies.transaction(2)["id"]) == bodies.transaction(2)


def test_a_link_that_is_gone_says_when_and_by_what_it_was_found_gone(filled: Database) -> None:
    with filled.write() as connection:
        links.mark_deleted(connection, LINK, "A webhook told.", now=LATER)
        links.mark_deleted(connection, LINK, "A comparison found out.", now="2026-11-26T05:21:08.000000Z")
    last = tuples(filled.frame("SELECT * FROM link_statuses ORDER BY id"), "status", "since", "cause")[1:]
    assert last == [("deleted", LATER, "A webhook told.")]
    assert deleted.of_link(filled, LINK) == deleted.Deletion(instants.decode(LATER), "A webhook told.")
    entry = timeline.page(filled, LINK, ["status"]).iloc[0]
    assert (entry["what"], entry["detail"]) == ("deleted", "A webhook told.")
    with filled.write() as connection:
        links.save(connection, bodies.link())
    assert deleted.of_link(filled, LINK) is None
    assert timeline.page(filled, LINK, ["status"]).iloc[0]["what"] == "valid"


def test_a_deleted_link_comes_back_with_its_rows(filled: Database) -> None:
    with filled.write() as connection:
        links.mark_deleted(connection, LINK)
        links.save(connection, bodies.link())
        rows.save_page(connection, "transactions", LINK, [bodies.transaction(2)])
    assert tuples(links.table(filled), "transactions", "deleted_at") == [(1, None)]


def test_newer_links_come_first(filled: Database) -> None:
    with filled.write() as connection:
        links.save(connection, bodies.link(OTHER_LINK, created_at="2026-11-01T00:00:00Z"))
        institutions.save(connection, [bodies.institution(display_name="Renamed")])
    assert tuples(links.table(filled), "link", "display_name") == [(OTHER_LINK, "Renamed"), (LINK, "Renamed")]


def test_links_of_one_person_at_one_institution_are_a_group(db: Database) -> None:
    at = {"created_at": "2026-11-02T08:00:00Z"}
    others = [
        bodies.link(OTHER_LINK, **at),
        bodies.link("elsewhere", institution="gringotts_mx_retail"),
        bodies.link("unknown-1", institution_user_id=None),
        bodies.link("unknown-2", institution_user_id=None),
        bodies.link("gone"),
    ]
    with db.write() as connection:
        for body in (*others, bodies.link()):
            links.save(connection, body, now=NOW)
        links.mark_deleted(connection, "gone")
    assert [[link.link for link in group] for group in links.twin_groups(db)] == [[LINK, OTHER_LINK]]

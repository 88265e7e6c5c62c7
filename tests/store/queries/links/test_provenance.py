"""Where rows come from: when they were collected and pulled, what failed, and Belvo's request ids."""

from datetime import UTC, datetime

from store import Database
from store.ops import jobs, runs, webhooks
from store.ops.jobs import Failure
from store.queries.links import provenance
from store.queries.people.figures import income_by_month
from store.write import links
from tests.kit import bank, bodies, filling
from tests.kit.rows import records, save

EARLY, LATE = "2026-11-20T08:00:00.000000Z", "2026-11-24T09:30:00.000000Z"
FAILED = Failure("fatal", "login_error", "Wrong password", "f" * 32)


def pulled(db: Database, resource: str, *, error: Failure | None = None) -> None:
    """One resource of the link, listed in full or failed."""
    job = jobs.claim(db, "a worker", filling.CONNECTED, now=LATE)
    assert job
    with db.write() as connection:
        run = runs.start(connection, job.id, bodies.LINK, resource, now=LATE)
        runs.finish(connection, run, "failed" if error else "done", error=error, now=LATE)


def test_each_resource_tells_its_times_and_how_its_pull_ended(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        jobs.enqueue(connection, bodies.LINK, ("accounts",), "connected", now=EARLY)
    save(db, "accounts", bodies.account(collected_at=EARLY), bodies.card(collected_at=LATE))
    save(db, "owners", bodies.owner(collected_at=None))
    pulled(db, "accounts", error=FAILED)
    found = {one.resource: one for one in provenance.of_link(db, bodies.LINK)}
    assert [*found] == ["accounts", "owners"]
    accounts, owners = found["accounts"], found["owners"]
    first, last = datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert accounts.collected == (first, last)
    assert (accounts.rows, accounts.state, accounts.error) == (2, "failed", "login_error: Wrong password")
    assert (owners.rows, owners.state, owners.collected, owners.pulled_at) == (1, "", None, None)


def test_request_ids_are_those_of_pulls_and_webhooks(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        jobs.enqueue(connection, bodies.LINK, ("accounts",), "connected", now=EARLY)
    pulled(db, "accounts", error=FAILED)
    assert [row["request_id"] for row in records(provenance.requests(db, [bodies.LINK]))] == ["f" * 32]
    assert records(provenance.requests(db, [bodies.OTHER_LINK])) == []
    assert webhooks.page(db).empty


def test_the_months_behind_an_income_are_the_last_whole_ones(db: Database) -> None:
    link = filling.pulled(db, "well", bank.EREBOR, days=200)
    (months,) = income_by_month(db, [link], bank.NOW.date()).values()
    assert [*months] == ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06"]
    assert all(amount > 0 for amount in months.values())

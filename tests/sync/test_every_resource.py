"""A link of each kind against the local Belvo, over a socket: all that its institution offers is pulled, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import serve
from belvo_sandbox.server import Served
from resources import pulled_resources
from store import Database
from store.ops import jobs
from store.write import balance_history, rows
from sync import pull_link
from tests.kit.local_belvo import client_of
from tests.sync.figures import BY_LINK

KEYS = ("local-sandbox-id", "local-sandbox-password")

KINDS = {
    "gringotts_br_retail": {
        "accounts",
        "transactions",
        "owners",
        "br_balances",
        "bills",
        "br_exchanges",
        "br_investments",
        "br_investment_transactions",
        "incomes",
        "recurring_expenses",
        "risk_insights",
    },
    "tatooine_mx_fiscal": {
        "invoices",
        "tax_status",
        "tax_compliance_status",
        "tax_returns",
        "tax_retentions",
        "financial_statements",
    },
    "arrakis_cl_fiscal": {"cl_invoices", "cl_tax_status", "cl_debt_reports"},
    "planet_mx_employment": {"employment_records", "mx_current_employments", "employment_metrics", "owners"},
    "nostromo_br_employment": {"br_employments", "owners"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("sandbox"), now=datetime(2026, 11, 24, 12, tzinfo=UTC)) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[BelvoClient]:
    with client_of(server.url) as client:
        yield client


def pull(db: Database, client: BelvoClient, link: str) -> dict[str, tuple[str, int, int, int]]:
    with db.write() as connection:
        jobs.enqueue(connection, link, [*pulled_resources()], "operator")
    job = jobs.claim(db, "tester", timedelta(seconds=60))
    assert job is not None
    results = pull_link(db, client, job)
    jobs.finish(db, job)
    return {
        result.resource: (result.state, result.tally.added, result.tally.changed, result.tally.deleted)
        for result in results
    }


def test_every_resource_of_a_link_is_offered_by_one_of_these_institutions() -> None:
    assert set().union(*KINDS.values()) == {*BY_LINK}


@pytest.mark.parametrize("institution", KINDS)
def test_all_that_an_institution_offers_is_pulled_and_the_second_pull_finds_nothing_new(
    db: Database, client: BelvoClient, institution: str
) -> None:
    link = client.links.create(institution, "user_valid", "pass_valid", access_mode="recurrent")["id"]
    counts = {name: client.resource(name).count(link=link) for name in KINDS[institution]}
    assert pull(db, client, link) == {name: ("done", count, 0, 0) for name, count in counts.items()}
    assert all(counts.values())
    with db.read() as connection:
        assert {name: rows.live_count(connection, name, link) for name in counts} == counts
    assert pull(db, client, link) == dict.fromkeys(counts, ("done", 0, 0, 0))


def test_a_look_later_on_changes_only_what_moved_and_transactions_explain_balances(
    db: Database, server: Served, client: BelvoClient
) -> None:
    kinds = ("gringotts_mx_retail", "tatooine_mx_fiscal", "planet_mx_employment", "nostromo_br_employment")
    links = {
        name: client.links.create(name, "user_valid", "pass_valid", access_mode="recurrent")["id"] for name in kinds
    }
    for link in links.values():
        pull(db, client, link)
    server.control.advance(hours=5)
    for link in links.values():
        client.links.refresh(link)
    later = {name: pull(db, client, link) for name, link in links.items()}
    moved = {resource for results in later.values() for resource, result in results.items() if result[1:] != (0, 0, 0)}
    assert moved <= {"accounts", "transactions", "risk_insights", "incomes", "recurring_expenses", "br_balances"}
    steps = balance_history.reconcile(db)
    assert (len(steps), steps["difference"].abs().max()) == (3, 0.0)

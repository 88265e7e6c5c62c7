from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.responses import Response

from belvo_client import BelvoClient, NotFound
from domain.pulls.asking import REMEMBERED
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import historical, jobs, rounds, runs
from store.ops.jobs import Job
from store.write import institutions, links, rows
from sync import pull_link
from sync.errors import LinkGone
from sync.link import BELIEVED
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, error, link_body, transaction_body

Claimed = Callable[..., Job]


def states(db: Database) -> dict[str, str]:
    found = runs.for_link(db, LINK)
    return dict(zip(found["resource"], found["state"], strict=True))


def test_a_link_is_read_with_its_institution_and_then_each_resource(
    db: Database, client: BelvoClient, claimed: Claimed
) -> None:
    results = pull_link(db, client, claimed())
    assert [(result.resource, result.state, result.tally.added) for result in results] == [
        ("accounts", "done", 2),
        ("transactions", "done", 25),
        ("owners", "done", 1),
    ]
    link, institution = links.find(db, LINK), institutions.find(db, "erebor_mx_retail")
    assert link is not None
    assert institution is not None
    assert (link.status, link.external_id, link.accounts, link.transactions) == ("valid", "customer-1", 2, 25)
    assert institution.display_name == "Erebor Mexico"


def test_only_the_jobs_resources_are_listed(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_link(db, client, claimed("owners"))
    assert [request.split("?")[0] for request in belvo.requests] == [f"links/{LINK}", "institutions", "owners"]


def pull_all(db: Database, client: BelvoClient, claimed: Claimed) -> list[str]:
    """Pull all that the link may have; the resources that were asked for."""
    job = claimed(*pulled_resources())
    results = pull_link(db, client, job)
    jobs.finish(db, job)
    return [result.resource for result in results]


def put_back(db: Database, span: timedelta) -> None:
    """Let all pulls have ended that much earlier."""
    with db.write() as connection:
        for number, ended in connection.execute("SELECT id, finished_at FROM sync_runs").fetchall():
            before = instants.encode(instants.decode(ended) - span)
            connection.execute("UPDATE sync_runs SET finished_at = ? WHERE id = ?", (before, number))


def test_what_a_link_names_is_asked_for_though_its_institution_does_not_list_it(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["institutions"] = [bodies.institution(resources=["ACCOUNTS", "TRANSACTIONS"])]
    assert {"accounts", "transactions", "owners"} <= {*pull_all(db, client, claimed)}
    assert (states(db)["owners"], len(belvo.listed("owners"))) == ("done", 1)


def test_what_only_the_product_says_is_there_is_asked_for_and_then_let_be_for_some_days(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    guesses = ["br_balances", "incomes", "recurring_expenses", "risk_insights"]
    assert pull_all(db, client, claimed) == ["accounts", "transactions", "owners", *guesses]
    assert pull_all(db, client, claimed) == ["accounts", "transactions", "owners"]
    put_back(db, REMEMBERED)
    assert pull_all(db, client, claimed) == ["accounts", "transactions", "owners", *guesses]
    assert len(belvo.listed("incomes")) == 2


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("unsupported_operation", 400),
        ("unavailable_data", 400),
        ("method_not_allowed", 405),
        ("access_to_resource_denied", 403),
        ("not_found", 404),
    ],
)
def test_a_refusal_of_what_nobody_has_promised_fails_nothing_and_outlives_the_process(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed, code: str, status: int
) -> None:
    belvo.before = lambda request: error(code, "Not here.", status) if request.startswith("incomes?") else None
    for _ in range(2):
        pull_all(db, client, claimed)
    assert len(belvo.listed("incomes")) == 1
    skipped = runs.for_link(db, LINK).set_index("resource").loc["incomes"]
    assert (skipped["state"], skipped["error_code"]) == ("skipped", code)
    put_back(db, REMEMBERED)
    belvo.before = lambda _request: None
    assert "incomes" in pull_all(db, client, claimed)


def test_keys_that_may_not_read_what_a_link_names_fail_its_pull(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    denied = error("access_to_resource_denied", "You don't have access.", 403)
    belvo.before = lambda request: denied if request.startswith("owners?") else None
    pull_all(db, client, claimed)
    assert states(db)["owners"] == "failed"


def test_a_job_that_names_a_resource_asks_again_whatever_was_answered_before(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    pull_all(db, client, claimed)
    belvo.lists["incomes"] = [{"id": "i1", "link": LINK, "monthly_average": 100.5}]
    job = claimed("incomes")
    assert [(result.resource, result.tally.added) for result in pull_link(db, client, job)] == [("incomes", 1)]
    jobs.finish(db, job)
    assert "incomes" in pull_all(db, client, claimed)  # since rows are here


def test_what_a_webhook_has_announced_is_asked_for_though_nobody_lists_it(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["institutions"] = [bodies.institution(type="employment", resources=["OWNERS"])]
    assert "bills" not in pull_all(db, client, claimed)
    with db.write() as connection:
        historical.announce(connection, LINK, "bills")
    assert "bills" in pull_all(db, client, claimed)


def test_a_job_without_resources_only_reads_the_link(db: Database, belvo: ScriptedBelvo, client: BelvoClient) -> None:
    belvo.lists["links"] = [link_body(status="invalid")]
    with db.write() as connection:
        jobs.enqueue(connection, LINK, [], "webhook")
    job = jobs.claim(db, "tester", timedelta(seconds=60))
    assert job is not None
    assert pull_link(db, client, job) == []
    found = links.find(db, LINK)
    assert found is not None
    assert (found.status, len(belvo.requests)) == ("invalid", 2)


def test_a_resource_that_belvo_refuses_as_not_supported_is_skipped(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    refusal = error("unsupported_operation", "Resource not supported by this institution", 400)
    belvo.before = lambda request: refusal if request.startswith("accounts?") else None
    pull_link(db, client, claimed())
    assert states(db) == {"accounts": "skipped", "transactions": "done", "owners": "done"}


def test_an_institution_that_is_not_listed_does_not_keep_the_data_away(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["institutions"] = []
    assert [result.state for result in pull_link(db, client, claimed())] == ["done", "done", "done"]


def test_a_resource_that_fails_does_not_keep_the_others_from_their_turn(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    failure = error("unexpected_error", "Oops.", 500)
    belvo.before = lambda request: failure if request.startswith("accounts?") else None
    pull_link(db, client, claimed())
    assert states(db) == {"accounts": "failed", "transactions": "done", "owners": "done"}


def test_keys_that_are_refused_midway_end_the_pull(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    refusal = error("authentication_failed", "Invalid Secret Keys", 401)
    belvo.before = lambda request: refusal if request.startswith("accounts?") else None
    results = pull_link(db, client, claimed())
    assert [(result.resource, result.state) for result in results] == [("accounts", "failed")]


def test_a_link_that_belvo_no_longer_has_is_said_to_be_gone(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.lists["links"] = []
    with pytest.raises(LinkGone, match="it was deleted there") as raised:
        pull_link(db, client, claimed())
    assert raised.value.request_id == "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7"


def test_a_link_that_is_deleted_while_it_is_pulled_keeps_its_rows_and_is_said_to_be_gone(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    job = claimed()
    pull_link(db, client, job)

    def delete(request: str) -> None:
        if request.startswith("transactions?"):
            belvo.lists |= {"links": [], "accounts": [], "transactions": [], "owners": []}

    belvo.before = delete
    results = pull_link(db, client, replace(job, full=True, created_at="2100-01-01T00:00:00.000000Z"))
    assert [(result.resource, result.state, type(result.error)) for result in results] == [
        ("accounts", "done", type(None)),
        ("transactions", "failed", LinkGone),
    ]
    with db.read() as connection:
        assert [rows.live_count(connection, name, LINK) for name in ("accounts", "transactions", "owners")] == [
            2,
            25,
            1,
        ]


def test_a_404_that_is_not_in_belvos_words_says_nothing_about_the_link(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    belvo.before = lambda _request: Response("<h1>Not Found</h1>", 404)
    with pytest.raises(NotFound) as raised:
        pull_link(db, client, claimed())
    assert not isinstance(raised.value, LinkGone)


def test_what_is_made_of_rows_that_changed_is_pulled_after_them(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    derived = ["incomes", "recurring_expenses", "risk_insights"]
    belvo.lists |= {name.replace("_", "-"): [] for name in derived}
    pull_all(db, client, claimed)
    job = claimed("accounts", "transactions")
    pull_link(db, client, job)
    jobs.finish(db, job)
    assert jobs.active(db, LINK) == []  # nothing had changed
    belvo.lists["transactions"].append(transaction_body(99))
    pull_link(db, client, claimed("transactions"))
    waiting = [(job.reason, [*job.resources]) for job in jobs.active(db, LINK) if job.state == jobs.State.QUEUED]
    assert waiting == [("derived", derived)]


def names(belvo: ScriptedBelvo) -> list[str]:
    return [request.split("?")[0] for request in belvo.requests]


def test_what_nobody_waits_for_believes_what_belvos_list_has_just_told_of_the_link(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    with db.write() as connection:
        links.save(connection, link_body())
        institutions.save(connection, belvo.lists["institutions"])
        rounds.note_list(connection, rounds.LINKS)
    for reason, asked in (("webhook", ["owners"]), ("operator", [f"links/{LINK}", "institutions", "owners"])):
        belvo.requests.clear()
        job = claimed("owners", reason=reason)
        pull_link(db, client, job)
        jobs.finish(db, job)
        assert names(belvo) == asked
    long_ago = instants.encode(instants.decode(instants.now()) - BELIEVED)
    with db.write() as connection:
        rounds.note_list(connection, rounds.LINKS, now=long_ago)
    belvo.requests.clear()
    pull_link(db, client, claimed("owners", reason="webhook"))
    assert names(belvo) == [f"links/{LINK}", "owners"]


def test_a_link_that_was_deleted_since_belvos_list_told_of_it_keeps_its_rows_and_is_said_to_be_gone(
    db: Database, belvo: ScriptedBelvo, client: BelvoClient, claimed: Claimed
) -> None:
    job = claimed()
    pull_link(db, client, job)
    jobs.finish(db, job)
    with db.write() as connection:
        rounds.note_list(connection, rounds.LINKS)
    belvo.lists |= {"links": [], "accounts": [], "transactions": [], "owners": []}
    (result,) = pull_link(db, client, claimed(reason="webhook"))
    assert isinstance(result.error, LinkGone)
    with db.read() as connection:
        assert rows.live_count(connection, "accounts", LINK) == 2
